import type { Dialect, Operation } from '../exchange/dialect.ts';
import type { ErrorAnswer } from '../exchange/errors.ts';
import type { UpstreamError } from '../exchange/failure.ts';
import type { Quirks } from '../exchange/provider.ts';
import type { ToldUsage } from '../exchange/usage.ts';
import type { ModelPlace } from './answering-model.ts';

/** What one event of a stream is, as bits; one event may be several things. */
export const mark = {
  /** Real output: text, reasoning, a tool call, an item. After it an answer is committed. */
  output: 1,
  /** The stream is complete with this event. */
  terminal: 2,
  /** Holds token figures; give it to the usage reader. */
  usage: 4,
  /** The upstream reports a failure inside the stream. */
  failure: 8,
  /** A finish reason was given: complete if the stream ends now, though more may come (chat: usage, `[DONE]`). */
  finish: 16,
  /** Anthropic's `message_start` and the like: the stream has begun in the client's eyes. */
  start: 32,
  /** Carries figures and nothing else: dropped when the client did not ask for them (chat: `choices: []`). */
  usageOnly: 64,
} as const;

/** Collects token figures of one stream: keeps numbers, no events. */
export interface UsageReader {
  /**
   * An event that `classify` marked as `usage`: its latin1 text, or of one that came in pieces the last piece (figures
   * stand at the end of a closing event).
   */
  take(event: string): void;
  /**
   * The figures so far, in disjoint buckets; undefined when none came. `estimated`: the output is a placeholder,
   * because the stream broke off before the provider told it (Messages).
   */
  read(): ToldUsage | undefined;
}

/** How the stream of a dialect is cut into events. */
export type Framing = 'sse' | 'json-array';

/**
 * The face of one wire format for the relay: what its events mean and how it speaks of errors. Pure; events are
 * latin1 strings, so that an index into the string is an index into the bytes and cutting never splits a character.
 */
export interface Wire {
  readonly dialect: Dialect;
  /** Framing of an answer with this content-type; undefined: not a stream, one JSON (or other) body. */
  framing(contentType: string): Framing | undefined;
  /**
   * Path with query to ask a provider at, as its API documents it (`/v1/messages`, `/v1beta/models/x:generateContent`);
   * `query` is the client's own, without the `?` and without keys.
   */
  path(ask: { operation: Operation; model: string; stream: boolean; action?: string; query: string }): string;
  /**
   * Bits of `mark` for one whole event (with its blank line). Must be cheap: it is called for every event. Of an event
   * that comes in pieces the first piece is classified, and its bits hold once the event is complete.
   */
  classify(event: string): number;
  createUsageReader(quirks: Quirks): UsageReader;
  /** Figures of a complete JSON answer; undefined when it has none. Never throws. */
  usageOfAnswer(body: Buffer, quirks: Quirks): ToldUsage | undefined;
  /** What to send after 15 s of silence, between events; undefined: send nothing. `started`: a `start` event went out. */
  keepAlive(started: boolean): Buffer | undefined;
  /** Bytes that end a committed stream after a failure, in the dialect's own way; may be empty (Gemini). */
  brokenStream(error: ErrorAnswer, started: boolean): Buffer;
  /** Body of an error answer in the dialect's shape. */
  errorBody(error: ErrorAnswer): Buffer;
  /** Reads an upstream's error body, or the error event of a stream. Never throws; `{}` when it is not understood. */
  readError(body: Buffer | string): UpstreamError;
  /** Where an event of a stream names the model that answers: a key, and the member that holds it if one does. */
  readonly modelPlace: ModelPlace;
  /** The model that the answer says it is from, if it says so. */
  modelOfAnswer(body: Buffer): string | undefined;
}
