/** A member as the backward look finds it; all indexes into the body. */
export interface TailMember {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

const quote = 34;
const comma = 44;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/**
 * Visits the top-level members at the end of an object, from the last one backward, not further than to `lowest`, until
 * `visit` says that it has seen enough. Real agents put `stream` behind 200 KB of messages. Walking backward over valid JSON is unambiguous: seen from inside a string,
 * the next unescaped quote is its opening one. Bytes that are no valid JSON end the walk.
 */
export function visitTail(body: Buffer, lowest: number, visit: (member: TailMember) => boolean): void {
  let at = previous(body, body.length - 1, lowest);
  if (at < 0 || body[at] !== closeBrace) return;
  /** Index after the value that is being walked over. */
  let valueEnd = previous(body, at - 1, lowest) + 1;
  let depth = 0;
  at = valueEnd - 1;
  while (at >= lowest) {
    const code = body[at];
    if (code === quote) {
      at = openingQuote(body, at, lowest);
      if (at < 0) return;
    } else if (code === closeBrace || code === closeBracket) depth += 1;
    else if (code === openBrace || code === openBracket) {
      depth -= 1;
      if (depth < 0) return;
    } else if (depth === 0 && code === colon) {
      const keyLast = previous(body, at - 1, lowest);
      if (keyLast < 0 || body[keyLast] !== quote) return;
      const keyStart = openingQuote(body, keyLast, lowest);
      if (keyStart < 0) return;
      if (visit({ keyStart, keyEnd: keyLast + 1, valueStart: next(body, at + 1), valueEnd })) return;
      at = previous(body, keyStart - 1, lowest);
      if (at < 0 || body[at] !== comma) return;
      valueEnd = previous(body, at - 1, lowest) + 1;
      if (valueEnd <= 0) return;
      at = valueEnd;
    } else if (depth === 0 && code === comma) return;
    at -= 1;
  }
}

/** Index of the quote that opens the string which ends at `at`; -1 when it lies below `lowest`. */
function openingQuote(body: Buffer, at: number, lowest: number): number {
  for (let open = at - 1; open >= lowest; open -= 1) {
    if (body[open] !== quote) continue;
    let before = open;
    while (before > lowest && body[before - 1] === backslash) before -= 1;
    // At the border it is not known whether (more) backslashes stand below it.
    if (before === lowest) return -1;
    if ((open - before) % 2 === 0) return open;
    open = before;
  }
  return -1;
}

/** Index of the last byte at or before `from` that is no white space; -1 below `lowest`. */
function previous(body: Buffer, from: number, lowest: number): number {
  let at = from;
  while (at >= lowest && isSpace(body[at])) at -= 1;
  return at >= lowest ? at : -1;
}

function next(body: Buffer, from: number): number {
  let at = from;
  while (isSpace(body[at])) at += 1;
  return at;
}

function isSpace(code: number | undefined): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
