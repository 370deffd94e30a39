import { figuresOfAnswer, stringOfAnswer } from '../figures.ts';
import { readError } from '../read-error.ts';
import type { Wire } from '../wire.ts';
import { keepAliveComment, sseFraming, withQuery } from '../wire-parts.ts';
import { classifyMessage } from './classify.ts';
import { brokenMessage, messageErrorBody } from './errors.ts';
import { createMessageUsageReader, messageFigures } from './usage.ts';

/** Byte for byte what Anthropic sends. */
const ping = Buffer.from('event: ping\ndata: {"type": "ping"}\n\n');

/** Anthropic's Messages, Claude Code's dialect. */
export const anthropicMessagesWire: Wire = {
  dialect: 'anthropic-messages',
  framing: sseFraming,
  path: ({ operation, query }) =>
    withQuery(operation === 'count-tokens' ? '/v1/messages/count_tokens' : '/v1/messages', query),
  classify: classifyMessage,
  createUsageReader: createMessageUsageReader,
  usageOfAnswer(body) {
    const figures = figuresOfAnswer(body, messageFigures);
    return figures === undefined ? undefined : messageFigures.toUsage(figures);
  },
  keepAlive: (started) => (started ? ping : keepAliveComment),
  brokenStream: brokenMessage,
  errorBody: messageErrorBody,
  readError,
  modelPlace: { key: 'model', within: 'message' },
  modelOfAnswer: (body) => stringOfAnswer(body, 'model'),
};
