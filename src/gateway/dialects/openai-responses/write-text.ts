import type { Citation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { BlockHead } from '../reply.ts';
import { type JsonText, TextSum } from '../text-sum.ts';
import { type BlockWriter, deltaFrame, type EventSink } from './block-writer.ts';
import { annotationOf } from './citations.ts';
import { outputText } from './items.ts';

type TextHead = Extract<BlockHead, { kind: 'text' }>;

/** A text as a message of one part. It is announced with its first word: an empty text is no message. */
export class TextWriter implements BlockWriter {
  readonly #sink: EventSink;
  readonly #head: TextHead;
  readonly #kind: 'output_text' | 'refusal';
  /** Behind the text of a delta. */
  readonly #behind: string;
  #id = '';
  #index = -1;
  #place = '';
  #frame = '';
  readonly #text = new TextSum();
  readonly #annotations: Fields[] = [];

  constructor(sink: EventSink, head: TextHead) {
    this.#sink = sink;
    this.#head = head;
    this.#kind = head.refusal === true ? 'refusal' : 'output_text';
    this.#behind = head.refusal === true ? '' : ',"logprobs":[]';
  }

  delta(text: string): void {
    if (this.#index < 0) this.#open();
    this.#text.add(text);
    this.#sink.sendFramed(this.#frame, `${JSON.stringify(text)}${this.#behind}`);
  }

  deltaJson(json: JsonText): boolean {
    if (this.#index < 0) return false;
    this.#text.addJson(json);
    this.#sink.sendFramed(this.#frame, `"${json}"${this.#behind}`);
    return true;
  }

  paragraph(): void {
    this.delta('\n\n');
  }

  cite(citation: Citation): void {
    const annotation = annotationOf(citation, this.#text.length, this.#sink.context.losses, 'answer');
    if (annotation === undefined || this.#kind === 'refusal') return;
    if (this.#index < 0) this.#open();
    const nth = this.#annotations.length;
    this.#annotations.push(annotation);
    this.#sink.send(
      'response.output_text.annotation.added',
      `${this.#place},"annotation_index":${nth},"annotation":${JSON.stringify(annotation)}`,
    );
  }

  close(opaque?: Opaque): void {
    const isBlank = this.#index < 0;
    if (!isBlank) this.#end();
    if (opaque !== undefined) this.#sink.carry(opaque, isBlank ? 'blank' : 'text');
  }

  #open(): void {
    this.#id = this.#sink.ids.of(this.#head);
    this.#index = this.#sink.add(this.#item('in_progress', []));
    this.#place = `"item_id":${JSON.stringify(this.#id)},"output_index":${this.#index},"content_index":0`;
    this.#frame = deltaFrame(`response.${this.#kind}.delta`, this.#place);
    const part = this.#kind === 'refusal' ? { type: 'refusal', refusal: '' } : outputText('', []);
    this.#sink.send('response.content_part.added', `${this.#place},"part":${JSON.stringify(part)}`);
  }

  #end(): void {
    const said = this.#text.text;
    const text = JSON.stringify(said);
    const isText = this.#kind === 'output_text';
    const part = isText ? outputText(said, this.#annotations) : { type: 'refusal', refusal: said };
    const members = isText ? `"text":${text},"logprobs":[]` : `"refusal":${text}`;
    this.#sink.send(`response.${this.#kind}.done`, `${this.#place},${members}`);
    this.#sink.send('response.content_part.done', `${this.#place},"part":${JSON.stringify(part)}`);
    this.#sink.done(this.#index, this.#item('completed', [part]));
  }

  #item(status: string, content: readonly Fields[]): Fields {
    const { phase } = this.#head;
    const said = phase === undefined ? {} : { phase };
    return { id: this.#id, type: 'message', status, role: 'assistant', ...said, content };
  }
}
