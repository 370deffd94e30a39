import type { Answer } from '../../attempts/answer.ts';
import { createEventCutter, type EventCutter } from '../../dialects/event-cutter.ts';
import { payloadOf } from '../../dialects/event-text.ts';
import { type Fields, fieldsOf, parseJson } from '../../dialects/json-value.ts';
import { isNoteworthy, type RecordedResponse, ResponseNotes } from '../response-notes.ts';

/** What a turn's answer is given to. */
export interface FrameSink {
  /** Sends one text frame. False: the client is slow, wait for `drained`. */
  send(text: string): boolean;
  /** A sign of life: the client's own clock must not run out. */
  ping(): void;
  /** The answer is over. `recorded`: what there is to go on from. */
  over(recorded: RecordedResponse | undefined): void;
}

/** An event of a response is whole up to this size: a picture in an answer is some megabytes of base64. */
const mostEventBytes = 32 * 1024 * 1024;

/**
 * The answer of one turn as frames: each event's data is a frame of its own, as OpenAI sends them. What is no stream of
 * events is an error, and leaves as one `error` frame.
 */
export class SocketAnswer implements Answer {
  readonly #sink: FrameSink;
  #status = 0;
  #cutter: EventCutter | undefined;
  #parts: Buffer[] = [];
  /** An event was too large to be sent: what follows it makes no sense without it. */
  #isTorn = false;
  readonly #notes = new ResponseNotes();

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  head(status: number, headers: readonly string[]): void {
    this.#status = status;
    if (status === 200 && isEvents(headers)) this.#cutter = createEventCutter('sse', mostEventBytes);
  }

  flush(): void {
    // There is no head on a socket; what follows is sent when it comes.
  }

  write(bytes: Buffer): boolean {
    if (this.#cutter === undefined) {
      this.#parts.push(bytes);
      return true;
    }
    const batch = this.#cutter.push(bytes);
    if (batch === undefined || this.#isTorn) return true;
    if (batch.partial) {
      this.#isTorn = true;
      return this.#sendError(502, {
        message: 'An event of the answer is too large for a frame.',
        type: 'server_error',
      });
    }
    let room = true;
    let start = 0;
    for (const end of batch.ends) {
      room = this.#event(batch.bytes.toString('utf8', start, end), end - start) && room;
      start = end;
    }
    return room;
  }

  end(bytes?: Buffer): void {
    if (bytes !== undefined) this.write(bytes);
    if (this.#cutter === undefined) {
      const body = fieldsOf(parseJson(Buffer.concat(this.#parts).toString('utf8')));
      this.#sendError(
        this.#status,
        fieldsOf(body?.error) ?? { message: 'The provider sent no stream of events.', type: 'server_error' },
      );
    } else if (!this.#isTorn) {
      const rest = this.#cutter.rest();
      if (rest.length > 0) this.#event(rest.toString('utf8'), rest.length);
    }
    this.#sink.over(this.#isTorn ? undefined : this.#notes.recorded);
  }

  #event(event: string, bytes: number): boolean {
    const data = payloadOf(event);
    if (data === '') {
      // A comment: a sign of life.
      this.#sink.ping();
      return true;
    }
    if (data === '[DONE]') return true;
    if (isNoteworthy(event)) this.#notes.take(event, bytes);
    return this.#sink.send(data);
  }

  #sendError(status: number, error: Fields): boolean {
    return this.#sink.send(JSON.stringify({ type: 'error', status, error }));
  }
}

function isEvents(headers: readonly string[]): boolean {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headers[at]?.toLowerCase() === 'content-type')
      return headers[at + 1]?.startsWith('text/event-stream') === true;
  }
  return false;
}
