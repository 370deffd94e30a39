import type { Part, Role, Turn } from '../conversation.ts';
import { type Fields, isFields } from '../json-value.ts';
import { CallBook } from './call-book.ts';
import { addPart } from './decode-part.ts';
import { camelFields, keepRest, memberAt, type Reading } from './members.ts';
import type { PartReading } from './part-reading.ts';

const known = new Set(['role', 'parts']);

const roles: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['user', 'user'],
  // Results of functions, in older SDKs and samples.
  ['function', 'user'],
  ['tool', 'user'],
  ['model', 'assistant'],
  ['assistant', 'assistant'],
  ['system', 'system'],
]);

/** A turn while its contents are being read. */
interface OpenTurn {
  readonly role: Role;
  readonly parts: Part[];
  readonly at: string;
}

/**
 * `contents`: a list of contents, one content, or what SDKs make of it: a text, or parts without their content.
 * Neighbours of the model are one turn: the chats of @google/genai (3.3.0) keep every chunk of a stream as a content.
 */
export function readContents(value: unknown, base: string, reading: Reading): Turn[] {
  const calls = new CallBook();
  const turns: OpenTurn[] = [];
  const contents = Array.isArray(value) ? value : [value];
  contents.forEach((content: unknown, nth) => {
    const at = Array.isArray(value) ? `${base}/${nth}` : base;
    const last = turns.at(-1);
    const turn = readContent(content, at, { ...reading, calls, turn: nth }, last);
    if (turn === undefined) reading.extra.push({ at, value: content });
    else if (turn !== last) turns.push(turn);
  });
  return turns.map((turn) => ({ ...turn, parts: withoutEmpty(turn.parts) }));
}

/** `systemInstruction`: a text or a content; its role says nothing. */
export function readSystem(value: unknown, at: string, reading: Reading): Turn | undefined {
  const turn = readContent(value, at, { ...reading, calls: new CallBook(), turn: 0 }, undefined);
  return turn === undefined ? undefined : { ...turn, role: 'system', parts: withoutEmpty(turn.parts) };
}

/** The turn of a content, which is `before` where it goes on. */
function readContent(
  value: unknown,
  at: string,
  reading: PartReading,
  before: OpenTurn | undefined,
): OpenTurn | undefined {
  if (typeof value === 'string') return { role: 'user', parts: [{ kind: 'text', text: value, at }], at };
  if (!isFields(value)) return undefined;
  const members = camelFields(value);
  if (members.parts === undefined && members.role === undefined && Object.keys(members).length > 0) {
    const parts: Part[] = [];
    addPart(parts, value, at, 0, reading);
    return { role: 'user', parts, at };
  }
  keepRest(reading, at, value, members, known);
  const goesOn = before?.role === 'assistant' && namedRole(members) === 'assistant';
  const parts = goesOn ? before.parts : [];
  const seam = parts.length;
  const partsAt = memberAt(at, value, 'parts');
  if (Array.isArray(members.parts)) {
    members.parts.forEach((part, nth) => {
      addPart(parts, part, `${partsAt}/${nth}`, nth, reading);
    });
  } else addPart(parts, members.parts, partsAt, 0, reading);
  if (goesOn) joinAt(seam, parts);
  return goesOn ? before : { role: roleOf(value, members, parts, at, reading), parts, at };
}

/** Pieces of one text, or of one thought, that came in two contents. What bears state stays apart, as Google asks. */
function joinAt(seam: number, parts: Part[]): void {
  const [before, after] = [parts[seam - 1], parts[seam]];
  if (before?.kind === 'text' && after?.kind === 'text') {
    if (before.opaque !== undefined || after.opaque !== undefined) return;
    parts.splice(seam - 1, 2, { ...before, text: before.text + after.text });
  } else if (before?.kind === 'reasoning' && after?.kind === 'reasoning') {
    if (before.opaque !== undefined || after.opaque !== undefined) return;
    parts.splice(seam - 1, 2, { ...before, text: [[...before.text, ...after.text].join('')] });
  }
}

function namedRole({ role }: Fields): Role | undefined {
  return typeof role === 'string' ? roles.get(role.toLowerCase()) : undefined;
}

function roleOf(value: Fields, members: Fields, parts: readonly Part[], at: string, reading: Reading): Role {
  const role = namedRole(members);
  if (role !== undefined) return role;
  if (members.role !== undefined)
    reading.extra.push({ at: memberAt(at, value, 'role'), value: members.role });
  return parts.some((part) => part.kind === 'tool-call') ? 'assistant' : 'user';
}

/** An empty text beside other parts says nothing (streams end so), and other vendors refuse it. */
function withoutEmpty(parts: readonly Part[]): readonly Part[] {
  const filled = parts.filter(
    (part) => part.kind !== 'text' || part.text !== '' || part.opaque !== undefined,
  );
  return filled.length === 0 ? parts.slice(0, 1) : filled;
}
