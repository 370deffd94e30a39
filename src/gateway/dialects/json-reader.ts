/** Deeper nesting than this is refused: no client's tool schema comes near it, and parsers upstream overflow on it. */
export const deepest = 512;

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const quote = 34;
const plus = 43;
const comma = 44;
const minus = 45;
const dot = 46;
const zero = 48;
const nine = 57;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const letterU = 117;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** A loop is faster than native searches (about 0.25 us a call, measured) until a string is longer than this. */
const nearBytes = 256;

const unclosed = 'a string is not closed';

/** Bytes at which a string must be looked at: its end, an escape, a control character (RFC 8259, section 7). */
const stops = new Uint8Array(256);
stops.fill(1, 0, 0x20);
stops[quote] = 1;
stops[backslash] = 1;

const isHex = new Uint8Array(256);
for (const char of '0123456789abcdefABCDEF') isHex[char.charCodeAt(0)] = 1;

const isEscape = new Uint8Array(256);
for (const char of '"\\/bfnrtu') isEscape[char.charCodeAt(0)] = 1;

/** `suspended`: the value goes on beyond the limit that was given. */
export type Skipped = 'ok' | 'failed' | 'suspended';

/**
 * Walks over JSON bytes without decoding them and without recursion. `careful`: strings are checked for control
 * characters and escapes to their end, so that what is accepted is what `JSON.parse` accepts; otherwise only at their
 * start, and the end of a long one is found by native search.
 */
export class JsonReader {
  at = 0;
  /** Why a step failed; `at` says where. */
  detail = '';
  /** Where the last name stood, quotes included. */
  nameStart = 0;
  nameEnd = 0;
  readonly body: Buffer;
  readonly #end: number;
  readonly #careful: boolean;
  /** Per depth. A typed array would cost more to make than a small body to read (measured). */
  readonly #isObject: boolean[] = [];

  constructor(body: Buffer, careful: boolean) {
    this.body = body;
    this.#end = body.length;
    this.#careful = careful;
  }

  fail(detail: string): false {
    if (this.detail === '') this.detail = detail;
    return false;
  }

  /** The next byte that is no white space, not taken; -1 at the end. */
  peek(): number {
    const { body } = this;
    const end = this.#end;
    let at = this.at;
    while (at < end) {
      const code = body[at] ?? 0;
      if (code !== space && code !== lineFeed && code !== carriageReturn && code !== tab) {
        this.at = at;
        return code;
      }
      at += 1;
    }
    this.at = end;
    return -1;
  }

  /** Takes a string, colon included: a member's name. */
  skipName(): boolean {
    if (this.peek() !== quote) return this.#unexpected('a member name');
    this.nameStart = this.at;
    if (!this.#skipString()) return false;
    this.nameEnd = this.at;
    if (this.peek() !== colon) return this.#unexpected('a colon');
    this.at += 1;
    return true;
  }

  /** Takes one value of any kind. Stops as `suspended` once it has passed `limit` inside a container. */
  skipValue(limit: number): Skipped {
    const kinds = this.#isObject;
    let depth = 0;
    for (;;) {
      const code = this.peek();
      let open = false;
      if (code === quote) {
        if (!this.#skipString()) return 'failed';
      } else if (code === openBrace || code === openBracket) {
        if (depth >= deepest - 1) {
          this.fail(`it is nested deeper than ${deepest} levels`);
          return 'failed';
        }
        kinds[depth] = code === openBrace;
        depth += 1;
        this.at += 1;
        const next = this.peek();
        if (next === (code === openBrace ? closeBrace : closeBracket)) {
          this.at += 1;
          depth -= 1;
        } else {
          if (code === openBrace && !this.skipName()) return 'failed';
          open = true;
        }
      } else if (!this.#skipScalar(code)) return 'failed';
      if (open) continue;
      const more = this.#afterValue(depth);
      if (more < 0) return 'failed';
      depth = more;
      if (depth === 0) return 'ok';
      if (this.at > limit) return 'suspended';
    }
  }

  /** Closes containers and takes the comma before the next value. The depth that is left; -1 on failure. */
  #afterValue(from: number): number {
    const kinds = this.#isObject;
    let depth = from;
    while (depth > 0) {
      const code = this.peek();
      const isObject = kinds[depth - 1] === true;
      if (code === comma) {
        this.at += 1;
        if (isObject && !this.skipName()) return -1;
        return depth;
      }
      if (code !== (isObject ? closeBrace : closeBracket)) {
        this.#unexpected(isObject ? 'a comma or a closing brace' : 'a comma or a closing bracket');
        return -1;
      }
      this.at += 1;
      depth -= 1;
    }
    return 0;
  }

  /** Takes a string. One loop for both kinds of care: its plain bytes are most of any body. */
  #skipString(): boolean {
    const { body } = this;
    const end = this.#end;
    let at = this.at + 1;
    const near = this.#careful ? end : Math.min(end, at + nearBytes);
    for (;;) {
      at = skipPlain(body, at, near);
      if (at >= near) break;
      const code = body[at];
      if (code === quote) {
        this.at = at + 1;
        return true;
      }
      if (code === backslash && isEscape[body[at + 1] ?? 0] === 1) {
        at += 2;
        if (this.#careful && body[at - 1] === letterU) {
          if (!isHexQuad(body, at)) return this.#failAt(at, 'an escape in a string is not valid');
          at += 4;
        }
      } else return this.#failInString(at);
    }
    return near < end ? this.#skipLongString(at) : this.#failAt(end, unclosed);
  }

  /** Finds the end of a long string by native search; what is in it is not looked at. */
  #skipLongString(from: number): boolean {
    const { body } = this;
    let at = from;
    for (;;) {
      const found = body.indexOf(quote, at);
      if (found < 0) return this.#failAt(this.#end, unclosed);
      let before = found;
      while (before > at && body[before - 1] === backslash) before -= 1;
      at = found + 1;
      if ((found - before) % 2 === 1) continue;
      this.at = at;
      return true;
    }
  }

