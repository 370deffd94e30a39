import { isUtf8 } from 'node:buffer';
import type { Conversation, Part } from './conversation.ts';

/*
 * Byte text: UTF-8 with one character per byte, as `latin1` reads it. Between two bodies a text outside ASCII is not
 * understood, only carried, and what is read as bytes and written as bytes arrives as it was. V8 keeps such text in
 * half the memory, and a request of 200 KB is read, parsed and written in two thirds of the time (docs/performance.md).
 *
 * It goes wrong where text is not carried but understood: an escape of a character outside ASCII makes one character of
 * it where there must be several, base64 packs the wrong bytes, places in a text are counted in other units. Such
 * requests are found before (`byteText`, `isCarried`) or, where something was cut in the middle of a character,
 * afterwards (`bytesOfText`), and are then read as real text.
 */

/** Undefined when its texts cannot be carried as bytes. */
export function byteText(body: Buffer): string | undefined {
  return isUtf8(body) && !hasEscapesOutsideAscii(body) ? body.toString('latin1') : undefined;
}

/** The bytes of byte text; undefined when it is none, or not any more. */
export function bytesOfText(text: string): Buffer | undefined {
  if (/[^\0-\xff]/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes : undefined;
}

/** Byte text as what it means; any other text, and all that is no text, as it is. A JSON value is read throughout. */
export function readable(value: unknown): unknown {
  if (typeof value === 'string') return readableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(readable);
  const read: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) define(read, readableText(key), readable(member));
  return read;
}

export function readableText(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  return bytesOfText(text)?.toString('utf8') ?? text;
}

/** Whether the conversation consists of nothing but what writers carry over as it is. */
export function isCarried({ turns }: Conversation): boolean {
  return turns.every(({ parts }) => parts.every(isCarriedPart));
}

function isCarriedPart(part: Part): boolean {
  switch (part.kind) {
    case 'text':
      return part.citations === undefined && hasPlainEdges(part.text) && hasPlainState(part.opaque);
    case 'tool-call':
    case 'reasoning':
      return hasPlainState(part.opaque);
    case 'tool-result':
      return part.content.every(isCarriedPart);
    default:
      return false;
  }
}

/** Writers may cut white space off the ends of a text, and as bytes it looks otherwise. */
function hasPlainEdges(text: string): boolean {
  if (isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1))) return true;
  const trimmed = text.trim();
  return !startsWide.test(trimmed.slice(0, 3)) && !endsWide.test(trimmed.slice(-3));
}

function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** The bytes of what `trim` takes for white space outside ASCII, U+00A0 also without its second one: that is trimmed. */
const wideSpace =
  '\\xc2\\xa0?|\\xe1\\x9a\\x80|\\xe2\\x80[\\x80-\\x8a\\xa8\\xa9\\xaf]|\\xe2\\x81\\x9f|\\xe3\\x80\\x80|\\xef\\xbb\\xbf';
const startsWide = new RegExp(`^(?:${wideSpace})`);
const endsWide = new RegExp(`(?:${wideSpace})$`);

/** State may have been unpacked, which makes real text of what was in it. */
function hasPlainState(opaque: { readonly data: string } | undefined): boolean {
  return opaque === undefined || !/[^\0-\x7f]/.test(opaque.data);
}

const escapeStart = Buffer.from('\\u');
const zero = 0x30;

/** Also one inside a text inside a text: `\\u` begins with a backslash, too. And a backslash written as an escape. */
function hasEscapesOutsideAscii(body: Buffer): boolean {
  for (let at = body.indexOf(escapeStart); at >= 0; at = body.indexOf(escapeStart, at + 2)) {
    const isControl =
      body[at + 2] === zero && body[at + 3] === zero && (body[at + 4] === zero || body[at + 4] === zero + 1);
    if (!isControl) return true;
  }
  return false;
}

/** Like `JSON.parse`, which makes a member of `__proto__`. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
