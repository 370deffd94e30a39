import type { EncodeContext } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import type { BlockHead } from '../reply.ts';
import { madePrefix } from './carrier.ts';

const callKinds = { function: 'fc', custom: 'ctc', 'local-shell': 'lsh', 'tool-search': 'tsc' } as const;

/**
 * Ids of one answer's items. OpenAI's SDK refuses an answer with one id twice, which xAI sends: the second item gets
 * an id of its own.
 */
export class ItemIds {
  readonly #context: EncodeContext;
  readonly #used = new Set<string>();
  readonly #calls = new Set<string>();

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  /** For the item of a block. A reasoning item of OpenAI's keeps its own. */
  of(head: Exclude<BlockHead, { kind: 'hosted' }>): string {
    switch (head.kind) {
      case 'text':
        return this.#make('msg');
      case 'reasoning':
        return this.#keep(head.id, 'rs');
      case 'call':
        return this.#make(callKinds[head.form]);
      case 'media':
        return this.#make('ig');
    }
  }

  compaction(id: string | undefined): string {
    return this.#keep(id, 'cmp');
  }

  /** For a reasoning item that carries state of another one. */
  carrier(): string {
    return this.#make('rs');
  }

  /** The item of a hosted tool's step, with an id of its own. */
  hosted(item: Fields): Fields {
    const { id } = item;
    if (typeof id === 'string' && id !== '' && !this.#used.has(id)) {
      this.#used.add(id);
      return item;
    }
    return { ...item, id: this.#make('step') };
  }

  /** A call's id for the client, who answers by it. */
  call(id: string): string {
    const own = id === '' || this.#calls.has(id) ? this.#context.id('call_') : id;
    this.#calls.add(own);
    return own;
  }

  #keep(id: string | undefined, kind: string): string {
    if (id?.startsWith(`${kind}_`) !== true || this.#used.has(id)) return this.#make(kind);
    this.#used.add(id);
    return id;
  }

  #make(kind: string): string {
    return this.#context.id(madePrefix(kind));
  }
}
