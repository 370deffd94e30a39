import type { Quirks } from '../../exchange/provider.ts';
import type { FiguresFace } from '../figures.ts';
import { fieldsOf } from '../json-value.ts';
import { type OpenAiFigure, openAiUsage, readOpenAiFigures } from '../openai-figures.ts';

/** Figures of Responses: `usage` of the answer, in a stream inside the `response` of the closing event. */
export function responsesFigures(quirks: Quirks): FiguresFace<OpenAiFigure> {
  return {
    key: 'usage',
    read: readOpenAiFigures,
    find: (data) => fieldsOf(fieldsOf(data.response)?.usage) ?? fieldsOf(data.usage),
    toUsage: (figures) => openAiUsage(figures, quirks),
  };
}
