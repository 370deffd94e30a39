import type { EncodeContext, StreamEncoder } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { BlockHead, ReplyEvent } from '../reply.ts';
import type { JsonText } from '../text-sum.ts';
import type { BlockWriter } from './block-writer.ts';
import type { Bond } from './carrier.ts';
import { hostedOf, pictureOf } from './encode-response.ts';
import { encodeUsage } from './encode-usage.ts';
import { endingOf } from './finish.ts';
import { ItemIds } from './item-ids.ts';
import { carrierItem } from './items.ts';
import { ResponseObject } from './response-object.ts';
import { CallWriter } from './write-call.ts';
import { ReasoningWriter } from './write-reasoning.ts';
import { TextWriter } from './write-text.ts';

/** Events of the official sequence and no others: an unknown one ends the SDK's stream with an error. */
export class ResponsesStreamEncoder implements StreamEncoder {
  readonly context: EncodeContext;
  readonly ids: ItemIds;
  readonly #write: (text: string) => void;
  #response: ResponseObject | undefined;
  #sequence = 0;
  /** Items by their `output_index`; a hole where one is not done yet. */
  readonly #output: (Fields | undefined)[] = [];
  readonly #blocks: (BlockWriter | undefined)[] = [];
  /** Items that are not done yet. */
  #open = 0;
  /** State that waits for the end of parallel calls: nothing but a call may begin beside one. */
  #carried: { readonly opaque: Opaque; readonly bond: Bond }[] = [];
  #hasRefusal = false;
  #isOver = false;

  constructor(context: EncodeContext, write: (text: string) => void) {
    this.context = context;
    this.ids = new ItemIds(context);
    this.#write = write;
  }

  take(event: ReplyEvent): void {
    if (this.#isOver) return;
    switch (event.kind) {
      case 'delta':
        return this.#blocks[event.block]?.delta(event.text);
      case 'start':
        this.#start(event);
        return;
      case 'open':
        return this.#begin(event.block, event.head);
      case 'paragraph':
        return this.#blocks[event.block]?.paragraph();
      case 'cite':
        return this.#blocks[event.block]?.cite(event.citation);
      case 'close':
        return this.#close(event.block, event.opaque);
      case 'finish':
        return this.#finish(event);
    }
  }

  takeJson(block: number, json: JsonText): boolean {
    return !this.#isOver && this.#blocks[block]?.deltaJson(json) === true;
  }

  /** Sends one event; `fields` is its data without `type` and number, as JSON without braces. */
  send(type: string, fields: string): void {
    this.#write(`event: ${type}\ndata: {"type":"${type}",${fields},"sequence_number":${this.#sequence}}\n\n`);
    this.#sequence += 1;
  }

  /** Sends an event whose frame up to its varying end is known: deltas. */
  sendFramed(frame: string, rest: string): void {
    this.#write(`${frame}${rest},"sequence_number":${this.#sequence}}\n\n`);
    this.#sequence += 1;
  }

  /** Announces an item; returns its `output_index`. */
  add(item: Fields): number {
    const index = this.#output.length;
    this.#output.push(undefined);
    this.#open += 1;
    this.send('response.output_item.added', `"output_index":${index},"item":${JSON.stringify(item)}`);
    return index;
  }

  done(index: number, item: Fields): void {
    this.#output[index] = item;
    this.#open -= 1;
    this.send('response.output_item.done', `"output_index":${index},"item":${JSON.stringify(item)}`);
    if (this.#open === 0) this.#carry();
  }

  /** An item that is there at once. */
  whole(item: Fields): void {
    this.done(this.add(item), item);
  }

  carry(opaque: Opaque, bond: Bond): void {
    this.#carried.push({ opaque, bond });
    if (this.#open === 0) this.#carry();
  }

  #carry(): void {
    const carried = this.#carried;
    if (carried.length === 0) return;
    this.#carried = [];
    for (const { opaque, bond } of carried) this.whole(carrierItem(this.ids.carrier(), opaque, bond));
  }

  #close(block: number, opaque: Opaque | undefined): void {
    const writer = this.#blocks[block];
    this.#blocks[block] = undefined;
    if (writer !== undefined) writer.close(opaque);
    else if (opaque !== undefined) this.context.losses.add('opaque', 'answer', `${opaque.kind} of a picture`);
  }

  #start(event?: Extract<ReplyEvent, { kind: 'start' }>): ResponseObject {
    if (this.#response !== undefined) return this.#response;
    this.#response = new ResponseObject(this.context, event ?? {});
    const response = this.#response.running();
    this.send('response.created', `"response":${response}`);
    this.send('response.in_progress', `"response":${response}`);
    return this.#response;
  }

  #begin(block: number, head: BlockHead): void {
    this.#start();
    switch (head.kind) {
      case 'text':
        if (head.refusal === true) this.#hasRefusal = true;
        this.#blocks[block] = new TextWriter(this, head);
        return;
      case 'reasoning':
        this.#blocks[block] = new ReasoningWriter(this, head);
        return;
      case 'call':
        this.#blocks[block] = new CallWriter(this, head);
        return;
      case 'media':
        for (const item of pictureOf(head, this.context, this.ids)) this.whole(item);
        return;
      case 'hosted':
        for (const item of hostedOf(head, this.context, this.ids)) this.whole(item);
        return;
    }
  }

  #finish({ finish, usage }: Extract<ReplyEvent, { kind: 'finish' }>): void {
    const response = this.#start();
    for (const block of this.#blocks) block?.close();
    const ending = endingOf(finish, this.#hasRefusal);
    const output = JSON.stringify(this.#output.filter((item) => item !== undefined));
    this.send(ending.event, `"response":${response.ended(ending, output, encodeUsage(usage))}`);
    this.#isOver = true;
  }
}
