import { createFiguresReader, figuresOfAnswer, stringOfAnswer } from '../figures.ts';
import { readError } from '../read-error.ts';
import type { Wire } from '../wire.ts';
import { sseFraming } from '../wire-parts.ts';
import { classifyGemini } from './classify.ts';
import { geminiErrorBody } from './errors.ts';
import { geminiPath } from './path.ts';
import { geminiFigures } from './usage.ts';

const nothing = Buffer.alloc(0);

/** Google's generateContent, Gemini CLI's dialect. */
export const geminiGenerateWire: Wire = {
  dialect: 'gemini-generate',
  // Without `alt=sse` a stream is one JSON array that comes element by element.
  framing: (contentType) =>
    /^application\/json\b/i.test(contentType) ? 'json-array' : sseFraming(contentType),
  path: geminiPath,
  classify: classifyGemini,
  createUsageReader: () => createFiguresReader(geminiFigures),
  usageOfAnswer(body) {
    const figures = figuresOfAnswer(body, geminiFigures);
    return figures === undefined ? undefined : geminiFigures.toUsage(figures);
  },
  // Gemini CLI breaks on a comment, and on an error it asks again only if the stream ends cleanly without a reason.
  keepAlive: () => undefined,
  brokenStream: () => nothing,
  errorBody: geminiErrorBody,
  readError,
  modelPlace: { key: 'modelVersion' },
  modelOfAnswer: (body) => stringOfAnswer(body, 'modelVersion'),
};
