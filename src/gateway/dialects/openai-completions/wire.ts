import { createFiguresReader, figuresOfAnswer, stringOfAnswer } from '../figures.ts';
import { chatFigures } from '../openai-chat/usage.ts';
import { openAiBrokenStream, openAiErrorBody } from '../openai-errors.ts';
import { openAiUsage } from '../openai-figures.ts';
import { readError } from '../read-error.ts';
import type { Wire } from '../wire.ts';
import { keepAliveComment, sseFraming, withQuery } from '../wire-parts.ts';
import { classifyCompletion } from './classify.ts';

/** OpenAI's older completions (`prompt` in, `text` out): editors use it for filling in the middle. */
export const openAiCompletionsWire: Wire = {
  dialect: 'openai-completions',
  framing: sseFraming,
  path: ({ query }) => withQuery('/v1/completions', query),
  classify: classifyCompletion,
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
