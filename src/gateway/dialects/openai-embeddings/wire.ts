import { createFiguresReader, figuresOfAnswer, stringOfAnswer } from '../figures.ts';
import { chatFigures } from '../openai-chat/usage.ts';
import { openAiErrorBody } from '../openai-errors.ts';
import { openAiUsage } from '../openai-figures.ts';
import { readError } from '../read-error.ts';
import type { Wire } from '../wire.ts';
import { withQuery } from '../wire-parts.ts';

const nothing = Buffer.alloc(0);

/** OpenAI's embeddings: one JSON answer, no stream. */
export const openAiEmbeddingsWire: Wire = {
  dialect: 'openai-embeddings',
  framing: () => undefined,
  path: ({ query }) => withQuery('/v1/embeddings', query),
  classify: () => 0,
  createUsageReader: (quirks) => createFiguresReader(chatFigures(quirks)),
  usageOfAnswer(body, quirks) {
    const figures = figuresOfAnswer(body, chatFigures(quirks));
    return figures === undefined ? undefined : openAiUsage(figures, quirks);
  },
  keepAlive: () => undefined,
  brokenStream: () => nothing,
  errorBody: openAiErrorBody,
  readError,
  modelPlace: { key: 'model' },
  modelOfAnswer: (body) => stringOfAnswer(body, 'model'),
};
