import { type Fields, parseJson, textOf } from '../json-value.ts';
import { type JsonText, TextSum } from '../text-sum.ts';
import type { BlockOut } from './block-out.ts';
import { callShapes, inputText } from './decode-call.ts';
import type { ItemReader } from './read-item.ts';

/** Reads a call with input of its own kind: from deltas, from what it ended as, or from the item, never twice. */
export class CallReader implements ItemReader {
  readonly #out: BlockOut;
  readonly #type: 'function_call' | 'custom_tool_call';
  #item: Fields;
  #block = -1;
  #isOver = false;
  readonly #sent = new TextSum();
  /** Input that came before the name. */
  #held = '';

  constructor(out: BlockOut, type: 'function_call' | 'custom_tool_call', item: Fields | undefined) {
    this.#out = out;
    this.#type = type;
    this.#item = item ?? {};
    if (textOf(this.#item.call_id) !== undefined) this.#open();
  }

  delta(text: string): void {
    if (this.#isOver) return;
    if (this.#block < 0) this.#held += text;
    else this.#send(text);
  }

  /** Takes further input of the open call. */
  repeat(): ((json: JsonText) => void) | undefined {
    return this.#block < 0 || this.#isOver ? undefined : (json) => this.#sent.addJson(json);
  }

  /** The input as it is in the end: what deltas left out is sent now. */
  whole(input: string): void {
    const sent = this.#sent.text;
    if (this.#isOver) return;
    if (this.#block < 0) this.#held = input;
    else if (input.startsWith(sent)) {
      if (input.length > sent.length) this.#send(input.slice(sent.length));
    } else if (!isSameJson(input, sent))
      this.#out.losses.add('value', 'answer', 'input of a call that ended other than it was sent');
  }

  finish(item: Fields): void {
    this.#item = { ...this.#item, ...item };
    if (this.#block < 0 && !this.#isOver) this.#open();
    if (this.#block < 0) return;
    const input = inputText(this.#item[callShapes[this.#type].input]);
    if (input !== '') this.whole(input);
    this.#close();
  }

  shut(): void {
    if (this.#block < 0) return;
    const input = inputText(this.#item[callShapes[this.#type].input]);
    if (this.#sent.length === 0 && input !== '') this.#send(input);
    this.#close();
  }

  #open(): void {
    const name = textOf(this.#item.name);
    if (name === undefined) return;
    const namespace = textOf(this.#item.namespace);
    const { form } = callShapes[this.#type];
    if (callerOf(this.#item) === 'program')
      this.#out.losses.add('field', 'answer', 'the program that a call was made by');
    this.#block = this.#out.open(this, {
      kind: 'call',
      id: textOf(this.#item.call_id) ?? textOf(this.#item.id) ?? this.#out.context.id('call_'),
      name,
      ...(namespace !== undefined && { namespace }),
      form,
    });
    if (this.#held !== '') this.#send(this.#held);
    this.#held = '';
  }

  #send(text: string): void {
    if (text === '') return;
    this.#sent.add(text);
    this.#out.emit({ kind: 'delta', block: this.#block, text });
  }

  #close(): void {
    const block = this.#block;
    this.#block = -1;
    this.#isOver = true;
    this.#out.close(this, block);
  }
}

function callerOf(item: Fields): unknown {
  const { caller } = item;
  return typeof caller === 'object' && caller !== null && 'type' in caller ? caller.type : undefined;
}

/** Arguments that were only spelled otherwise. */
function isSameJson(one: string, other: string): boolean {
  const left = parseJson(one);
  return left !== undefined && JSON.stringify(left) === JSON.stringify(parseJson(other));
}
