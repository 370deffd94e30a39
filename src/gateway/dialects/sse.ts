import { type EventEnds, withEnd } from './event-ends.ts';

const lineFeed = 10;
const carriageReturn = 13;
/** A UTF-8 byte order mark, as latin1 text. */
const byteOrderMark = '\xef\xbb\xbf';
/** The longest beginning of an end that may stand at the end of a piece: `\r\n\r`. */
const longestCarry = 3;

type Ends = number[] | undefined;

/**
 * Ends of server-sent events: two line ends in a row, each `\n`, `\r\n` or `\r` (the HTML standard, "Parsing an
 * event stream"). A byte order mark at the start is an event of its own, so that the next begins with its field name.
 */
export function createSseEnds(): EventEnds {
  /** What of the text before may be part of an end; it was given out already as not ended. */
  let carry = '';
  let atStart = true;

  /** Index after a byte order mark, 0 without one. Undefined: too little has come to tell. */
  function afterMark(text: string): number | undefined {
    if (text.startsWith(byteOrderMark)) return byteOrderMark.length;
    return byteOrderMark.startsWith(text) ? undefined : 0;
  }

  return {
    get held() {
      return carry.length;
    },
    find(piece) {
      const offset = carry.length;
      const text = offset === 0 ? piece : carry + piece;
      let from = 0;
      if (atStart) {
        const start = afterMark(text);
        if (start === undefined) {
          carry = text;
          return undefined;
        }
        atStart = false;
        from = start;
      }
      // Nearly every stream has plain line feeds: then two native searches are all the work.
      const mark = from === 0 ? undefined : [from - offset];
      const ends = text.includes('\r')
        ? mixedEnds(text, from, offset, mark)
        : plainEnds(text, from, offset, mark);
      const rest = (ends?.at(-1) ?? -offset) + offset;
      carry = rest === text.length ? '' : lineEndsAtTail(text, rest);
      return ends;
    },
  };
}

/** `before` with the ends at or after `from`; the same for `mixedEnds`. */
function plainEnds(text: string, from: number, offset: number, before: Ends): Ends {
  let ends = before;
  let start = from;
  for (let at = text.indexOf('\n\n', start); at >= 0; at = text.indexOf('\n\n', start)) {
    start = at + 2;
    ends = withEnd(ends, start - offset);
  }
  return ends;
}

function mixedEnds(text: string, from: number, offset: number, before: Ends): Ends {
  let ends = before;
  let at = from;
  let feed = text.indexOf('\n', at);
  let ret = text.indexOf('\r', at);
  for (;;) {
    if (feed >= 0 && feed < at) feed = text.indexOf('\n', at);
    if (ret >= 0 && ret < at) ret = text.indexOf('\r', at);
    if (feed < 0 && ret < 0) return ends;
    const first = ret < 0 || (feed >= 0 && feed < ret) ? feed : ret;
    const second = first === ret && feed === ret + 1 ? feed + 1 : first + 1;
    const code = text.charCodeAt(second);
    let start: number;
    if (code === lineFeed) start = second + 1;
    else if (code === carriageReturn) {
      // The last character: a line feed may follow that belongs to it.
      if (second + 1 === text.length) return ends;
      start = text.charCodeAt(second + 1) === lineFeed ? second + 2 : second + 1;
    } else {
      at = second;
      continue;
    }
    ends = withEnd(ends, start - offset);
    at = start;
  }
}

/** The line ends at the end of `text`, of what follows `from`. */
function lineEndsAtTail(text: string, from: number): string {
  const lowest = Math.max(from, text.length - longestCarry);
  let at = text.length;
  while (at > lowest) {
    const code = text.charCodeAt(at - 1);
    if (code !== lineFeed && code !== carriageReturn) break;
    at -= 1;
  }
  return at === text.length ? '' : text.slice(at);
}
