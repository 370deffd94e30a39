import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { isRecord, type JsonRecord } from './json-value.ts';

/** An event before it is written: its `event:` line, if any, and its data. */
export interface LooseEvent {
  readonly name: string;
  readonly data: JsonRecord;
}

/** A number in [0, 1). */
export type Chance = () => number;

/** Numbers that are the same for the same seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Members whose strings are what a model says, wherever they stand in an event. */
const said: ReadonlySet<string> = new Set([
  'content',
  'reasoning_content',
  'reasoning',
  'refusal',
  'arguments',
  'text',
  'thinking',
  'partial_json',
  'delta',
]);

const pieces = [
  'word ',
  'a longer piece of text that is cut from what it stands in, ',
  '"quoted"',
  'C:\\path\\',
  'line\nline\r\n',
  '\ttab',
  '/slash/',
  'é',
  '設定',
  '🙂',
  '\u2028',
  '\u007f',
  '\u0001',
  '</script>',
  '{"a":1}',
  '\\u0041',
  'data: x',
  '\n\n',
  'event: y',
  ':""',
  '"finish_reason":"stop"',
  '\ud83d',
  '\ude42',
  '}',
  ' ',
] as const;

/** How a stream's JSON is written. */
interface Style {
  readonly space: string;
  readonly escapesAll: boolean;
  readonly escapesSlash: boolean;
  readonly lineEnd: string;
  /** Gemini without events: the elements of one list. */
  readonly asArray: boolean;
  /** Nothing but the spelling differs from what it is made of. */
  readonly keepsTexts: boolean;
  /** How often an event is out of the ordinary. */
  readonly oddness: number;
}

/**
 * A stream made of a recorded or written one: each event with text comes several times, with other texts, now and then
 * with members in another order, further members, another spelling of its escapes, broken bytes; other events stand in
 * between. Not every such stream makes sense; no relay may care.
 */
export function oddStream(
  dialect: Dialect,
  events: readonly LooseEvent[],
  chance: Chance,
  asArray = false,
): Buffer {
  const style: Style = {
    space: chance() < 0.3 ? ' ' : '',
    escapesAll: chance() < 0.15,
    escapesSlash: chance() < 0.1,
    asArray,
    keepsTexts: chance() < 0.3,
    lineEnd: chance() < 0.2 ? '\r\n' : '\n',
    oddness: chance() < 0.4 ? 0 : chance() * 0.4,
  };
  const parts: Buffer[] = asArray ? [Buffer.from('[')] : [];
  for (const event of events) {
    const times = !style.keepsTexts && textsIn(event.data) > 0 ? 1 + Math.floor(chance() * 5) : 1;
    for (let time = 0; time < times; time += 1) {
      if (asArray && parts.length > 1) parts.push(Buffer.from(',\r\n'));
      parts.push(written(style.keepsTexts ? event : withTexts(event, chance), style, chance));
      if (!asArray && chance() < style.oddness / 2) parts.push(Buffer.from(noise(style, chance)));
    }
    if (chance() < style.oddness / 20) return Buffer.concat(parts);
  }
  if (asArray) parts.push(Buffer.from(']'));
  if (dialect === 'openai-chat') parts.push(Buffer.from(`data: [DONE]${style.lineEnd.repeat(2)}`));
  return Buffer.concat(parts);
}

/** Cuts bytes at any places. */
export function cutAnywhere(bytes: Buffer, chance: Chance): Buffer[] {
  const most = [3, 40, 400, 4000, 100_000][Math.floor(chance() * 5)] ?? 1;
  const cut: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + Math.floor(chance() * most);
    cut.push(bytes.subarray(at, end));
    at = end;
  }
  return cut;
}

function textsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textsIn(each), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, each]) => sum + (isSaid(name, each) ? 1 : textsIn(each)),
    0,
  );
}

function isSaid(name: string, value: unknown): value is string {
  return said.has(name) && typeof value === 'string' && value !== '';
}

function withTexts(event: LooseEvent, chance: Chance): LooseEvent {
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        isSaid(name, each) ? words(chance) : replaced(each),
      ]),
    );
  };
  const data = replaced(event.data);
  return { name: event.name, data: isRecord(data) ? data : event.data };
}

function words(chance: Chance): string {
  if (chance() < 0.05) return '';
  // Mostly plain, or nothing would ever be regular.
  const choice = chance() < 0.7 ? 2 : pieces.length;
  return Array.from(
    { length: 1 + Math.floor(chance() * 3) },
    () => pieces[Math.floor(chance() * choice)] ?? '',
  ).join('');
}

