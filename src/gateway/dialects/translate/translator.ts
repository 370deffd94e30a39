import type { Usage } from '../../exchange/usage.ts';

/** Events of a provider's stream that came together. */
export interface EventBatch {
  readonly bytes: Buffer;
  /** `bytes` as latin1: an index into the text is an index into the bytes. */
  readonly text: string;
  /** Then the text is what the bytes say. */
  readonly isAscii: boolean;
}

/** Turns the answer of a provider into another form, piece by piece or whole. */
export interface Translator {
  /** Takes the text of one whole event of the provider's stream. `marks`: what the wire says that it is. */
  event(text: string, marks: number): void;
  /**
   * Takes the event of a batch from `start` to `end` if it is like the one before but for its text. Returns the marks
   * of both, which are then the same; 0: it must be given to `event`.
   */
  repeat?(batch: EventBatch, start: number, end: number): number;
  /** The provider's stream has ended well. */
  end(usage: Usage | undefined): void;
  /** Takes a whole answer of the provider. False: it cannot be read as one. */
  whole(body: Buffer, usage: Usage | undefined): boolean;
  /** What the client's stream got since the last time; undefined when that is nothing. */
  take(): Buffer | undefined;
  /** The whole answer for a client that asked for no stream; undefined before the end. */
  body(): Buffer | undefined;
}
