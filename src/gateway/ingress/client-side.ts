import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../attempts/answer.ts';
import type { Run } from '../attempts/run.ts';
import type { ErrorAnswer } from '../exchange/errors.ts';

/** What a request came over, and where its answer goes: a response of its own, or a turn on a WebSocket. */
export interface ClientSide {
  readonly headers: IncomingHttpHeaders;
  /** Name, value, name, value, …: what goes upstream is taken from them. */
  readonly rawHeaders: readonly string[];
  /** Tells that the request is not answered. */
  deny(error: ErrorAnswer): void;
  answer(): Answer;
  /** Starts the run and ties it to the client's connection. */
  start(run: Run): void;
}
