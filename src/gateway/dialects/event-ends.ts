/**
 * Finds where events end, in text that comes in pieces cut anywhere. A pure function of the bytes: however the
 * stream is cut, the same events come out.
 */
export interface EventEnds {
  /**
   * Adds to `ends` the index in `text` after each event that is complete with it. An index may be 0 when the
   * event ended with the text before and only now it is certain (`\r` might have been half of `\r\n`).
   */
  find(text: string, ends: number[]): void;
  /** How many of the last characters may still be part of an event's end: they are not let go without the rest. */
  readonly held: number;
}
