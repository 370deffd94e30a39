import { type Opaque, opaqueMark, unwrapOpaque, wrapOpaque } from '../opaque.ts';

/**
 * Only reasoning and compaction items have a field for opaque state here, but Gemini signs calls and texts, too. Such
 * state travels as a reasoning item of its own, a carrier: without a summary, behind the item that it belongs to, in
 * the order of `output_item.done` (by which Codex keeps its history) as well as by `output_index` (by which the SDKs
 * do). State of a call is known only when the call ends, so the carrier cannot come before it.
 *
 * Items of parallel calls interleave, and clients drop ids: position alone would not tell whose state it is. So the
 * wrapped state is followed by a bond, a third piece that `unwrapOpaque` does not look at.
 */
export type Bond =
  /** Of the call with this id. */
  | `call:${string}`
  /** Of the text directly before. */
  | 'text'
  /** Of a text without a character, which is no item (Gemini ends thoughts with such a signed part). */
  | 'blank'
  /** The text of the reasoning item itself: Codex returns items without their `content`. */
  | 'raw';

export function wrapBound(opaque: Opaque, bond: Bond): string {
  return `${wrapOpaque(opaque)}.${Buffer.from(bond).toString('base64url')}`;
}

/** Text of raw reasoning in a string that comes back with the item. */
export function wrapRawText(paragraphs: readonly string[]): string {
  return wrapBound({ kind: 'none', data: JSON.stringify(paragraphs) }, 'raw');
}

export interface Sealed {
  readonly opaque: Opaque;
  /** '' for the state of the item itself. */
  readonly bond: string;
  /** False: it came as the provider wrote it. */
  readonly wrapped: boolean;
}

/** Reads an `encrypted_content`; `native` is the kind of a string that was not wrapped here. */
export function readSealed(text: string, native: 'openai-encrypted' | 'openai-compaction'): Sealed {
  const opaque = unwrapOpaque(text);
  if (opaque === undefined) return { opaque: { kind: native, data: text }, bond: '', wrapped: false };
  const third = text.slice(opaqueMark.length).split('.', 3)[2];
  const bond = third === undefined ? '' : Buffer.from(third, 'base64url').toString();
  return { opaque, bond, wrapped: true };
}

/** Ids of items made here: a provider knows none of them. Its own ids go on in hexadecimal digits. */
const madeId = /^[a-z]+_pb/;

/** Prefix for the id of an item of this kind: `msg`, `rs`, `fc`, … */
export function madePrefix(kind: string): string {
  return `${kind}_pb`;
}

export function isMadeId(id: unknown): boolean {
  return typeof id === 'string' && madeId.test(id);
}
