import type { Failure } from '../exchange/failure.ts';
import type { UpstreamHeaders } from '../exchange/ports.ts';
import { createRedactor, type Redactor } from '../exchange/redact.ts';

/** Knows what looks like a key, and none. */
const common = createRedactor();

/**
 * Takes the key of one call out of what its provider says. Vendors echo the key that they refuse ("Incorrect API key
 * provided: …"), and the client that reads it may be somebody who must not know it. Works with a key that the client
 * brought itself, too, which nothing else learns. Costs next to nothing until something goes wrong.
 */
export class KeyGuard {
  readonly #key: string | undefined;
  #redactor: Redactor | undefined;

  /** Without a key only what looks like one is taken out. */
  constructor(key: string | undefined) {
    this.#key = key === '' ? undefined : key;
  }

  text(value: string): string {
    if (this.#redactor === undefined) {
      this.#redactor = createRedactor();
      if (this.#key !== undefined) this.#redactor.learn(this.#key);
    }
    return this.#redactor.text(value);
  }

  /** A name that answers bear, one after the other: a redactor of its own, 0.1 ms, is made only where the key is in it. */
  name(value: string): string {
    return this.#holdsKey(value) ? this.text(value) : common.text(value);
  }

  /** Same bytes when there is nothing to take out. */
  bytes(value: Buffer): Buffer {
    // A byte each, so that what is no UTF-8 stays as it is; keys are ASCII.
    const before = value.toString('latin1');
    const after = this.text(before);
    return after === before ? value : Buffer.from(after, 'latin1');
  }

  failure(value: Failure): Failure {
    const clean = { ...value, code: this.text(value.code), message: this.text(value.message) };
    return value.type === undefined ? clean : { ...clean, type: this.text(value.type) };
  }

  /** The same object when no header holds the key: looked at for every answer. */
  headers(value: UpstreamHeaders): UpstreamHeaders {
    for (const name in value) if (this.#holdsKey(value[name])) return this.#cleaned(value);
    return value;
  }

  #cleaned(value: UpstreamHeaders): UpstreamHeaders {
    const clean: Record<string, UpstreamHeaders[string]> = {};
    for (const name in value) {
      const header = value[name];
      if (!this.#holdsKey(header)) clean[name] = header;
      else
        clean[name] = typeof header === 'string' ? this.text(header) : header?.map((each) => this.text(each));
    }
    return clean;
  }

  #holdsKey(header: UpstreamHeaders[string]): boolean {
    const key = this.#key;
    if (key === undefined || header === undefined) return false;
    return typeof header === 'string' ? header.includes(key) : header.some((each) => each.includes(key));
  }
}
