import type { EncodeContext } from '../codec.ts';
import type { BlockHead } from '../reply.ts';
import { madePrefix } from './carrier.ts';

const callKinds = { function: 'fc', custom: 'ctc', 'local-shell': 'lsh', 'tool-search': 'tsc' } as const;

/** An id for the item of a block. A reasoning item of OpenAI's keeps its own. */
export function itemId(head: BlockHead, context: EncodeContext): string {
  switch (head.kind) {
    case 'text':
      return context.id(madePrefix('msg'));
    case 'reasoning':
      return head.id?.startsWith('rs_') === true ? head.id : context.id(madePrefix('rs'));
    case 'call':
      return context.id(madePrefix(callKinds[head.form]));
    case 'media':
      return context.id(madePrefix('ig'));
    case 'hosted':
      return context.id(madePrefix('hosted'));
  }
}

export function compactionId(id: string | undefined, context: EncodeContext): string {
  return id?.startsWith('cmp_') === true ? id : context.id(madePrefix('cmp'));
}

export function carrierId(context: EncodeContext): string {
  return context.id(madePrefix('rs'));
}
