import type { ServerResponse } from 'node:http';
import type { Answer } from '../attempts/answer.ts';

/**
 * Bytes up to which a whole answer goes out as one string together with its head: node copies up to 16 KiB of it to the
 * stack and writes it at once. Head and buffer as two pieces cost 2 us more.
 */
const mostJoined = 8 * 1024;

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
    else if (bytes.length <= mostJoined) this.#response.end(bytes.toString('latin1'), 'latin1');
    else this.#response.end(bytes);
  }
}
