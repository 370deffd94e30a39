import { type Fields, textOf } from '../json-value.ts';
import type { BlockOut, Owner } from './block-out.ts';
import { callShapes, inputText } from './decode-call.ts';
import { describeHosted, imageTypeOf } from './hosted.ts';

/** Reads one item of an answer. */
export interface ItemReader extends Owner {
  /** The item as it is in the end; nothing comes after it. */
  finish(item: Fields): void;
}

/** Reads an item of which only the end counts: hosted tools, pictures, calls with an object for input. */
export class WholeReader implements ItemReader {
  readonly #out: BlockOut;
  readonly #added: Fields;

  constructor(out: BlockOut, added: Fields | undefined) {
    this.#out = out;
    this.#added = added ?? {};
  }

  finish(item: Fields): void {
    readWhole(item.type === undefined ? this.#added : item, this.#out);
  }

  shut(): void {
    // Nothing of it is open.
  }
}

function readWhole(item: Fields, out: BlockOut): void {
  const type = textOf(item.type) ?? '';
  if (type === 'local_shell_call') return readCall(item, type, out);
  if (type === 'tool_search_call' && item.execution === 'client') return readCall(item, type, out);
  const state = textOf(item.encrypted_content);
  if (type === 'compaction' && state !== undefined) {
    const id = textOf(item.id);
    const head = { kind: 'reasoning' as const, ...(id !== undefined && { id }) };
    return out.whole(head, out.opaque('openai-compaction', state));
  }
  const picture = textOf(item.result);
  if (type === 'image_generation_call' && picture !== undefined)
    return out.whole({ kind: 'media', mimeType: imageTypeOf(item), data: picture });
  const { tool, text } = describeHosted(item) ?? { tool: 'other', text: '' };
  out.whole({ kind: 'hosted', tool, text, dialect: 'openai-responses', value: item });
}

function readCall(item: Fields, type: 'local_shell_call' | 'tool_search_call', out: BlockOut): void {
  const { form, input, name = '' } = callShapes[type];
  const id = textOf(item.call_id) ?? textOf(item.id) ?? out.context.id('call_');
  const owner: Owner = { shut: () => undefined };
  const block = out.open(owner, { kind: 'call', id, name, form });
  const text = inputText(item[input]);
  if (text !== '') out.emit({ kind: 'delta', block, text });
  out.close(owner, block);
}
