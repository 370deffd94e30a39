import { type Fields, fieldsOf, parseJson } from './json-value.ts';

/**
 * Probes into the text of one event without parsing it. What makes them right: inside a JSON string every quote is
 * escaped, so a key with its quotes and a colon behind it can only be a key, never a word of somebody's text.
 */

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const quote = 34;
const colon = 58;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;
const backslash = 92;

/** Index after `data:` of the first data line; -1 when there is none. */
export function dataAt(event: string): number {
  if (event.startsWith('data:')) return 5;
  for (let at = event.indexOf('data:', 1); at > 0; at = event.indexOf('data:', at + 5)) {
    if (isLineEnd(event.charCodeAt(at - 1))) return at + 5;
  }
  return -1;
}

/** Value of the `event:` line; empty when there is none. */
export function eventName(event: string): string {
  let at = 6;
  if (!event.startsWith('event:')) {
    const found = event.indexOf('\nevent:');
    if (found < 0) return '';
    at = found + 7;
  }
  if (event.charCodeAt(at) === space) at += 1;
  let end = at;
  while (end < event.length && !isLineEnd(event.charCodeAt(end))) end += 1;
  return event.slice(at, end);
}

/** Whether the data is `[DONE]`. `data`: from `dataAt`. */
export function isDone(event: string, data: number): boolean {
  const at = event.charCodeAt(data) === space ? data + 1 : data;
  return event.charCodeAt(at) === openBracket && event.startsWith('[DONE]', at);
}

/**
 * Index of the value of the first `key` at or after `from`, at any depth; -1 without one. `key` is a name with its
 * closing quote: quotes are everywhere in JSON, and a search that begins with one takes four times as long (measured).
 */
export function valueAt(text: string, key: string, from = 0): number {
  for (let at = text.indexOf(key, from); at >= 0; at = text.indexOf(key, at + key.length)) {
    const value = valueBehind(text, at, key.length);
    if (value >= 0) return value;
  }
  return -1;
}

/** The same for the last one whose value begins with a brace. */
export function lastObjectAt(text: string, key: string): number {
  for (let at = text.lastIndexOf(key); at > 0; at = text.lastIndexOf(key, at - 1)) {
    const value = valueBehind(text, at, key.length);
    if (value >= 0 && text.charCodeAt(value) === openBrace) return value;
  }
  return -1;
}

/** Whether any `key` at or after `from` has a value other than null. */
export function hasValue(text: string, key: string, from: number): boolean {
  for (let at = valueAt(text, key, from); at >= 0; at = valueAt(text, key, at)) {
    if (!text.startsWith('null', at)) return true;
  }
  return false;
}

/** Whether the value at `at` (from `valueAt`) is a string that is not empty. */
export function isFilledString(text: string, at: number): boolean {
  return at >= 0 && text.charCodeAt(at) === quote && text.charCodeAt(at + 1) !== quote;
}

/** Whether the value at `at` is a list that is not empty. */
export function isFilledList(text: string, at: number): boolean {
  if (at < 0 || text.charCodeAt(at) !== openBracket) return false;
  return text.charCodeAt(skipSpace(text, at + 1)) !== closeBracket;
}

/** The string at `at` as it stands there, escapes and all; undefined when the value is no string. */
export function rawStringAt(text: string, at: number): string | undefined {
  if (at < 0 || text.charCodeAt(at) !== quote) return undefined;
  const end = stringEnd(text, at + 1);
  return end < 0 ? undefined : text.slice(at + 1, end - 1);
}

/** The object that begins at `start`, parsed; undefined when it does not end in this text. */
export function objectAt(text: string, start: number): Fields | undefined {
  if (start < 0) return undefined;
  const end = objectEnd(text, start);
  return end < 0 ? undefined : fieldsOf(parseJson(text.slice(start, end)));
}

/**
 * The JSON text of an event: its data lines joined, or everything when it has no data line but looks like JSON (an
 * element of an array, Vertex's error object outside the framing). Empty for comments.
 */
export function payloadOf(event: string): string {
  const at = dataAt(event);
  if (at < 0) {
    const start = event.search(/[^\s,[]/);
    return event[start] === '{' ? event.slice(start, event.lastIndexOf('}') + 1) : '';
  }
  // Nearly always there is one data line and nothing after it.
  const end = lineEnd(event, at);
  if (event.indexOf('data:', end) < 0) return event.slice(at, end).trim();
  const lines: string[] = [];
  for (const line of event.split(/\r\n|\n|\r/)) if (line.startsWith('data:')) lines.push(line.slice(5));
  return lines.join('\n').trim();
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const line = feed < 0 ? text.length : feed;
  const ret = text.indexOf('\r', from);
  return ret < 0 || ret > line ? line : ret;
}

/** The object in an event's data; undefined when there is none. A list counts as its first element. */
export function payloadObject(event: string): Fields | undefined {
  const payload = payloadOf(event);
  // Comments and `[DONE]` are no JSON, and V8 needs four times as long to say so as to parse an event.
  const code = payload.charCodeAt(0);
  if (code !== openBrace && (code !== openBracket || payload === '[DONE]')) return undefined;
  const value = parseJson(payload);
  return fieldsOf(Array.isArray(value) ? value[0] : value);
}

function valueBehind(text: string, at: number, length: number): number {
  // An escaped quote before the name: it is the end of somebody's text.
  if (text.charCodeAt(at - 1) !== quote || text.charCodeAt(at - 2) === backslash) return -1;
  const behind = skipSpace(text, at + length);
  return text.charCodeAt(behind) === colon ? skipSpace(text, behind + 1) : -1;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== space && code !== lineFeed && code !== carriageReturn && code !== 9) return at;
    at += 1;
  }
}

function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

/** Index after the closing quote of a string; `from` is behind the opening one. -1 when it does not end here. */
export function stringEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (before > from && text.charCodeAt(before - 1) === backslash) before -= 1;
    if ((at - before) % 2 === 0) return at + 1;
  }
  return -1;
}

function objectEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    at += 1;
    if (code === quote) {
      at = stringEnd(text, at);
      if (at < 0) return -1;
    } else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
