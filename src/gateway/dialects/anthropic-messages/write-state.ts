import type { EncodeTarget } from '../codec.ts';
import type { Conversation } from '../conversation.ts';
import type { Losses } from '../losses.ts';
import { CacheMarks } from './cache-marks.ts';
import { ExtraBook } from './extras.ts';

/** What the writers of a request share. */
export interface WriteState {
  readonly conversation: Conversation;
  readonly target: EncodeTarget;
  readonly losses: Losses;
  /** Read from this dialect: what it alone knows goes back where it was. */
  readonly own: boolean;
  readonly extras: ExtraBook;
  readonly marks: CacheMarks;
}

export function createWriteState(
  conversation: Conversation,
  target: EncodeTarget,
  losses: Losses,
): WriteState {
  return {
    conversation,
    target,
    losses,
    own: conversation.from === 'anthropic-messages',
    extras: new ExtraBook(conversation),
    marks: new CacheMarks(),
  };
}
