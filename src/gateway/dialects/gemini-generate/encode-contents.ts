import type { Part, ToolResultPart, Turn } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { writePart } from './encode-part.ts';
import { writeResult } from './encode-result.ts';
import { standInSignature } from './stand-in.ts';
import type { Writing } from './writing.ts';

interface Content {
  readonly role: 'user' | 'model';
  readonly parts: Part[];
  readonly at: string;
}

interface Written {
  readonly role: Content['role'];
  readonly parts: Fields[];
}

/** `systemInstruction` and `contents`. `rule`: stands at the end of the system text. */
export function writeTurns(turns: readonly Turn[], rule: string | undefined, writing: Writing): Fields {
  const found = turns.findIndex((turn) => !isSystem(turn));
  const leading = found < 0 ? turns.length : found;
  const given = writeSystem(turns.slice(0, leading), writing);
  const system = rule === undefined ? given : [...given, { text: rule }];
  const contents = writing.isOwn
    ? turns.slice(leading).map(contentOf)
    : joined(turns.slice(leading), writing);
  let calls: readonly string[] = [];
  const written: Written[] = [];
  for (const content of contents) {
    const { role, at } = content;
    const parts = role === 'model' ? writeModel(content, writing) : writeUser(content, calls, writing);
    if (role === 'model') calls = callIds(content);
    const last = written.at(-1);
    // Where nothing is left of a turn between them, two of one role are neighbours.
    if (last?.role === role && !writing.isOwn) last.parts.push(...parts);
    else if (parts.length > 0) written.push({ role, parts, ...writing.extras.at(at) });
  }
  // Contents are obligatory; a chat that has nothing but a system text is legitimate.
  if (written.length === 0 && system.length > 0) return { contents: [{ role: 'user', parts: system }] };
  return { ...(system.length > 0 && { systemInstruction: { parts: system } }), contents: written };
}

function isSystem(turn: Turn): boolean {
  return turn.role === 'system' || turn.role === 'developer';
}

function contentOf(turn: Turn): Content {
  return { role: turn.role === 'assistant' ? 'model' : 'user', parts: [...turn.parts], at: turn.at };
}

/** Roles alternate, so that results stand directly behind their calls and in one content. */
function joined(turns: readonly Turn[], writing: Writing): readonly Content[] {
  const contents: Content[] = [];
  for (const turn of turns) {
    if (turn.name !== undefined) writing.losses.add('field', turn.at, 'name of the speaker');
    const content = contentOf(turn);
    const last = contents.at(-1);
    if (last?.role === content.role) last.parts.push(...content.parts);
    else contents.push(content);
  }
  return contents;
}

function writeSystem(turns: readonly Turn[], writing: Writing): Fields[] {
  return turns.flatMap((turn) => {
    if (turn.name !== undefined) writing.losses.add('field', turn.at, 'name of the speaker');
    // Members beside `parts` have nowhere to go when several turns become one instruction.
    return turn.parts.flatMap((part) => {
      if (part.kind === 'text' || writing.isOwn) return writePart(part, writing);
      writing.losses.add(part.kind === 'media' ? 'media' : 'part', part.at, `${part.kind} in a system text`);
      return [];
    });
  });
}

function callIds({ parts }: Content): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'tool-call' ? [part.id] : []));
}

function writeModel({ parts }: Content, writing: Writing): Fields[] {
  const first = parts.findIndex((part) => part.kind === 'tool-call');
  return parts.flatMap((part, nth) => {
    if (part.kind === 'tool-result') return writeResult(part, writing).part;
    if (isStateOfNext(parts, nth, writing)) return [];
    return writePart(part, writing, nth === first ? signatureBefore(parts, first, writing) : undefined);
  });
}

/**
 * The signature of a call that has none of its own: other dialects have no place for a call's state and bring it back
 * as a reasoning block before it. Undefined for a call with its own, and for one that its client sent without.
 */
function signatureBefore(parts: readonly Part[], at: number, writing: Writing): string | undefined {
  const call = parts[at];
  if (call?.kind !== 'tool-call' || call.opaque?.kind === 'gemini-signature') return undefined;
  if (writing.isOwn) return call.unsigned === true ? undefined : standInSignature;
  const before = parts[at - 1];
  const state = before?.kind === 'reasoning' ? before.opaque : undefined;
  return state?.kind === 'gemini-signature' ? state.data : standInSignature;
}

/** Google never signs a thought: state before the first call is the call's. Its text is read by nobody then. */
function isStateOfNext(parts: readonly Part[], nth: number, writing: Writing): boolean {
  const [part, next] = [parts[nth], parts[nth + 1]];
  if (writing.isOwn || part?.kind !== 'reasoning' || part.opaque?.kind !== 'gemini-signature') return false;
  const isFirst = parts.findIndex((one) => one.kind === 'tool-call') === nth + 1;
  return isFirst && next?.kind === 'tool-call' && next.opaque === undefined;
}

/** Results first, in the order of their calls; Google refuses other parts between a call and its result. */
function writeUser({ parts }: Content, calls: readonly string[], writing: Writing): Fields[] {
  if (writing.isOwn)
    return parts.flatMap((part) =>
      part.kind === 'tool-result' ? [writeResult(part, writing).part] : writePart(part, writing),
    );
  const place = ({ id }: ToolResultPart): number => {
    const found = calls.indexOf(id);
    return found < 0 ? calls.length : found;
  };
  const results = parts
    .filter((part) => part.kind === 'tool-result')
    .toSorted((one, other) => place(one) - place(other))
    .map((part) => writeResult(part, writing));
  return [
    ...results.map(({ part }) => part),
    ...results.flatMap(({ behind }) => behind),
    ...parts.flatMap((part) => writePart(part, writing)),
  ];
}
