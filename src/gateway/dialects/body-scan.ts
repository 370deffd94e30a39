import { byteSearch } from './find-bytes.ts';
import { JsonReader } from './json-reader.ts';
import { visitTail } from './json-tail.ts';
import { parseJson } from './json-value.ts';

export type ValueKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** A top-level member of a body. Indexes are bytes; each `…End` is one behind. */
export interface ScannedMember {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly kind: ValueKind;
  /** The value, when it is no object or array. */
  readonly value?: string | number | boolean | null;
}

export type ScanResult =
  | {
      readonly ok: true;
      /** By the name asked for; the first one when a name stands there twice. */
      readonly members: Readonly<Record<string, ScannedMember>>;
      /** Names asked for that stand there more than once (`whole` only). */
      readonly duplicates: readonly string[];
    }
  | {
      readonly ok: false;
      /** For people, a part of a sentence: "a string is not closed". */
      readonly detail: string;
      /** Byte at which it was noticed. */
      readonly at: number;
    };

/** One exchange of bytes; `start` equal to `end` inserts. */
export interface BodyEdit {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/** How far the first look goes before the end of the body is tried: agents name the model first. */
const forwardBytes = 1024;
/** How far the look from the end goes: what follows an agent's messages and tools is a few short members. */
const backwardBytes = 4096;

type Found = Record<string, ScannedMember>;

const quote = 34;
const comma = 44;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const backslash = 92;

/**
 * Finds members of the top-level object without decoding the body. Names are compared after unescaping
 * (`"mod\u0065l"` is `model`), members of nested objects do not count.
 *
 * `early` stops when all of `wanted` are found, may look at the end of a long body before its middle, and checks
 * no more than the structure of what it passes over. `whole` reads everything and accepts exactly what `JSON.parse`
 * accepts, as long as it is an object of at most 512 levels; only it reports duplicates.
 */
export function scanBody(body: Buffer, wanted: readonly string[], mode: 'early' | 'whole'): ScanResult {
  const isWhole = mode === 'whole';
  const reader = new JsonReader(body, isWhole);
  const members: Found = {};
  const duplicates: string[] = [];
  const done: ScanResult = { ok: true, members, duplicates };
  let missing = wanted.length;
  if (missing === 0 && !isWhole) return done;
  const first = reader.peek();
  if (first !== openBrace) {
    return refuse(reader, first < 0 ? 'it is empty' : 'it is not a JSON object');
  }
  reader.at += 1;
  if (reader.peek() === closeBrace) return endsHere(reader) ? done : refuse(reader, '');

  let limit = isWhole ? Number.POSITIVE_INFINITY : forwardBytes;
  for (;;) {
    if (!reader.skipName()) return refuse(reader, '');
    const { nameStart: keyStart, nameEnd: keyEnd } = reader;
    reader.peek();
    const valueStart = reader.at;
    let skipped = reader.skipValue(limit);
    if (skipped === 'suspended') {
      limit = Number.POSITIVE_INFINITY;
      missing -= lookBack(body, wanted, members, valueStart, missing);
      if (missing === 0) return done;
      reader.at = valueStart;
      skipped = reader.skipValue(limit);
    }
    if (skipped !== 'ok') return refuse(reader, '');
    const name = wantedName(body, keyStart, keyEnd, wanted);
    if (name !== undefined && members[name] === undefined) {
      const member = memberOf(body, { keyStart, keyEnd, valueStart, valueEnd: reader.at });
      if (member === undefined) return { ok: false, detail: 'a value is not valid', at: valueStart };
      members[name] = member;
      missing -= 1;
      if (missing === 0 && !isWhole) return done;
    } else if (name !== undefined && isWhole && !duplicates.includes(name)) duplicates.push(name);
    const code = reader.peek();
    if (code === closeBrace) return endsHere(reader) ? done : refuse(reader, '');
    if (code !== comma) return refuse(reader, 'a comma or a closing brace is missing');
    reader.at += 1;
  }
}

const searches = new Map<string, (body: Buffer) => boolean>();

/**
 * Whether the bytes `"name"` occur anywhere: when they do not, a scan for it can be spared. A name that a client wrote
 * with escapes is not seen. `name` is one of the few that we, or the config, ask for.
 */
export function hasKeyBytes(body: Buffer, name: string): boolean {
  let search = searches.get(name);
  if (search === undefined) {
    search = byteSearch(`"${name}"`);
    searches.set(name, search);
  }
  return search(body);
}

function refuse(reader: JsonReader, detail: string): ScanResult {
  if (detail !== '') reader.fail(detail);
  return { ok: false, detail: reader.detail, at: reader.at };
}

/** Takes the closing brace; nothing but white space may follow. */
function endsHere(reader: JsonReader): boolean {
  reader.at += 1;
  return reader.peek() < 0 || reader.fail('something follows the end of the object');
}

/**
 * Fills `members` from the end of the body, as far as the look goes; returns how many it found. Nothing is taken from an
 * end that is odd.
 */
function lookBack(
  body: Buffer,
  wanted: readonly string[],
  members: Found,
  after: number,
  missing: number,
): number {
  const found: Found = {};
  let count = 0;
  let isOdd = false;
  visitTail(body, Math.max(after + 1, body.length - backwardBytes), (span) => {
    const name = wantedName(body, span.keyStart, span.keyEnd, wanted);
    if (name === undefined || members[name] !== undefined || found[name] !== undefined) return false;
    const member = memberOf(body, span);
    if (member === undefined) isOdd = true;
    else found[name] = member;
    count += 1;
    return isOdd || count === missing;
  });
  if (isOdd) return 0;
  Object.assign(members, found);
  return count;
}

/** The name of `wanted` that stands at `start`, quotes included, to `end`. */
function wantedName(body: Buffer, start: number, end: number, wanted: readonly string[]): string | undefined {
  for (const name of wanted) if (isTextAt(body, start + 1, end - 1, name)) return name;
  for (let at = start + 1; at < end - 1; at += 1) {
    if (body[at] !== backslash) continue;
    const name = parseJson(body.toString('utf8', start, end));
    return typeof name === 'string' && wanted.includes(name) ? name : undefined;
  }
  return undefined;
}

/** Whether these bytes are that text, which is plain ASCII. */
function isTextAt(body: Buffer, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let at = 0; at < text.length; at += 1) if (body[start + at] !== text.charCodeAt(at)) return false;
  return true;
}

