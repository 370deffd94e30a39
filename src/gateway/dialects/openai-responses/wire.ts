import type { Operation } from '../../exchange/dialect.ts';
import { createFiguresReader, figuresOfAnswer, stringOfAnswer } from '../figures.ts';
import { openAiErrorBody } from '../openai-errors.ts';
import { openAiUsage } from '../openai-figures.ts';
import { readError } from '../read-error.ts';
import type { Wire } from '../wire.ts';
import { keepAliveComment, sseFraming, withQuery } from '../wire-parts.ts';
import { classifyResponse } from './classify.ts';
import { brokenResponse } from './errors.ts';
import { responsesFigures } from './usage.ts';

const places: Partial<Record<Operation, string>> = {
  'count-tokens': '/v1/responses/input_tokens',
  compact: '/v1/responses/compact',
};

/** OpenAI's Responses, Codex's only dialect. */
export const openAiResponsesWire: Wire = {
  dialect: 'openai-responses',
  framing: sseFraming,
  path: ({ operation, query }) => withQuery(places[operation] ?? '/v1/responses', query),
  classify: classifyResponse,
  createUsageReader: (quirks) => createFiguresReader(responsesFigures(quirks)),
  usageOfAnswer(body, quirks) {
    const figures = figuresOfAnswer(body, responsesFigures(quirks));
    return figures === undefined ? undefined : openAiUsage(figures, quirks);
  },
  keepAlive: () => keepAliveComment,
  brokenStream: brokenResponse,
  errorBody: openAiErrorBody,
  readError,
  modelPlace: { key: 'model', within: 'response' },
  modelOfAnswer: (body) => stringOfAnswer(body, 'model'),
};
