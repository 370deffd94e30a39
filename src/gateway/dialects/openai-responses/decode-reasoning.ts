import type { ReasoningPart } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, parseJson, textOf } from '../json-value.ts';
import type { Sealed } from './carrier.ts';
import { type Leftovers, Members } from './leftovers.ts';

/** Reads a reasoning item of a request. Its own text (`content`) goes before a summary of it. */
export function decodeReasoning(
  item: Fields,
  state: Sealed | undefined,
  at: string,
  left: Leftovers,
): ReasoningPart {
  const members = new Members(item, at);
  members.take('type');
  const id = textOf(members.look('id'));
  if (id !== undefined) members.take('id');
  const summary = paragraphsOf(members.look('summary'), 'summary_text');
  const content = paragraphsOf(members.look('content'), 'reasoning_text');
  const kept = keptText(state);
  const raw = content.text.length > 0 || kept !== undefined;
  if (summary.isPlain && !(raw && summary.text.length > 0)) members.take('summary');
  else if (members.has('summary')) left.set(at, 'summary', members.take('summary'));
  if (raw && content.isPlain) members.take('content');
  else if (members.has('content')) left.set(at, 'content', members.take('content'));
  if (state !== undefined) {
    members.take('encrypted_content');
    left.note(at, { sealed: true });
  }
  members.leave(left, quiet);
  const opaque = state === undefined || kept !== undefined ? undefined : state.opaque;
  return {
    kind: 'reasoning',
    text: content.text.length > 0 ? content.text : (kept ?? summary.text),
    ...(raw && { raw }),
    ...(opaque !== undefined && { opaque }),
    ...(id !== undefined && { id }),
    at,
  };
}

/** OpenRouter names the format of the state, and gives the signature of an Anthropic model beside it. */
const quiet = new Set(['format']);

/** Text of raw reasoning that was sent along because some clients return items without it. */
function keptText(state: Sealed | undefined): readonly string[] | undefined {
  if (state?.bond !== 'raw') return undefined;
  return listOf(parseJson(state.opaque.data)).filter((text) => typeof text === 'string');
}

interface Paragraphs {
  readonly text: readonly string[];
  /** Nothing but texts of the expected type: it can be written again from them. */
  readonly isPlain: boolean;
}

/** The texts of a list of parts. */
export function paragraphsOf(value: unknown, type: string): Paragraphs {
  if (!Array.isArray(value)) return { text: [], isPlain: false };
  const parts: readonly unknown[] = value;
  const text = parts.map((part) => fieldsOf(part)?.text).filter((found) => typeof found === 'string');
  const isPlain =
    text.length === parts.length &&
    parts.every((part) => isFields(part) && part.type === type && Object.keys(part).length === 2);
  return { text, isPlain };
}
