import type { ServerResponse } from 'node:http';
import type { Answer } from '../attempts/answer.ts';
import type { Outbox, Sender } from './outbox.ts';

/**
 * Bytes up to which a whole answer goes out as one string together with its head: node copies up to 16 KiB of it to the
 * stack and writes it at once. Head and buffer as two pieces cost 2 us more.
 */
const mostJoined = 8 * 1024;

const none: Buffer[] = [];

/** The client's response as the attempts write to it. The first bytes of a stream leave at once, all else with the outbox. */
export class ResponseAnswer implements Answer, Sender {
  readonly #response: ServerResponse;
  readonly #outbox: Outbox;
  /** Written and not sent. */
  #pieces: Buffer[] = none;
  #bytes = 0;
  #hasBegun = false;
  #ends = false;
  #waits = false;

  constructor(response: ServerResponse, outbox: Outbox) {
    this.#response = response;
    this.#outbox = outbox;
  }

  head(status: number, headers: string[]): void {
    if (!this.#response.destroyed) this.#response.writeHead(status, headers);
  }

  flush(): void {
    if (!this.#response.destroyed) this.#response.flushHeaders();
  }

  write(bytes: Buffer): boolean {
    if (this.#response.destroyed) return true;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return this.#response.write(bytes);
    }
    this.#put(bytes);
    return !this.#response.writableNeedDrain && this.#bytes < this.#response.writableHighWaterMark;
  }

  end(bytes?: Buffer): void {
    if (this.#response.destroyed) return;
    this.#ends = true;
    this.#put(bytes);
  }

  send(): void {
    const pieces = this.#pieces;
    this.#pieces = none;
    this.#bytes = 0;
    this.#waits = false;
    const response = this.#response;
    if (response.destroyed) return;
    // One write: node's own way to join several (`cork`) loses the head where it was not sent before.
    const bytes = pieces.length <= 1 ? pieces[0] : Buffer.concat(pieces);
    if (!this.#ends) {
      if (bytes !== undefined) response.write(bytes);
    } else if (bytes === undefined) response.end();
    else if (bytes.length <= mostJoined) response.end(bytes.toString('latin1'), 'latin1');
    else response.end(bytes);
  }

  drop(): void {
    this.#response.destroy();
  }

  #put(bytes: Buffer | undefined): void {
    if (bytes !== undefined) {
      this.#bytes += bytes.length;
      if (this.#pieces.length === 0) this.#pieces = [bytes];
      else this.#pieces.push(bytes);
    }
    if (this.#waits) return;
    this.#waits = true;
    this.#outbox.add(this);
  }
}
