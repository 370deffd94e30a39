import type { DecodeContext } from '../codec.ts';
import { ReplyCollector } from '../collect-reply.ts';
import type { Fields } from '../json-value.ts';
import type { Reply } from '../reply.ts';
import { ResponsesStreamDecoder } from './decode-stream.ts';

/** Reads a whole answer: as a stream of which nothing came but its last event. */
export function decodeReply(body: Fields, context: DecodeContext): Reply {
  const collector = new ReplyCollector();
  const decoder = new ResponsesStreamDecoder(context, (event) => collector.take(event));
  decoder.takeResponse(body);
  decoder.end(true);
  return collector.reply() ?? { blocks: [], finish: { reason: 'other' } };
}
