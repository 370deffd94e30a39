/**
 * A piece of text as it stands between the quotes of a JSON string, never empty, and escaped just as `JSON.stringify`
 * does it: every writer would put the same characters there.
 */
export type JsonText = string;

/** Enough to be worth parsing, and little enough to keep no long events alive, of which the pieces are cut. */
const mostWaiting = 4096;

/** Text that grows by pieces. Those in JSON are decoded many at a time, and only when somebody wants to know. */
export class TextSum {
  #text = '';
  #json = '';

  add(text: string): void {
    if (this.#json !== '') this.#settle();
    this.#text += text;
  }

  addJson(json: JsonText): void {
    this.#json += json;
    if (this.#json.length > mostWaiting) this.#settle();
  }

  get text(): string {
    if (this.#json !== '') this.#settle();
    return this.#text;
  }

  get length(): number {
    return this.text.length;
  }

  #settle(): void {
    this.#text += textOfJson(this.#json);
    this.#json = '';
  }
}

/** The same where only the number of characters is wanted. */
export class LengthSum {
  #length = 0;
  #json = '';

  add(text: string): void {
    this.#length += text.length;
  }

  addJson(json: JsonText): void {
    this.#json += json;
    if (this.#json.length > mostWaiting) this.#settle();
  }

  get length(): number {
    if (this.#json !== '') this.#settle();
    return this.#length;
  }

  #settle(): void {
    this.#length += textOfJson(this.#json).length;
    this.#json = '';
  }
}

function textOfJson(json: JsonText): string {
  const text: unknown = JSON.parse(`"${json}"`);
  return typeof text === 'string' ? text : '';
}
