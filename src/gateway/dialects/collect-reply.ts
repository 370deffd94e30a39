import type { Mutable } from '../exchange/mutable.ts';
import type { Usage } from '../exchange/usage.ts';
import type { Citation } from './conversation.ts';
import type { Opaque } from './opaque.ts';
import type { Block, BlockHead, Finish, Reply, ReplyEvent } from './reply.ts';

/** Puts the events of a stream together to a whole answer. */
export class ReplyCollector {
  #start: Extract<ReplyEvent, { kind: 'start' }> | undefined;
  readonly #open: OpenBlock[] = [];
  #finish: Finish | undefined;
  #usage: Usage | undefined;

  take(event: ReplyEvent): void {
    switch (event.kind) {
      case 'start':
        this.#start ??= event;
        break;
      case 'open':
        this.#open[event.block] = { head: event.head, text: [''], citations: [], opaque: undefined };
        break;
      case 'delta': {
        const block = this.#open[event.block];
        if (block !== undefined) block.text[block.text.length - 1] += event.text;
        break;
      }
      case 'paragraph':
        this.#open[event.block]?.text.push('');
        break;
      case 'cite':
        this.#open[event.block]?.citations.push(event.citation);
        break;
      case 'close': {
        const block = this.#open[event.block];
        if (block !== undefined) block.opaque = event.opaque;
        break;
      }
      case 'finish':
        this.#finish = event.finish;
        this.#usage = event.usage;
        break;
    }
  }

  /** Undefined when the stream has not finished. */
  reply(): Reply | undefined {
    if (this.#finish === undefined) return undefined;
    const blocks = this.#open.flatMap((block) => (block === undefined ? [] : [blockOf(block)]));
    const reply: Mutable<Reply> = { blocks, finish: this.#finish };
    const { id, model, created, serviceTier } = this.#start ?? {};
    if (id !== undefined) reply.id = id;
    if (model !== undefined) reply.model = model;
    if (created !== undefined) reply.created = created;
    if (serviceTier !== undefined) reply.serviceTier = serviceTier;
    if (this.#usage !== undefined) reply.usage = this.#usage;
    return reply;
  }
}

interface OpenBlock {
  readonly head: BlockHead;
  readonly text: string[];
  readonly citations: Citation[];
  opaque: Opaque | undefined;
}

function blockOf({ head, text, citations, opaque }: OpenBlock): Block {
  const state = opaque === undefined ? {} : { opaque };
  switch (head.kind) {
    case 'text':
      return { ...head, text: text.join(''), ...(citations.length > 0 && { citations }), ...state };
    case 'reasoning':
      return { ...head, text: text.length === 1 && text[0] === '' ? [] : text, ...state };
    case 'call':
      return { ...head, input: text.join(''), ...state };
    case 'media':
      return { ...head, ...state };
    case 'hosted':
      return head;
  }
}
