/** Something that has bytes to send. */
export interface Sender {
  send(): void;
}

/**
 * What goes out to clients at the end of a turn of the event loop, one after the other. A write wakes the client's
 * process, which costs more than the write where its processor sleeps; of writes without work of ours between them
 * only the first does, and several pieces of one answer become one. Measured with 16 connections: a fifth of what a
 * small request costs. At one request at a time it takes nothing away and adds some microseconds.
 */
export class Outbox {
  readonly #afterTurn: (act: () => void) => void;
  readonly #flush: () => void;
  #waiting: Sender[] = [];

  /** `afterTurn` calls back when the present turn of the event loop has done its reading: `setImmediate`. */
  constructor(afterTurn: (act: () => void) => void) {
    this.#afterTurn = afterTurn;
    const flush = (): void => this.flush();
    this.#flush = flush;
  }

  /** Calls `send` of it once, soon. */
  add(sender: Sender): void {
    if (this.#waiting.push(sender) === 1) this.#afterTurn(this.#flush);
  }

  /** Sends now; for the last moment before connections are closed. */
  flush(): void {
    const all = this.#waiting;
    if (all.length === 0) return;
    this.#waiting = [];
    for (const sender of all) sender.send();
  }
}
