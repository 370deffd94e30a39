import type { Part, Role, Turn } from '../conversation.ts';
import { type Fields, isFields, listOf } from '../json-value.ts';
import { CallBook } from './call-book.ts';
import { addPart } from './decode-part.ts';
import { camelFields, keepRest, memberAt, type Reading } from './members.ts';

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

/** `contents`: a list of contents, one content, or what SDKs make of it: a text, or parts without their content. */
export function readContents(value: unknown, base: string, reading: Reading): Turn[] {
  const calls = new CallBook();
  if (!Array.isArray(value)) {
    const turn = readContent(value, base, 0, calls, reading);
    return turn === undefined ? [] : [turn];
  }
  return listOf(value).flatMap((content, nth) => {
    const turn = readContent(content, `${base}/${nth}`, nth, calls, reading);
    if (turn === undefined) reading.extra.push({ at: `${base}/${nth}`, value: content });
    return turn ?? [];
  });
}

/** `systemInstruction`: a text or a content; its role says nothing. */
export function readSystem(value: unknown, at: string, reading: Reading): Turn | undefined {
  const turn = readContent(value, at, 0, new CallBook(), reading);
  return turn === undefined ? undefined : { ...turn, role: 'system' };
}

function readContent(
  value: unknown,
  at: string,
  turn: number,
  calls: CallBook,
  reading: Reading,
): Turn | undefined {
  if (typeof value === 'string') return { role: 'user', parts: [{ kind: 'text', text: value, at }], at };
  if (!isFields(value)) return undefined;
  const members = camelFields(value);
  const partReading = { extra: reading.extra, calls, turn };
  const parts: Part[] = [];
  if (members.parts === undefined && members.role === undefined && Object.keys(members).length > 0) {
    addPart(parts, value, at, 0, partReading);
    return { role: 'user', parts, at };
  }
  keepRest(reading, at, value, members, known);
  const partsAt = memberAt(at, value, 'parts');
  if (Array.isArray(members.parts)) {
    members.parts.forEach((part, nth) => {
      addPart(parts, part, `${partsAt}/${nth}`, nth, partReading);
    });
  } else addPart(parts, members.parts, partsAt, 0, partReading);
  return { role: roleOf(value, members, parts, at, reading), parts: withoutEmpty(parts), at };
}

function roleOf(value: Fields, members: Fields, parts: readonly Part[], at: string, reading: Reading): Role {
  const role = typeof members.role === 'string' ? roles.get(members.role.toLowerCase()) : undefined;
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
