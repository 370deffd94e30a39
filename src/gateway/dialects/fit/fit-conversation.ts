import type { Dialect } from '../../exchange/dialect.ts';
import type { Abilities } from '../codec.ts';
import type { Conversation } from '../conversation.ts';
import type { Losses } from '../losses.ts';
import type { Origin } from '../opaque.ts';
import { fitCallIds } from './call-ids.ts';
import { fitForeignParts } from './fit-hosted.ts';
import { fitMedia, type ModelSenses } from './fit-media.ts';
import { fitTools } from './fit-tools.ts';
import { closeTurns, joinTurns } from './join-turns.ts';
import { keepOwnState } from './opaque-state.ts';
import { pairCalls } from './pairing.ts';
import { moveSystemTurns } from './system-turns.ts';
import { ToolBook } from './tool-book.ts';
import { dropVendorLines } from './vendor-lines.ts';

/** Whom a conversation is fitted to. */
export interface FitTarget {
  readonly dialect: Dialect;
  readonly abilities: Abilities;
  readonly origin: Origin;
  readonly senses: ModelSenses;
  /** The target has refused the opaque state that it got: nothing of it is kept. */
  readonly withoutState: boolean;
}

export interface Fitted {
  readonly conversation: Conversation;
  /** Changes tool names in the answer back. */
  readonly book: ToolBook;
}

/**
 * Brings a conversation into what the target's dialect can say, one concern after the other. What writers then find
 * is regular: each call is followed by its result, names and ids fit, media are such as may stand where they stand. A
 * request that stays in its dialect is only freed of state that is somebody else's.
 */
export function fitConversation(conversation: Conversation, target: FitTarget, losses: Losses): Fitted {
  const { abilities, dialect } = target;
  const book = new ToolBook(abilities.toolName.pattern, abilities.toolName.longest);
  const state = {
    origin: target.origin,
    kinds: abilities.opaque,
    untagged: conversation.from === dialect,
    none: target.withoutState,
  };
  if (conversation.from === dialect) {
    return {
      conversation: { ...conversation, turns: keepOwnState(conversation.turns, state, losses) },
      book,
    };
  }
  const tooled = fitTools(conversation, abilities, book, losses);
  let turns = keepOwnState(dropVendorLines(tooled.turns), state, losses);
  turns = fitForeignParts(turns, dialect, losses);
  if (!abilities.systemInMiddle) turns = moveSystemTurns(turns);
  turns = pairCalls(turns, losses);
  turns = fitCallIds(turns, abilities.callId.pattern, abilities.callId.longest);
  turns = fitMedia(turns, abilities, target.senses, losses);
  if (abilities.alternates) turns = joinTurns(turns);
  if (!abilities.continues) turns = closeTurns(turns, losses);
  return { conversation: { ...tooled, turns }, book };
}
