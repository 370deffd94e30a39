/**
 * Finds where events end, in text that comes in pieces cut anywhere. A pure function of the bytes: however the
 * stream is cut, the same events come out.
 */
export interface EventEnds {
  /**
   * The index in `text` after each event that is complete with it, ascending; undefined when none is. An index may be
   * 0 when the event ended with the text before and only now it is certain (`\r` might have been half of `\r\n`).
   */
  find(text: string): number[] | undefined;
  /** How many of the last characters may still be part of an event's end: they are not let go without the rest. */
  readonly held: number;
}

/**
 * The list with one more end. The first one makes it: providers mostly send one event at a time, and a list that is
 * begun by pushing has room for 17 (a third of what an event allocated here).
 */
export function withEnd(ends: number[] | undefined, end: number): number[] {
  if (ends === undefined) return [end];
  ends.push(end);
  return ends;
}
