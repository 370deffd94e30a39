import type { Opaque } from '../opaque.ts';
import type { BlockHead } from '../reply.ts';
import { type JsonText, TextSum } from '../text-sum.ts';
import { type BlockWriter, deltaFrame, type EventSink } from './block-writer.ts';
import { callItem } from './items.ts';

type CallHead = Extract<BlockHead, { kind: 'call' }>;

/** A call. Those with an object for input are sent whole when they are: there are no deltas of an object. */
export class CallWriter implements BlockWriter {
  readonly #sink: EventSink;
  readonly #head: CallHead;
  readonly #id: string;
  #index = -1;
  #place = '';
  #frame = '';
  readonly #input = new TextSum();

  constructor(sink: EventSink, head: CallHead) {
    this.#sink = sink;
    this.#head = { ...head, id: sink.ids.call(head.id) };
    this.#id = sink.ids.of(head);
    if (head.form === 'function' || head.form === 'custom') this.#open();
  }

  delta(text: string): void {
    this.#input.add(text);
    if (this.#index >= 0) this.#sink.sendFramed(this.#frame, JSON.stringify(text));
  }

  deltaJson(json: JsonText): boolean {
    if (this.#index < 0) return false;
    this.#input.addJson(json);
    this.#sink.sendFramed(this.#frame, `"${json}"`);
    return true;
  }

  paragraph(): void {
    // Input has no paragraphs.
  }

  cite(): void {
    // Nor sources.
  }

  close(opaque?: Opaque): void {
    const { form, id } = this.#head;
    // Codex parses the arguments; there always are some in this dialect.
    if (form === 'function' && this.#input.text.trim() === '') this.delta('{}');
    const { text } = this.#input;
    const item = callItem(this.#id, this.#head, text);
    if (this.#index < 0) this.#sink.whole(item);
    else {
      const input = JSON.stringify(text);
      if (form === 'function')
        this.#sink.send(
          'response.function_call_arguments.done',
          `${this.#place},"name":${JSON.stringify(this.#head.name)},"arguments":${input}`,
        );
      else this.#sink.send('response.custom_tool_call_input.done', `${this.#place},"input":${input}`);
      this.#sink.done(this.#index, item);
    }
    if (opaque !== undefined) this.#sink.carry(opaque, `call:${id}`);
  }

  #open(): void {
    this.#index = this.#sink.add(callItem(this.#id, this.#head, '', 'in_progress'));
    this.#place = `"item_id":${JSON.stringify(this.#id)},"output_index":${this.#index}`;
    const what = this.#head.form === 'function' ? 'function_call_arguments' : 'custom_tool_call_input';
    this.#frame = deltaFrame(`response.${what}.delta`, this.#place);
  }
}
