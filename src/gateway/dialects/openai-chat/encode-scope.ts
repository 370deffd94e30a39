import type { EncodeTarget } from '../codec.ts';
import type { CacheMark, Conversation } from '../conversation.ts';
import type { Losses } from '../losses.ts';
import { writeCacheMark } from './cache-mark.ts';

/** An object of the body that is being written. */
export type Writable = Record<string, unknown>;

interface Mark {
  readonly object: Writable;
  readonly mark: CacheMark;
  readonly at: string;
}

/**
 * What the writers of one request share: where the parts of the conversation stand in the body, so that members without
 * a word in the pivot find their place again, and which parts are marked for the cache.
 */
export class EncodeScope {
  readonly conversation: Conversation;
  readonly target: EncodeTarget;
  readonly losses: Losses;
  /** The request was read from this dialect: what only it knows is carried over. */
  readonly own: boolean;
  readonly #objects = new Map<string, Writable>();
  /** Places of which a member is carried over. */
  readonly #wanted = new Set<string>();
  readonly #marks: Mark[] = [];

  constructor(conversation: Conversation, target: EncodeTarget, losses: Losses) {
    this.conversation = conversation;
    this.target = target;
    this.losses = losses;
    this.own = conversation.from === 'openai-chat';
    if (this.own) for (const { at } of conversation.extra) this.#wanted.add(parentOf(at));
  }

  get mostMarks(): number {
    return this.target.quirks.mostCacheMarks ?? 0;
  }

  /** Says which object of the body stands for the element at `at` of the client's request. */
  place(at: string, object: Writable): void {
    if (this.#wanted.has(at)) this.#objects.set(at, object);
  }

  /** The element needs an object of its own, even where a string would do. */
  needsObject(at: string, cache: CacheMark | undefined): boolean {
    return (cache !== undefined && this.mostMarks > 0) || this.#wanted.has(at);
  }

  /** Marks `object` for the cache, if the provider takes that many marks. */
  mark(object: Writable | undefined, mark: CacheMark | undefined, at: string): void {
    if (mark === undefined) return;
    if (object !== undefined && this.mostMarks > 0) this.#marks.push({ object, mark, at });
    else this.losses.add('cache', at, 'a mark of the cache');
  }

  /** Puts marks and left-over members into the body. */
  finish(body: Writable): void {
    // The longest prefixes are worth most: marks at the end are kept.
    const first = Math.max(0, this.#marks.length - this.mostMarks);
    this.#marks.forEach(({ object, mark, at }, nth) => {
      if (nth < first) this.losses.add('cache', at, 'one of more marks than the provider takes');
      else object.cache_control = writeCacheMark(mark);
    });
    for (const { at, value } of this.conversation.extra) {
      const name = nameOf(at);
      const object = this.own ? this.#objectFor(parentOf(at), body) : undefined;
      if (object !== undefined && object[name] === undefined) object[name] = value;
      else this.losses.add('field', at, `${name} has no place in Chat Completions`);
    }
  }

  /** A member of the body itself may have been read whole: then its object begins with what was left of it. */
  #objectFor(parent: string, body: Writable): Writable | undefined {
    if (parent === '') return body;
    const placed = this.#objects.get(parent);
    if (placed !== undefined || parent.lastIndexOf('/') > 0) return placed;
    const name = nameOf(parent);
    const object: Writable = {};
    if (body[name] !== undefined) return undefined;
    body[name] = object;
    this.#objects.set(parent, object);
    return object;
  }
}

function parentOf(at: string): string {
  return at.slice(0, Math.max(0, at.lastIndexOf('/')));
}

function nameOf(at: string): string {
  return at
    .slice(at.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
