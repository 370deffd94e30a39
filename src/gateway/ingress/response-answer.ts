import type { ServerResponse } from 'node:http';
import type { Answer } from '../attempts/answer.ts';

/** The client's response as the attempts write to it. */
export class ResponseAnswer implements Answer {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  head(status: number, headers: string[]): void {
    if (!this.#response.destroyed) this.#response.writeHead(status, headers);
  }

  flush(): void {
    if (!this.#response.destroyed) this.#response.flushHeaders();
  }

  write(bytes: Buffer): boolean {
    return this.#response.destroyed ? true : this.#response.write(bytes);
  }

  end(bytes?: Buffer): void {
    if (this.#response.destroyed) return;
    if (bytes === undefined) this.#response.end();
    else this.#response.end(bytes);
  }
}
