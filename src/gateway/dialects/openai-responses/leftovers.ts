import type { Extra, Note } from '../conversation.ts';
import type { Fields } from '../json-value.ts';

/** Members of items that the API keeps books with: they mean nothing to another dialect. */
const bookkeeping: ReadonlySet<string> = new Set(['id', 'status', 'created_by', 'type']);

/** What the readers of a request found no place for: with a meaning (`extra`) or without (`notes`). */
export class Leftovers {
  readonly extra: Extra[] = [];
  readonly notes = new Map<string, Note>();

  note(at: string, note: Note): void {
    const before = this.notes.get(at);
    if (before === undefined) this.notes.set(at, note);
    else
      this.notes.set(at, { ...before, ...note, ...(before.set && { set: { ...before.set, ...note.set } }) });
  }

  /** Remembers one member for a writer of this dialect only. */
  set(at: string, key: string, value: unknown): void {
    this.note(at, { set: { [key]: value } });
  }
}

/** Reads the members of one object and knows in the end which of them nobody took. */
export class Members {
  readonly at: string;
  readonly #source: Fields;
  readonly #taken = new Set<string>();

  constructor(source: Fields, at: string) {
    this.#source = source;
    this.at = at;
  }

  has(key: string): boolean {
    return this.#source[key] !== undefined;
  }

  look(key: string): unknown {
    return this.#source[key];
  }

  take(key: string): unknown {
    this.#taken.add(key);
    return this.#source[key];
  }

  /** A member of another type than the wanted one is left over. */
  text(key: string): string | undefined {
    const value = this.#source[key];
    if (typeof value !== 'string') return undefined;
    this.#taken.add(key);
    return value;
  }

  number(key: string): number | undefined {
    const value = this.#source[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
    this.#taken.add(key);
    return value;
  }

  flag(key: string): boolean | undefined {
    const value = this.#source[key];
    if (typeof value !== 'boolean') return undefined;
    this.#taken.add(key);
    return value;
  }

  list(key: string): readonly unknown[] | undefined {
    const value: unknown = this.#source[key];
    if (!Array.isArray(value)) return undefined;
    this.#taken.add(key);
    return value;
  }

  /** What nobody took goes to the leftovers; `quiet` names further members that mean nothing elsewhere. */
  leave(left: Leftovers, quiet?: ReadonlySet<string>): void {
    for (const [key, value] of Object.entries(this.#source)) {
      if (value === undefined || this.#taken.has(key)) continue;
      const isQuiet = bookkeeping.has(key) || quiet?.has(key) === true || isNothing(value);
      if (isQuiet) left.set(this.at, key, value);
      else left.extra.push({ at: `${this.at}/${escapePointer(key)}`, value });
    }
  }
}

/** Members with such a value say nothing that their absence does not. */
function isNothing(value: unknown): boolean {
  if (value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

/** One step of a JSON pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The pointer of the parent and the last step of a JSON pointer. */
export function splitPointer(at: string): { readonly parent: string; readonly key: string } {
  const cut = at.lastIndexOf('/');
  const key = at
    .slice(cut + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  return { parent: cut < 0 ? '' : at.slice(0, cut), key };
}
