import type { Opaque } from '../opaque.ts';
import type { BlockHead } from '../reply.ts';
import { type JsonText, TextSum } from '../text-sum.ts';
import { type BlockWriter, deltaFrame, type EventSink } from './block-writer.ts';
import { keepsRaw } from './encode-response.ts';
import { compactionItem, reasoningItem } from './items.ts';

type ReasoningHead = Extract<BlockHead, { kind: 'reasoning' }>;

/** Thoughts as a reasoning item: parts of a summary, or of its content when they are the model's own text. */
export class ReasoningWriter implements BlockWriter {
  readonly #sink: EventSink;
  readonly #head: ReasoningHead;
  readonly #raw: boolean;
  #id = '';
  #index = -1;
  readonly #paragraphs: TextSum[] = [];
  #isOpen = false;
  #place = '';
  #frame = '';

  constructor(sink: EventSink, head: ReasoningHead) {
    this.#sink = sink;
    this.#head = head;
    this.#raw = head.raw === true;
  }

  delta(text: string): void {
    if (!this.#isOpen) this.#openPart();
    this.#paragraphs.at(-1)?.add(text);
    this.#sink.sendFramed(this.#frame, JSON.stringify(text));
  }

  deltaJson(json: JsonText): boolean {
    if (!this.#isOpen) return false;
    this.#paragraphs.at(-1)?.addJson(json);
    this.#sink.sendFramed(this.#frame, `"${json}"`);
    return true;
  }

  paragraph(): void {
    if (!this.#isOpen) this.#openPart();
    this.#closePart();
    this.#openPart();
  }

  cite(): void {
    // Thoughts have no sources.
  }

  close(opaque?: Opaque): void {
    const { context, ids } = this.#sink;
    if (opaque?.kind === 'openai-compaction' && this.#index < 0) {
      this.#sink.whole(compactionItem(ids.compaction(this.#head.id), opaque));
      return;
    }
    if (this.#isOpen) this.#closePart();
    if (this.#index < 0) {
      if (opaque === undefined) return;
      this.#openItem();
    }
    const paragraphs = this.#paragraphs.map(({ text }) => text);
    const said = { text: paragraphs, raw: this.#raw, ...(opaque !== undefined && { opaque }) };
    this.#sink.done(this.#index, reasoningItem(this.#id, said, keepsRaw(context)));
  }

  #openItem(): void {
    this.#id = this.#sink.ids.of(this.#head);
    const content = this.#raw ? { content: [] } : {};
    this.#index = this.#sink.add({
      id: this.#id,
      type: 'reasoning',
      status: 'in_progress',
      summary: [],
      ...content,
    });
  }

  #openPart(): void {
    if (this.#index < 0) this.#openItem();
    const nth = this.#paragraphs.length;
    this.#paragraphs.push(new TextSum());
    this.#isOpen = true;
    const index = this.#raw ? 'content_index' : 'summary_index';
    this.#place = `"item_id":${JSON.stringify(this.#id)},"output_index":${this.#index},"${index}":${nth}`;
    this.#frame = deltaFrame(
      `response.${this.#raw ? 'reasoning_text' : 'reasoning_summary_text'}.delta`,
      this.#place,
    );
    this.#sendPart('added', '');
  }

  #closePart(): void {
    this.#isOpen = false;
    const text = this.#paragraphs.at(-1)?.text ?? '';
    const done = this.#raw ? 'response.reasoning_text.done' : 'response.reasoning_summary_text.done';
    this.#sink.send(done, `${this.#place},"text":${JSON.stringify(text)}`);
    this.#sendPart('done', text);
  }

  #sendPart(what: 'added' | 'done', text: string): void {
    const name = this.#raw ? 'content_part' : 'reasoning_summary_part';
    const type = this.#raw ? 'reasoning_text' : 'summary_text';
    this.#sink.send(
      `response.${name}.${what}`,
      `${this.#place},"part":{"type":"${type}","text":${JSON.stringify(text)}}`,
    );
  }
}
