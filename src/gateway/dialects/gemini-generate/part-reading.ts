import type { CallBook } from './call-book.ts';
import type { Reading } from './members.ts';

/** What reading the parts of one content shares. */
export interface PartReading extends Reading {
  readonly calls: CallBook;
  /** Number of the content; with the part's number it makes the id of a call that came without. */
  readonly turn: number;
}
