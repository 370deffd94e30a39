import type { Answer } from '../attempts/answer.ts';
import { createEventCutter, type EventCutter } from '../dialects/event-cutter.ts';
import { fieldsOf, listOf, parseJson, textOf } from '../dialects/json-value.ts';
import { isNoteworthy, mostResponseBytes, type RecordedResponse, ResponseNotes } from './response-notes.ts';

/** Passes a Responses answer on and notes its id and output on the way. */
export class ResponseRecorder implements Answer {
  readonly #answer: Answer;
  readonly #notes = new ResponseNotes();
  #cutter: EventCutter | undefined;
  #whole: Buffer[] | undefined;
  #wholeBytes = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  /** Undefined until a response has been completed, and for one that was too large. */
  get recorded(): RecordedResponse | undefined {
    return this.#whole === undefined ? this.#notes.recorded : readWhole(this.#whole, this.#wholeBytes);
  }

  head(status: number, headers: string[]): void {
    if (status === 200) {
      const type = headers.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type');
      const value = type < 0 ? '' : (headers[type + 1] ?? '');
      if (value.startsWith('text/event-stream')) this.#cutter = createEventCutter('sse', mostResponseBytes);
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
    if (this.#whole !== undefined) {
      this.#wholeBytes += bytes.length;
      if (this.#wholeBytes <= mostResponseBytes) this.#whole.push(bytes);
    }
    const batch = this.#cutter?.push(bytes);
    // Nearly always deltas only: one look at all of them together.
    if (batch?.partial === true) this.#notes.missed();
    if (batch === undefined || !isNoteworthy(batch.text)) return;
    let start = 0;
    for (const end of batch.ends) {
      if (isNoteworthy(batch.text.slice(start, end)))
        this.#notes.take(batch.bytes.toString('utf8', start, end), end - start);
      start = end;
    }
  }
}

function readWhole(parts: readonly Buffer[], bytes: number): RecordedResponse | undefined {
  if (bytes > mostResponseBytes) return undefined;
  const response = fieldsOf(parseJson(Buffer.concat(parts).toString('utf8')));
  const id = textOf(response?.id);
  if (response?.object !== 'response' || id === undefined) return undefined;
  return { id, output: listOf(response.output), response, bytes };
}
