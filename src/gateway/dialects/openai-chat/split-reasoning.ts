import { type Fields, isFields, listOf, textOf } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import { type OwnState, readOwnState, textOfDetail, textStateId } from './reasoning-details.ts';

/** Reasoning of a message that came back, divided as it was when it was thought. */
export interface SplitReasoning {
  readonly pieces: readonly ReasoningPiece[];
  /** State of the message's calls, by their ids. */
  readonly calls: ReadonlyMap<string, Opaque>;
  /** State of the message's text. */
  readonly said?: Opaque;
}

export interface ReasoningPiece {
  readonly text: readonly string[];
  readonly opaque?: Opaque;
  readonly id?: string;
}

/** Members that hold reasoning text; providers that send two of them say the same in both. */
export const reasoningMembers = ['reasoning_content', 'reasoning', 'reasoning_text'] as const;

/**
 * Entries that we wrapped know the text that they belong to; what a client joined is cut there again. The rest of the
 * entries is one state, which its provider wants back whole. `callIds`: of the message's calls.
 */
export function splitReasoning(message: Fields, callIds: ReadonlySet<string>): SplitReasoning {
  const calls = new Map<string, Opaque>();
  const own: OwnState[] = [];
  const native: unknown[] = [];
  let said: Opaque | undefined;
  for (const entry of listOf(message.reasoning_details)) {
    const state = isFields(entry) ? readOwnState(entry) : undefined;
    const id = isFields(entry) ? textOf(entry.id) : undefined;
    if (state === undefined) native.push(entry);
    else if (id !== undefined && callIds.has(id)) calls.set(id, state.opaque);
    else if (id === textStateId) said = state.opaque;
    else own.push(state);
  }
  const shown = shownText(message);
  const pieces = own.length > 0 ? cut(shown ?? '', own) : [];
  if (native.length > 0) {
    const text =
      shown ?? native.map((entry) => (isFields(entry) ? textOfDetail(entry) : undefined) ?? '').join('');
    const opaque: Opaque = { kind: 'chat-details', data: JSON.stringify(native) };
    pieces.push({ text: own.length > 0 || text === '' ? [] : [text], opaque });
  } else if (own.length === 0 && shown !== undefined) pieces.push({ text: [shown] });
  return { pieces, calls, ...(said !== undefined && { said }) };
}

function shownText(message: Fields): string | undefined {
  for (const name of reasoningMembers) {
    const text = textOf(message[name]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/**
 * Text between the states' own is reasoning without state. Where a client changed what it shows, the states' text holds
 * alone: a signature is worth nothing with another.
 */
function cut(shown: string, states: readonly OwnState[]): ReasoningPiece[] {
  const pieces: ReasoningPiece[] = [];
  let at = 0;
  let isWhole = true;
  for (const { opaque, text, id } of states) {
    const joined = text.join('\n\n');
    const found = shown.indexOf(joined, at);
    if (found < 0) isWhole = false;
    else if (joined !== '') {
      const between = shown.slice(at, found).trim();
      if (between !== '') pieces.push({ text: [between] });
      at = found + joined.length;
    }
    pieces.push({ text, opaque, ...(id !== undefined && { id }) });
  }
  const rest = isWhole ? shown.slice(at).trim() : '';
  if (rest !== '') pieces.push({ text: [rest] });
  return pieces;
}
