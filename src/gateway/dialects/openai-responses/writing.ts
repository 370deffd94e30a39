import type { EncodeTarget } from '../codec.ts';
import type { Conversation, Note } from '../conversation.ts';
import type { Losses } from '../losses.ts';
import { isMadeId } from './carrier.ts';
import { splitPointer } from './leftovers.ts';

/** A JSON object that is being written. */
export type Out = Record<string, unknown>;

/** One request that is being written: what it is made from, and what stands where. */
export class Writing {
  readonly conversation: Conversation;
  readonly target: EncodeTarget;
  readonly losses: Losses;
  /** The request came in this dialect: what only it knows is written as it came. */
  readonly own: boolean;
  readonly #placed = new Map<string, Out>();
  readonly #origins = new Map<Out, string>();

  constructor(conversation: Conversation, target: EncodeTarget, losses: Losses) {
    this.conversation = conversation;
    this.target = target;
    this.losses = losses;
    this.own = conversation.from === 'openai-responses';
  }

  note(at: string): Note | undefined {
    return this.own ? this.conversation.notes?.get(at) : undefined;
  }

  /** Says that this object is the one that was read from there. */
  place(at: string, out: Out): Out {
    if (this.own) this.#placed.set(at, out);
    return out;
  }

  /** Remembers the place that an item of the input was made from. */
  trace(at: string, item: Out): Out {
    if (this.own) this.#origins.set(item, at);
    return item;
  }

  originOf(item: Out): string | undefined {
    return this.#origins.get(item);
  }

  /** Gives every object back the members that the pivot has no place for; those of other dialects are lost. */
  restore(): void {
    const { extra, notes } = this.conversation;
    if (this.own) {
      for (const [at, { set }] of notes ?? []) {
        const out = set === undefined ? undefined : this.#placed.get(at);
        if (out !== undefined && set !== undefined) assign(out, set);
      }
    }
    for (const { at, value } of extra) {
      const { parent, key } = splitPointer(at);
      const out = this.#placed.get(parent);
      if (out !== undefined) define(out, key, value);
      else if (!this.own || !carriedWhole.test(at)) this.losses.add('field', at, `${key} has no counterpart`);
    }
  }
}

/** `include` is noted as a list, and what a tool search found is in its result. */
const carriedWhole = /^\/include\/|^\/input\/\d+\/tools\//;

function assign(out: Out, members: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(members)) {
    // No provider knows items that were made here.
    if (key !== 'id' || !isMadeId(value)) define(out, key, value);
  }
}

/** Also for a member named `__proto__`. */
function define(out: Out, key: string, value: unknown): void {
  Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
}
