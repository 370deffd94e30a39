/**
 * Ids of calls as the API takes them back (`^[a-zA-Z0-9_-]+$`): a client goes on with another provider of this dialect,
 * and its history goes there as it is. Kimi's `functions.name:0` is no id there, and some servers call each `call_0`.
 */
export class CallIds {
  readonly #given = new Set<string>();
  readonly #create: (prefix: string) => string;

  constructor(create: (prefix: string) => string) {
    this.#create = create;
  }

  /** The id to write: the same one where it can be, never one that this answer has already. */
  next(id: string): string {
    let written = id.replaceAll(/[^a-zA-Z0-9_-]/g, '_');
    if (written === '' || this.#given.has(written)) written = this.#create('toolu_');
    this.#given.add(written);
    return written;
  }
}
