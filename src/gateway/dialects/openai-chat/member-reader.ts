import type { Extra } from '../conversation.ts';
import { type Fields, isFields } from '../json-value.ts';

/**
 * Takes an object of a request apart, member by member. A member of the wrong type is not taken; what nobody took goes
 * into `extras` with its place, so that nothing is lost. Null says the same as leaving a member out.
 */
export class MemberReader {
  readonly fields: Fields;
  readonly at: string;
  readonly extras: Extra[];
  readonly #taken: string[] = [];

  constructor(fields: Fields, at: string, extras: Extra[]) {
    this.fields = fields;
    this.at = at;
    this.extras = extras;
  }

  /** The member has been read, or says nothing that is not said elsewhere. */
  take(name: string): unknown {
    this.#taken.push(name);
    return this.fields[name];
  }

  text(name: string): string | undefined {
    const value = this.fields[name];
    if (typeof value !== 'string') return undefined;
    this.#taken.push(name);
    return value;
  }

  /** One of some words. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const found = words.find((word) => word === this.fields[name]);
    if (found !== undefined) this.#taken.push(name);
    return found;
  }

  number(name: string): number | undefined {
    const value = this.fields[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
    this.#taken.push(name);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.fields[name];
    if (typeof value !== 'boolean') return undefined;
    this.#taken.push(name);
    return value;
  }

  object(name: string): Fields | undefined {
    const value = this.fields[name];
    if (!isFields(value)) return undefined;
    this.#taken.push(name);
    return value;
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.fields[name];
    if (!Array.isArray(value)) return undefined;
    this.#taken.push(name);
    return value;
  }

  /** A reader for an object inside this one. */
  inside(name: string): MemberReader | undefined {
    const fields = this.object(name);
    return fields && new MemberReader(fields, `${this.at}/${name}`, this.extras);
  }

  /** Keeps what nobody took. */
  rest(): void {
    for (const name in this.fields) {
      if (this.#taken.includes(name)) continue;
      const value = this.fields[name];
      if (value !== null && value !== undefined)
        this.extras.push({ at: `${this.at}/${pointerName(name)}`, value });
    }
  }
}

/** A member's name inside a JSON pointer (RFC 6901). */
export function pointerName(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
