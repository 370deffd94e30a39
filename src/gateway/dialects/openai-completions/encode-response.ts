import type { EncodeContext } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import { writeUsage } from '../openai-chat/encode-usage.ts';
import type { Reply } from '../reply.ts';
import { completionFinish, noteUnspoken } from './spoken.ts';

/** Writes a whole answer: its text, in one choice. */
export function encodeCompletionsReply(reply: Reply, context: EncodeContext): Fields {
  const texts = reply.blocks.flatMap((block) => {
    if (block.kind === 'text') return [block.text];
    noteUnspoken(block.kind, context.losses);
    return [];
  });
  return {
    id: context.id('cmpl-'),
    object: 'text_completion',
    created: reply.created ?? context.now,
    model: reply.model ?? context.model,
    choices: [
      { text: texts.join(''), index: 0, logprobs: null, finish_reason: completionFinish(reply.finish) },
    ],
    ...(reply.usage !== undefined && { usage: writeUsage(reply.usage) }),
  };
}
