import type { Answer } from '../../attempts/answer.ts';
import { createEventCutter, type EventCutter } from '../../dialects/event-cutter.ts';
import { payloadOf } from '../../dialects/event-text.ts';
import { fieldsOf, parseJson, textOf } from '../../dialects/json-value.ts';

/** What a turn's answer is given to. */
export interface FrameSink {
  /** Sends one text frame. False: the client is slow, wait for `drained`. */
  send(text: string): boolean;
  /** A sign of life: the client's own clock must not run out. */
  ping(): void;
  /** The answer is over. `id` is the response's, when there is one to go on from; `output` its items. */
  over(id: string | undefined, output: readonly unknown[]): void;
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
  #id: string | undefined;
  readonly #output: unknown[] = [];

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
    if (batch === undefined) return true;
    let room = true;
    let start = 0;
    for (const end of batch.ends) {
      room = this.#event(batch.bytes.toString('utf8', start, end)) && room;
      start = end;
    }
    return room;
  }

  end(bytes?: Buffer): void {
    if (bytes !== undefined) this.write(bytes);
    if (this.#cutter === undefined) this.#sendError();
    else {
      const rest = this.#cutter.rest();
      if (rest.length > 0) this.#event(rest.toString('utf8'));
    }
    this.#sink.over(this.#id, this.#output);
  }

  #event(event: string): boolean {
    const data = payloadOf(event);
    if (data === '') {
      // A comment: a sign of life.
      this.#sink.ping();
      return true;
    }
    if (data === '[DONE]') return true;
    if (data.includes('"response.output_item.done"') || data.includes('"response.completed"'))
      this.#note(data);
    return this.#sink.send(data);
  }

  /** Remembers what the next turn goes on from. */
  #note(data: string): void {
    const event = fieldsOf(parseJson(data));
    if (event?.type === 'response.output_item.done' && event.item !== undefined)
      this.#output.push(event.item);
    if (event?.type === 'response.completed') this.#id = textOf(fieldsOf(event.response)?.id);
  }

  #sendError(): void {
    const body = fieldsOf(parseJson(Buffer.concat(this.#parts).toString('utf8')));
    const error = fieldsOf(body?.error) ?? {
      message: 'The provider sent no stream of events.',
      type: 'server_error',
    };
    this.#sink.send(JSON.stringify({ type: 'error', status: this.#status, error }));
  }
}

function isEvents(headers: readonly string[]): boolean {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headers[at]?.toLowerCase() === 'content-type')
      return headers[at + 1]?.startsWith('text/event-stream') === true;
  }
  return false;
}
