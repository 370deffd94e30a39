import type { Answer } from '../attempts/answer.ts';
import { createEventCutter, type EventCutter } from '../dialects/event-cutter.ts';
import { payloadObject } from '../dialects/event-text.ts';
import { type Fields, fieldsOf, listOf, parseJson, textOf } from '../dialects/json-value.ts';

/** A response that went to the client, as far as a later request may refer to it. */
export interface RecordedResponse {
  readonly id: string;
  readonly output: readonly unknown[];
  readonly response: Fields;
  /** Of its output, as JSON. */
  readonly bytes: number;
}

/** More is passed on, but not kept. */
const mostBytes = 16 * 1024 * 1024;

const itemDone = 'response.output_item.done"';

/** Latin1 is enough to see what an event is; its words are read as what they are. */
function isOfInterest(latin1: string): boolean {
  return (
    latin1.includes(itemDone) ||
    latin1.includes('response.completed"') ||
    latin1.includes('response.incomplete"')
  );
}

/** Passes a Responses answer on and notes its id and output on the way. */
export class ResponseRecorder implements Answer {
  readonly #answer: Answer;
  #cutter: EventCutter | undefined;
  #whole: Buffer[] | undefined;
  #bytes = 0;
  readonly #output: unknown[] = [];
  #response: Fields | undefined;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  /** Undefined until a response has been completed, and for one that was too large. */
  get recorded(): RecordedResponse | undefined {
    const response = this.#response ?? this.#readWhole();
    const id = textOf(response?.id);
    if (response === undefined || id === undefined || this.#bytes > mostBytes) return undefined;
    // Some servers leave the output of the closing event empty; its items came before.
    const told = listOf(response.output);
    return { id, output: told.length > 0 ? told : this.#output, response, bytes: this.#bytes };
  }

  head(status: number, headers: string[]): void {
    if (status === 200) {
      const type = headers.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type');
      const value = type < 0 ? '' : (headers[type + 1] ?? '');
      if (value.startsWith('text/event-stream')) this.#cutter = createEventCutter('sse', mostBytes);
      else if (value.startsWith('application/json')) this.#whole = [];
    }
    this.#answer.head(status, headers);
  }

  flush(): void {
    this.#answer.flush();
  }

  write(bytes: Buffer): boolean {
    this.#note(bytes);
    return this.#answer.write(bytes);
  }

  end(bytes?: Buffer): void {
    if (bytes !== undefined) this.#note(bytes);
    this.#answer.end(bytes);
  }

  #note(bytes: Buffer): void {
    if (this.#bytes > mostBytes) return;
    if (this.#whole !== undefined) {
      this.#bytes += bytes.length;
      this.#whole.push(bytes);
    }
    const batch = this.#cutter?.push(bytes);
    // Nearly always deltas only: one look at all of them together.
    if (batch === undefined || !isOfInterest(batch.text)) return;
    let start = 0;
    for (const end of batch.ends) {
      if (isOfInterest(batch.text.slice(start, end))) this.#event(batch.bytes.subarray(start, end));
      start = end;
    }
  }

  #event(bytes: Buffer): void {
    const isItem = bytes.includes(itemDone);
    const event = payloadObject(bytes.toString('utf8'));
    if (isItem && event?.item !== undefined) {
      this.#bytes += bytes.length;
      this.#output.push(event.item);
    }
    this.#response ??= fieldsOf(event?.response);
  }

  #readWhole(): Fields | undefined {
    if (this.#whole === undefined) return undefined;
    const body = fieldsOf(parseJson(Buffer.concat(this.#whole).toString('utf8')));
    return body?.object === 'response' ? body : undefined;
  }
}
