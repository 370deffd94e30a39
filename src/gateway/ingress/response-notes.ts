import { payloadObject } from '../dialects/event-text.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../dialects/json-value.ts';

/** A response that went to the client, as far as a later request may refer to it. */
export interface RecordedResponse {
  readonly id: string;
  readonly output: readonly unknown[];
  readonly response: Fields;
  /** Of its output, as JSON. */
  readonly bytes: number;
}

/** What is larger is passed on, but not kept. */
export const mostResponseBytes = 16 * 1024 * 1024;

const itemDone = 'response.output_item.done"';

/** Whether one of these events is worth a look. Their bytes as latin1 are enough: the names are plain, and quotes in texts escaped. */
export function isNoteworthy(events: string): boolean {
  return (
    events.includes(itemDone) ||
    events.includes('response.completed"') ||
    events.includes('response.incomplete"')
  );
}

/** Id and items of a response, gathered from its events while they go by. */
export class ResponseNotes {
  #bytes = 0;
  #isTooLarge = false;
  readonly #output: unknown[] = [];
  #response: Fields | undefined;

  /** `event`: its text, which `isNoteworthy`; `bytes`: its size. */
  take(event: string, bytes: number): void {
    const fields = payloadObject(event);
    if (event.includes(itemDone) && fields?.item !== undefined) {
      this.#bytes += bytes;
      if (this.#bytes > mostResponseBytes) this.#isTooLarge = true;
      else this.#output.push(fields.item);
    }
    this.#response ??= fieldsOf(fields?.response);
  }

  /** An event of it was too large to be read. */
  missed(): void {
    this.#isTooLarge = true;
  }

  /** Undefined until the response has been completed, and for one that is too large. */
  get recorded(): RecordedResponse | undefined {
    const response = this.#response;
    const id = textOf(response?.id);
    if (response === undefined || id === undefined || this.#isTooLarge) return undefined;
    // Some servers leave the output of the closing event empty; its items came before.
    const told = listOf(response.output);
    return { id, output: told.length > 0 ? told : this.#output, response, bytes: this.#bytes };
  }
}
