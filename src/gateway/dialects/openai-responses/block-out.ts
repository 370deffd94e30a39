import type { DecodeContext } from '../codec.ts';
import type { Losses } from '../losses.ts';
import type { Opaque, OpaqueKind } from '../opaque.ts';
import type { BlockHead, ReplyEvent } from '../reply.ts';

/** Who has blocks: closes the open one when somebody else goes on. */
export interface Owner {
  shut(): void;
}

/** Emits blocks in an order that every writer can follow: only calls are open beside each other. */
export class BlockOut {
  readonly context: DecodeContext;
  readonly emit: (event: ReplyEvent) => void;
  calls = false;
  refusal = false;
  #count = 0;
  #lostLogprobs = false;
  #speaking: Owner | undefined;
  readonly #calling = new Set<Owner>();

  constructor(context: DecodeContext, emit: (event: ReplyEvent) => void) {
    this.context = context;
    this.emit = emit;
  }

  get losses(): Losses {
    return this.context.losses;
  }

  /** The number of the block. */
  open(owner: Owner, head: BlockHead): number {
    this.#speaking?.shut();
    this.#speaking = undefined;
    if (head.kind === 'call') {
      this.calls = true;
      this.#calling.add(owner);
    } else {
      for (const call of [...this.#calling]) call.shut();
      this.#speaking = owner;
    }
    if (head.kind === 'text' && head.refusal === true) this.refusal = true;
    const block = this.#count;
    this.#count += 1;
    this.emit({ kind: 'open', block, head });
    return block;
  }

  close(owner: Owner, block: number, opaque?: Opaque): void {
    if (this.#speaking === owner) this.#speaking = undefined;
    this.#calling.delete(owner);
    this.emit({ kind: 'close', block, ...(opaque !== undefined && { opaque }) });
  }

  /** A block that is whole in its head. */
  whole(head: BlockHead, opaque?: Opaque): void {
    const owner: Owner = { shut: () => undefined };
    this.close(owner, this.open(owner, head), opaque);
  }

  /** Once per answer: every delta has them. */
  lostLogprobs(): void {
    if (!this.#lostLogprobs) this.losses.add('logprobs', 'answer', 'probabilities of tokens');
    this.#lostLogprobs = true;
  }

  opaque(kind: OpaqueKind, data: string): Opaque {
    return { kind, data, origin: this.context.origin };
  }
}
