import type { DecodeContext } from '../codec.ts';
import { type Fields, listOf } from '../json-value.ts';
import type { Reply } from '../reply.ts';
import { readHead } from './answer-head.ts';
import { readFinish } from './finish.ts';
import { readBlocks } from './read-answer-block.ts';

/** Reads a whole answer. */
export function decodeReply(body: Fields, context: DecodeContext): Reply {
  const { kind: _, ...head } = readHead(body, context.losses);
  const blocks = readBlocks(listOf(body.content), context);
  const hasCalls = blocks.some((block) => block.kind === 'call');
  return { ...head, blocks, finish: readFinish(body, hasCalls) };
}
