import { type EventEnds, withEnd } from './event-ends.ts';

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/**
 * Ends of the elements of a JSON array that comes in pieces (Gemini's stream without `alt=sse`). Brackets and commas
 * between elements go with the element after them, the closing bracket is an event of its own. An object that stands
 * outside any array (an error) is one event.
 */
export function createJsonArrayEnds(): EventEnds {
  let depth = 0;
  /** Depth at which an element ends: 1 inside the array, 0 for a bare object. */
  let base = 0;
  let inString = false;
  let escaped = false;

  /** Index after the quote that ends the string, or the text's length. */
  function skipString(text: string, from: number): number {
    let start = from;
    if (escaped) {
      escaped = false;
      start += 1;
    }
    for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', at + 1)) {
      if (isEscaped(text, at, start)) continue;
      inString = false;
      return at + 1;
    }
    escaped = isEscaped(text, text.length, start);
    return text.length;
  }

  return {
    held: 0,
    find(text) {
      let ends: number[] | undefined;
      let at = 0;
      while (at < text.length) {
        if (inString) {
          at = skipString(text, at);
          continue;
        }
        const code = text.charCodeAt(at);
        at += 1;
        if (code === quote) inString = true;
        else if (code === openBrace) depth += 1;
        else if (code === openBracket) {
          if (depth === 0) base = 1;
          depth += 1;
        } else if (code === closeBrace || code === closeBracket) {
          depth = Math.max(0, depth - 1);
          if (depth === base || depth === 0) ends = withEnd(ends, at);
          if (depth === 0) base = 0;
        }
      }
      return ends;
    },
  };
}

/** Whether an odd number of backslashes stands before `at`, none of them before `from`. */
function isEscaped(text: string, at: number, from: number): boolean {
  let before = at;
  while (before > from && text.charCodeAt(before - 1) === backslash) before -= 1;
  return (at - before) % 2 === 1;
}
