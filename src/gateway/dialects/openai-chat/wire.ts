import { createFiguresReader, figuresOfAnswer, stringOfAnswer } from '../figures.ts';
import { openAiBrokenStream, openAiErrorBody } from '../openai-errors.ts';
import { openAiUsage } from '../openai-figures.ts';
import { readError } from '../read-error.ts';
import type { Wire } from '../wire.ts';
import { keepAliveComment, sseFraming, withQuery } from '../wire-parts.ts';
import { classifyChat } from './classify.ts';
import { chatFigures } from './usage.ts';

/** OpenAI's Chat Completions, as spoken by most providers. */
export const openAiChatWire: Wire = {
  dialect: 'openai-chat',
  framing: sseFraming,
  path: ({ query }) => withQuery('/v1/chat/completions', query),
  classify: classifyChat,
  createUsageReader: (quirks) => createFiguresReader(chatFigures(quirks)),
  usageOfAnswer(body, quirks) {
    const figures = figuresOfAnswer(body, chatFigures(quirks));
    return figures === undefined ? undefined : openAiUsage(figures, quirks);
  },
  keepAlive: () => keepAliveComment,
  brokenStream: openAiBrokenStream,
  errorBody: openAiErrorBody,
  readError,
  modelPlace: { key: 'model' },
  modelOfAnswer: (body) => stringOfAnswer(body, 'model'),
};
