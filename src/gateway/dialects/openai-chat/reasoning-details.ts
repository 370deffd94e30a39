import { type Fields, fieldsOf, listOf, parseJson, textOf } from '../json-value.ts';
import { type Opaque, type Origin, opaqueMark, unwrapOpaque, wrapOpaque } from '../opaque.ts';

/** Wrapped state with the reasoning text that it belongs to. */
export interface OwnState {
  readonly opaque: Opaque;
  /** Paragraphs. Empty for a call's state. */
  readonly text: readonly string[];
  /** Of the reasoning at its origin. */
  readonly id?: string;
}

/**
 * An entry of `reasoning_details` (OpenRouter's `reasoning.encrypted`) that brings state back to us. Clients join all
 * reasoning of an answer into one string, but a signature holds for its block's text only: so the text goes along,
 * behind the wrapped state, after one more dot, where `unwrapOpaque` does not look.
 *
 * `id` names the entry: clients that keep details with a call (pi) find it by the call's id. `index` differs in all
 * entries of an answer: LangChain concatenates the strings of entries with the same one.
 */
export function writeOwnState(state: OwnState, id: string | undefined, index: number): Fields {
  const { opaque, text } = state;
  const about = JSON.stringify(state.id === undefined ? [text] : [text, state.id]);
  const data = `${wrapOpaque(opaque)}.${Buffer.from(about).toString('base64url')}`;
  return { type: 'reasoning.encrypted', data, id: id ?? null, format: 'unknown', index };
}

/** `id` of the entry with the state of the message's text; Gemini signs texts, too. */
export const textStateId = 'text';

/** The state in an entry of `writeOwnState`; undefined for those of providers. */
export function readOwnState(entry: Fields): OwnState | undefined {
  const { data } = entry;
  if (typeof data !== 'string' || !data.startsWith(opaqueMark)) return undefined;
  const opaque = unwrapOpaque(data);
  if (opaque === undefined) return undefined;
  const about = data.slice(opaqueMark.length).split('.', 3)[2];
  const read = about === undefined ? undefined : parseJson(Buffer.from(about, 'base64url').toString());
  const [text, id] = listOf(read);
  const paragraphs = listOf(text).filter((each) => typeof each === 'string');
  return { opaque, text: paragraphs, ...(typeof id === 'string' && { id }) };
}

/** Whether two origins are the same one; state without an origin is nobody's. */
export function isSameOrigin(one: Origin | undefined, other: Origin): boolean {
  return (
    one !== undefined &&
    one.provider === other.provider &&
    one.account === other.account &&
    one.model === other.model
  );
}

/** Readable text of an entry of `reasoning_details`. */
export function textOfDetail(entry: Fields): string | undefined {
  return textOf(entry.type === 'reasoning.summary' ? entry.summary : entry.text);
}

/**
 * Puts the pieces of streamed `reasoning_details` together: OpenRouter wants the whole sequence back, each entry as it
 * would have been without a stream.
 */
export class DetailCollector {
  #list: Record<string, unknown>[] = [];
  #hasState = false;

  add(entry: Fields): void {
    this.#hasState ||= isState(entry);
    const last = this.#list.at(-1);
    const member =
      entry.type === 'reasoning.text' ? 'text' : entry.type === 'reasoning.summary' ? 'summary' : undefined;
    const goesOn =
      last !== undefined && member !== undefined && last.type === entry.type && last.index === entry.index;
    if (!goesOn) {
      this.#list.push({ ...entry });
      return;
    }
    const before = last[member];
    const more = entry[member];
    for (const name in entry) if (entry[name] !== null && entry[name] !== undefined) last[name] = entry[name];
    if (typeof before === 'string') last[member] = typeof more === 'string' ? before + more : before;
  }

  /** What has been collected, and begins anew. Undefined when it is nothing but text that was shown anyway. */
  take(origin: Origin): Opaque | undefined {
    const list = this.#list;
    const hasState = this.#hasState;
    this.#list = [];
    this.#hasState = false;
    return hasState ? { kind: 'chat-details', data: JSON.stringify(list), origin } : undefined;
  }

  get hasState(): boolean {
    return this.#hasState;
  }
}

function isState(entry: Fields): boolean {
  if (textOf(entry.data) !== undefined || textOf(entry.signature) !== undefined) return true;
  return entry.type !== 'reasoning.text' && entry.type !== 'reasoning.summary';
}

/** Google's OpenAI endpoint: `extra_content.google.thought_signature` of a call or a message. */
export function readThoughtSignature(extraContent: unknown): string | undefined {
  return textOf(fieldsOf(fieldsOf(extraContent)?.google)?.thought_signature);
}

export function writeThoughtSignature(signature: string): Fields {
  return { google: { thought_signature: signature } };
}
