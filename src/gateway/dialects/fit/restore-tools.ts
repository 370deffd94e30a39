import type { Mutable } from '../../exchange/mutable.ts';
import type { Block, BlockHead, CallBlock, Reply, ReplyEvent } from '../reply.ts';
import { argumentsAsText } from './custom-tools.ts';
import type { DeclaredTool, ToolBook } from './tool-book.ts';

type CallHead = Extract<BlockHead, { kind: 'call' }>;

/** Gives the calls of an answer the names and forms under which the client declared its tools. */
export class ToolRestorer {
  readonly #book: ToolBook;
  readonly #emit: (event: ReplyEvent) => void;
  /** Blocks whose input is free text in JSON: it can be read when it is whole. */
  #held: Map<number, { readonly tool: DeclaredTool; input: string }> | undefined;

  constructor(book: ToolBook, emit: (event: ReplyEvent) => void) {
    this.#book = book;
    this.#emit = emit;
  }

  take(event: ReplyEvent): void {
    if (event.kind === 'open' && event.head.kind === 'call') return this.#open(event.block, event.head);
    if (this.#held !== undefined && (event.kind === 'delta' || event.kind === 'close')) {
      const held = this.#held.get(event.block);
      if (held !== undefined) {
        if (event.kind === 'delta') {
          held.input += event.text;
          return;
        }
        this.#held.delete(event.block);
        const text = argumentsAsText(held.input, held.tool.grammar);
        if (text !== '') this.#emit({ kind: 'delta', block: event.block, text });
      }
    }
    this.#emit(event);
  }

  #open(block: number, head: CallHead): void {
    const tool = this.#book.declared(head.name, head.namespace);
    if (tool === undefined) return this.#emit({ kind: 'open', block, head });
    if (isHidden(tool, head.form)) {
      this.#held ??= new Map();
      this.#held.set(block, { tool, input: '' });
    }
    this.#emit({ kind: 'open', block, head: restored(head, tool) });
  }
}

/** The same for a whole answer. */
export function restoreTools(reply: Reply, book: ToolBook): Reply {
  if (!reply.blocks.some((block) => block.kind === 'call')) return reply;
  return { ...reply, blocks: reply.blocks.map((block) => restoreBlock(block, book)) };
}

function restoreBlock(block: Block, book: ToolBook): Block {
  if (block.kind !== 'call') return block;
  const tool = book.declared(block.name, block.namespace);
  if (tool === undefined) return block;
  const named = restored(block, tool);
  return isHidden(tool, block.form) ? { ...named, input: argumentsAsText(block.input, tool.grammar) } : named;
}

/** The provider knew the custom tool as a function. */
function isHidden(tool: DeclaredTool, form: CallBlock['form']): boolean {
  return tool.form === 'custom' && form === 'function';
}

function restored<T extends CallHead | CallBlock>(call: T, tool: DeclaredTool): T {
  const named: Mutable<T> = { ...call, name: tool.name, form: tool.form };
  if (tool.namespace === undefined) delete named.namespace;
  else named.namespace = tool.namespace;
  return named;
}