/** Undefined when a scalar is none. */
function memberOf(
  body: Buffer,
  span: Pick<ScannedMember, 'keyStart' | 'keyEnd' | 'valueStart' | 'valueEnd'>,
): ScannedMember | undefined {
  const { keyStart, keyEnd, valueStart, valueEnd } = span;
  const first = body[valueStart];
  if (first === openBrace) return { keyStart, keyEnd, valueStart, valueEnd, kind: 'object' };
  if (first === openBracket) return { keyStart, keyEnd, valueStart, valueEnd, kind: 'array' };
  const value = scalarAt(body, valueStart, valueEnd);
  switch (typeof value) {
    case 'string':
      return { keyStart, keyEnd, valueStart, valueEnd, kind: 'string', value };
    case 'number':
      return { keyStart, keyEnd, valueStart, valueEnd, kind: 'number', value };
    case 'boolean':
      return { keyStart, keyEnd, valueStart, valueEnd, kind: 'boolean', value };
    default:
      return value === null ? { keyStart, keyEnd, valueStart, valueEnd, kind: 'null', value } : undefined;
  }
}

/** What `JSON.parse` makes of these bytes. It costs 0.4 us a call; names of models and booleans do without. */
function scalarAt(body: Buffer, start: number, end: number): unknown {
  if (isTextAt(body, start, end, 'true')) return true;
  if (isTextAt(body, start, end, 'false')) return false;
  if (isPlainString(body, start, end)) return body.toString('latin1', start + 1, end - 1);
  return parseJson(body.toString('utf8', start, end));
}

/** Whether these bytes are a string of printable ASCII without escapes, quotes included. */
function isPlainString(body: Buffer, start: number, end: number): boolean {
  if (end - start < 2 || body[start] !== quote || body[end - 1] !== quote) return false;
  for (let at = start + 1; at < end - 1; at += 1) {
    const code = body[at] ?? 0;
    if (code < 0x20 || code > 0x7e || code === quote || code === backslash) return false;
  }
  return true;
}

/** Applies edits, ascending by `start` and not overlapping, with one allocation. */
export function spliceBody(body: Buffer, edits: readonly BodyEdit[]): Buffer {
  let size = body.length;
  for (const { start, end, bytes } of edits) size += bytes.length - (end - start);
  const result = Buffer.allocUnsafe(size);
  let from = 0;
  let to = 0;
  for (const { start, end, bytes } of edits) {
    to += body.copy(result, to, from, start);
    to += bytes.copy(result, to);
    from = end;
  }
  body.copy(result, to, from);
  return result;
}

/** Puts another model name where one stands. `span`: the value with its quotes. */
export function replaceModel(
  span: { readonly start: number; readonly end: number },
  model: string,
): BodyEdit {
  return { start: span.start, end: span.end, bytes: Buffer.from(JSON.stringify(model)) };
}

/** Adds a member (`"name":value`, without a comma) behind an existing one. */
export function insertAfter(member: ScannedMember, text: string): BodyEdit {
  return { start: member.valueEnd, end: member.valueEnd, bytes: Buffer.from(`,${text}`) };
}

/** Takes one member out, with the comma that belongs to it. To take out several use `removeMembers`. */
export function removeMember(body: Buffer, member: ScannedMember): BodyEdit {
  return removal(body, member.keyStart, member.valueEnd);
}

/**
 * Takes members out. Neighbours are taken out as one: each by itself would claim the comma between them, and leave
 * one too many or one too few.
 */
export function removeMembers(body: Buffer, members: readonly ScannedMember[]): BodyEdit[] {
  const edits: BodyEdit[] = [];
  let start = -1;
  let end = -1;
  for (const member of members.toSorted((a, b) => a.keyStart - b.keyStart)) {
    if (start >= 0 && areNeighbours(body, end, member.keyStart)) end = member.valueEnd;
    else {
      if (start >= 0) edits.push(removal(body, start, end));
      start = member.keyStart;
      end = member.valueEnd;
    }
  }
  if (start >= 0) edits.push(removal(body, start, end));
  return edits;
}

const nothing = Buffer.alloc(0);

function removal(body: Buffer, keyStart: number, valueEnd: number): BodyEdit {
  const after = skipSpace(body, valueEnd, 1);
  if (body[after] === comma) return { start: keyStart, end: after + 1, bytes: nothing };
  const before = skipSpace(body, keyStart - 1, -1);
  return { start: body[before] === comma ? before : keyStart, end: valueEnd, bytes: nothing };
}

function areNeighbours(body: Buffer, end: number, keyStart: number): boolean {
  const at = skipSpace(body, end, 1);
  return body[at] === comma && skipSpace(body, at + 1, 1) === keyStart;
}

function skipSpace(body: Buffer, from: number, step: 1 | -1): number {
  let at = from;
  for (;;) {
    const code = body[at];
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at += step;
  }
}
