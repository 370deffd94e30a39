import type { Answer } from '../attempts/answer.ts';
import type { RunResult } from '../attempts/run.ts';

/**
 * Holds a provider's answer to a request to count back: it is a few bytes, and what a provider without such an endpoint
 * says is not what the client should read.
 */
export class CountAnswer implements Answer {
  readonly #answer: Answer;
  #status = 0;
  #headers: string[] = [];
  readonly #parts: Buffer[] = [];

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  head(status: number, headers: string[]): void {
    this.#status = status;
    this.#headers = headers;
  }

  flush(): void {
    // There is nothing to be early with.
  }

  write(bytes: Buffer): boolean {
    this.#parts.push(bytes);
    return true;
  }

  end(bytes?: Buffer): void {
    if (bytes !== undefined) this.#parts.push(bytes);
  }

  /** Gives the client what the provider said. */
  pass(): void {
    this.#answer.head(this.#status, this.#headers);
    this.#answer.end(Buffer.concat(this.#parts));
  }

  /** Gives the client an answer of our own instead. */
  replace(status: number, headers: string[], body: Buffer): void {
    this.#answer.head(status, headers);
    this.#answer.end(body);
  }

  /** The client's own mistake is told as it is; anything else is no reason to leave it without a number. */
  isFinal({ outcome }: RunResult): boolean {
    return outcome === 'ok' || outcome === 'cancelled' || this.#status === 400 || this.#status === 413;
  }
}
