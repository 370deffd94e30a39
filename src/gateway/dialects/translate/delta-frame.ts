import type { Path } from '../codec.ts';
import { payloadObject, stringEnd, valueAt } from '../event-text.ts';
import { type Fields, isFields } from '../json-value.ts';

/** Text as `JSON.stringify` would escape it. What it would write otherwise (`\/`, `\u00e9`) has to be decoded. */
const usualText = /[^"\\\x00-\x1f]*(?:\\["\\bfnrt][^"\\\x00-\x1f]*)*/y;

/** Figures that change from event to event. */
const wholeNumber = /-?(?:0|[1-9]\d*)/y;

/** A value of the event that may be another one in the next. */
interface Hole {
  /** The text itself; otherwise a value that nobody reads. */
  readonly isText: boolean;
  readonly pattern: RegExp;
  /** What follows it, up to the next hole or the end. */
  readonly after: string;
}

/**
 * An event as a frame around its text: another event that has the same frame says the same, but for its text and for
 * what is loose. Found by trial, not by reading: a value is where a mark in its place comes out at the end of its path.
 */
export class DeltaFrame {
  readonly path: Path;
  readonly #before: string;
  readonly #holes: readonly Hole[];
  /** Where the text of the event that matched last stands. */
  textStart = 0;
  textEnd = 0;

  constructor(path: Path, before: string, holes: readonly Hole[]) {
    this.path = path;
    this.#before = before;
    this.#holes = holes;
  }

  /** Whether the event from `start` to `end` has this frame and a text in it that can be copied. */
  matches(text: string, start: number, end: number): boolean {
    // Not `startsWith`: on pieces of a text that takes five times as long (measured).
    let at = start + this.#before.length;
    if (text.slice(start, at) !== this.#before) return false;
    for (const { isText, pattern, after } of this.#holes) {
      pattern.lastIndex = at;
      if (!pattern.test(text)) return false;
      const { lastIndex } = pattern;
      if (isText) {
        if (lastIndex === at) return false;
        this.textStart = at;
        this.textEnd = lastIndex;
      }
      at = lastIndex + after.length;
      if (text.slice(lastIndex, at) !== after) return false;
    }
    return at === end;
  }
}

/** Where a value stands: a string without its quotes, a number. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly isText: boolean;
  readonly isNumber: boolean;
}

/**
 * The frame of an event: its text at `path`, and values that may differ at `loose`. Undefined when the text is not
 * there, or escaped in a way that cannot be copied.
 */
export function findFrame(event: string, path: Path, loose: readonly Path[]): DeltaFrame | undefined {
  const text = spanAt(event, path, true);
  if (text === undefined) return undefined;
  const spans: Span[] = [text];
  for (const way of loose) {
    const span = spanAt(event, way, false);
    if (span !== undefined) spans.push(span);
  }
  spans.sort((one, other) => one.start - other.start);
  const holes = spans.map(({ end, isText, isNumber }, nth): Hole => {
    const pattern = isNumber ? wholeNumber : usualText;
    return { isText, pattern, after: event.slice(end, spans[nth + 1]?.start ?? event.length) };
  });
  return new DeltaFrame(path, event.slice(0, spans[0]?.start), holes);
}

const proof = 'a mark in its place';

/** The value at the path: of all places that look like it, the one where another value comes out at its end. */
function spanAt(event: string, path: Path, isText: boolean): Span | undefined {
  const name = path.findLast((step) => typeof step === 'string');
  if (name === undefined) return undefined;
  const key = `${name}"`;
  for (let at = valueAt(event, key); at >= 0; at = valueAt(event, key, at)) {
    const span = valueSpan(event, at, isText);
    if (span === undefined) continue;
    const { start, end, isNumber } = span;
    const mark = isNumber ? `"${proof}"` : proof;
    const changed = payloadObject(`${event.slice(0, start)}${mark}${event.slice(end)}`);
    if (changed !== undefined && valueIn(changed, path) === proof) return span;
  }
  return undefined;
}

function valueSpan(event: string, at: number, isText: boolean): Span | undefined {
  if (event[at] === '"') {
    const start = at + 1;
    const end = stringEnd(event, start) - 1;
    usualText.lastIndex = start;
    const isUsual = end >= 0 && usualText.test(event) && usualText.lastIndex === end;
    return isUsual ? { start, end, isText, isNumber: false } : undefined;
  }
  if (isText) return undefined;
  wholeNumber.lastIndex = at;
  return wholeNumber.test(event)
    ? { start: at, end: wholeNumber.lastIndex, isText, isNumber: true }
    : undefined;
}

function valueIn(data: Fields, path: Path): unknown {
  let value: unknown = data;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? value[step] : undefined;
    else value = isFields(value) ? value[step] : undefined;
  }
  return value;
}