  #failInString(at: number): false {
    const code = this.body[at] ?? 0;
    if (code !== backslash) {
      const shown = code.toString(16).padStart(2, '0');
      return this.#failAt(at, `a string holds a raw control character (0x${shown})`);
    }
    return this.#failAt(at, at + 1 < this.#end ? 'an escape in a string is not valid' : unclosed);
  }

  #skipScalar(code: number): boolean {
    if (code === minus || (code >= zero && code <= nine)) return this.#skipNumber();
    const word = code === 116 ? 'true' : code === 102 ? 'false' : code === 110 ? 'null' : '';
    if (word === '') return this.#unexpected('a value');
    for (let i = 1; i < word.length; i += 1) {
      if (this.body[this.at + i] !== word.charCodeAt(i))
        return this.#failAt(this.at, 'a literal is not valid');
    }
    this.at += word.length;
    return true;
  }

  #skipNumber(): boolean {
    const start = this.at;
    const { body } = this;
    let at = start;
    if (body[at] === minus) at += 1;
    if (body[at] === zero) at += 1;
    else {
      const digits = this.#digits(at);
      if (digits === at) return this.#failAt(at, 'a number is not valid');
      at = digits;
    }
    if (body[at] === dot) {
      const digits = this.#digits(at + 1);
      if (digits === at + 1) return this.#failAt(at, 'a number is not valid');
      at = digits;
    }
    if (((body[at] ?? 0) | 32) === 101) {
      const sign = body[at + 1];
      const from = sign === plus || sign === minus ? at + 2 : at + 1;
      const digits = this.#digits(from);
      if (digits === from) return this.#failAt(at, 'a number is not valid');
      at = digits;
    }
    this.at = at;
    return true;
  }

  #digits(from: number): number {
    let at = from;
    for (;;) {
      const code = this.body[at] ?? 0;
      if (code < zero || code > nine) return at;
      at += 1;
    }
  }

  #unexpected(wanted: string): false {
    const code = this.body[this.at];
    if (code === undefined) return this.fail(`it ends where ${wanted} should be`);
    const shown =
      code > space && code < 127
        ? `"${String.fromCharCode(code)}"`
        : `0x${code.toString(16).padStart(2, '0')}`;
    return this.fail(`${shown} stands where ${wanted} should be`);
  }

  #failAt(at: number, detail: string): false {
    this.at = at;
    return this.fail(detail);
  }
}

/** Index of the first byte at or after `from` that a string must be looked at for; `end` without one. */
function skipPlain(body: Buffer, from: number, end: number): number {
  let at = from;
  // Four at a time: 1.5 times as fast over long text, which is where the time goes (measured).
  for (const last = end - 4; at < last; at += 4) {
    const any =
      (stops[body[at] ?? 0] ?? 0) |
      (stops[body[at + 1] ?? 0] ?? 0) |
      (stops[body[at + 2] ?? 0] ?? 0) |
      (stops[body[at + 3] ?? 0] ?? 0);
    if (any !== 0) break;
  }
  while (at < end && stops[body[at] ?? 0] === 0) at += 1;
  return at;
}

function isHexQuad(body: Buffer, at: number): boolean {
  for (let i = at; i < at + 4; i += 1) if (isHex[body[i] ?? 0] !== 1) return false;
  return true;
}
