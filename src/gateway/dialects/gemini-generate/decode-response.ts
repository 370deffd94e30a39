import type { DecodeContext } from '../codec.ts';
import { ReplyCollector } from '../collect-reply.ts';
import type { Fields } from '../json-value.ts';
import type { Reply } from '../reply.ts';
import { createStreamDecoder } from './decode-stream.ts';

/** An answer of generateContent: what a stream would have said in one chunk. */
export function decodeReply(body: Fields, context: DecodeContext): Reply {
  const collector = new ReplyCollector();
  const decoder = createStreamDecoder(context, (event) => {
    collector.take(event);
  });
  decoder.take(body, '');
  decoder.end(true);
  return collector.reply() ?? { blocks: [], finish: { reason: 'other' } };
}
