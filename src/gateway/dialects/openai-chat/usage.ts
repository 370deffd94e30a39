import type { Quirks } from '../../exchange/provider.ts';
import type { FiguresFace } from '../figures.ts';
import { type Fields, fieldsOf, listOf } from '../json-value.ts';
import { type OpenAiFigure, openAiUsage, readOpenAiFigures } from '../openai-figures.ts';

/**
 * Figures of chat and completions: in `usage`; Groq repeats them in `x_groq.usage`, Moonshot puts them into the
 * choice. Perplexity sends them with every chunk, cumulative.
 */
export function chatFigures(quirks: Quirks): FiguresFace<OpenAiFigure> {
  return {
    key: 'usage',
    read: readOpenAiFigures,
    find: findUsage,
    toUsage: (figures) => openAiUsage(figures, quirks),
  };
}

function findUsage(data: Fields): Fields | undefined {
  const own = fieldsOf(data.usage) ?? fieldsOf(fieldsOf(data.x_groq)?.usage);
  if (own !== undefined) return own;
  for (const choice of listOf(data.choices)) {
    const usage = fieldsOf(fieldsOf(choice)?.usage);
    if (usage !== undefined) return usage;
  }
  return undefined;
}
