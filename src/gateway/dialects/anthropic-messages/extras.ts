import type { Conversation, Extra } from '../conversation.ts';
import { type Fields, isFields } from '../json-value.ts';
import type { Losses } from '../losses.ts';

/** A member's name as a step of a JSON pointer (RFC 6901). */
export function step(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

/**
 * Notes the members of an object that the pivot has no place for. `null` is how this API's clients leave a field out
 * (pydantic-ai sends `user_location: null`), so it is none.
 */
export function keepRest(value: Fields, known: ReadonlySet<string>, at: string, extra: Extra[]): void {
  for (const name in value) {
    if (known.has(name)) continue;
    const member = value[name];
    if (member !== null && member !== undefined) extra.push({ at: `${at}/${step(name)}`, value: member });
  }
}

/**
 * What a reader of this dialect set aside, for the writer of the same dialect, which puts each member back where it
 * was. What is not asked for until the end, and everything of another dialect, is lost and reported.
 */
export class ExtraBook {
  readonly #extra: readonly Extra[];
  readonly #below = new Map<string, [string, Extra][]>();
  readonly #exact = new Map<string, Extra>();
  readonly #used = new Set<Extra>();

  constructor(conversation: Conversation) {
    this.#extra = conversation.extra;
    if (conversation.from !== 'anthropic-messages') return;
    for (const extra of conversation.extra) {
      this.#exact.set(extra.at, extra);
      const cut = extra.at.lastIndexOf('/');
      const parent = extra.at.slice(0, cut);
      const name = extra.at
        .slice(cut + 1)
        .replaceAll('~1', '/')
        .replaceAll('~0', '~');
      const list = this.#below.get(parent);
      if (list === undefined) this.#below.set(parent, [[name, extra]]);
      else list.push([name, extra]);
    }
  }

  /** Members that stood directly below `at`. */
  under(at: string): Fields {
    const found = this.#below.get(at);
    if (found === undefined) return nothing;
    for (const [, extra] of found) this.#used.add(extra);
    return Object.fromEntries(found.map(([name, extra]) => [name, extra.value]));
  }

  /** The element itself as it came, where the pivot holds only what others should know of it. */
  whole(at: string): Fields | undefined {
    const found = this.#exact.get(at);
    if (found === undefined || !isFields(found.value)) return undefined;
    this.#used.add(found);
    return found.value;
  }

  report(losses: Losses): void {
    for (const extra of this.#extra) {
      if (!this.#used.has(extra)) losses.add('field', extra.at, 'The API that answers has no such setting.');
    }
  }
}

const nothing: Fields = {};