function written(event: LooseEvent, style: Style, chance: Chance): Buffer {
  const isOdd = chance() < style.oddness;
  const data = isOdd ? changed(event.data, chance) : counted(event.data, chance);
  const escapesAll = style.escapesAll !== chance() < style.oddness / 10;
  let json = jsonOf(data, { ...style, escapesAll });
  if (style.asArray) return Buffer.from(json);
  const end = style.lineEnd;
  if (isOdd && chance() < 0.1) json = json.replace(/[,:] ?(?=["{[])/, (found) => `${found}${end}data:`);
  const named = event.name !== '' && !(isOdd && chance() < 0.1) ? `event: ${event.name}${end}` : '';
  const mark = isOdd && chance() < 0.1 ? 'data:' : 'data: ';
  const id = isOdd && chance() < 0.1 ? `id: 7${end}` : '';
  const bytes = Buffer.from(`${named}${id}${mark}${json}${end}${end}`);
  if (isOdd && chance() < 0.1) bytes[Math.floor(bytes.length * chance())] = chance() < 0.5 ? 0xff : 0xa9;
  return bytes;
}

/** Providers count their events, or pad them. */
function counted(data: JsonRecord, chance: Chance): JsonRecord {
  const more: Record<string, unknown> = { ...data };
  if ('sequence_number' in more) more.sequence_number = Math.floor(chance() * 1000);
  if ('obfuscation' in more) more.obfuscation = 'x'.repeat(Math.floor(chance() * 12));
  if (isRecord(more.usageMetadata))
    more.usageMetadata = { ...more.usageMetadata, candidatesTokenCount: Math.floor(chance() * 500) };
  return more;
}

const extras: readonly (readonly [string, unknown])[] = [
  ['id', 'another'],
  ['index', 1],
  ['logprobs', { content: [{ token: 'x', logprob: -1 }] }],
  ['obfuscation', 'abc'],
  ['sequence_number', 7],
  ['item_id', 'item_other'],
  ['output_index', 0],
  ['usage', { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }],
  ['finish_reason', null],
  ['content', 'twice'],
  ['text', 'twice'],
  ['thought', true],
  ['role', 'assistant'],
  ['annotations', []],
  ['extra_content', { google: { thought_signature: 'AAAA' } }],
  ['reasoning_content', null],
  ['refusal', ''],
  ['x', { text: 'deep', content: 'deep', delta: 'deep' }],
];

/** The data with its members in another order, or with one that was not there. */
function changed(data: JsonRecord, chance: Chance): JsonRecord {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isRecord(value)) return value;
    const entries: (readonly [string, unknown])[] = Object.entries(value).map(([name, each]) => [
      name,
      walk(each),
    ]);
    const extra = extras[Math.floor(chance() * extras.length)];
    if (extra !== undefined && chance() < 0.2)
      entries.splice(Math.floor(chance() * entries.length), 0, extra);
    if (chance() < 0.1) entries.reverse();
    return Object.fromEntries(entries);
  };
  const result = walk(data);
  return isRecord(result) ? result : data;
}

function jsonOf(value: unknown, style: Style): string {
  const { space } = style;
  if (typeof value === 'string') return stringOf(value, style);
  if (Array.isArray(value)) return `[${value.map((each) => jsonOf(each, style)).join(`,${space}`)}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).map(
    ([name, each]) => `${stringOf(name, style)}:${space}${jsonOf(each, style)}`,
  );
  return `{${members.join(`,${space}`)}}`;
}

function stringOf(text: string, { escapesAll, escapesSlash }: Style): string {
  let json = JSON.stringify(text);
  if (escapesAll)
    json = json.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return escapesSlash ? json.replaceAll('/', '\\/') : json;
}

function noise({ lineEnd }: Style, chance: Chance): string {
  const lines = [
    ': comment',
    'event: ping\ndata: {"type": "ping"}',
    'data: {"type":"ping"}',
    'event: unheard_of\ndata: {"type":"unheard_of","delta":"x","text":"y"}',
    'data: {broken',
    'data:',
    'data: [1,2]',
    'data: null',
    'id: 4',
    'retry: 100',
    'data: {"choices":[]}',
  ];
  return `${(lines[Math.floor(chance() * lines.length)] ?? '').replaceAll('\n', lineEnd)}${lineEnd}${lineEnd}`;
}
