import { type Fields, textOf } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import { type JsonText, TextSum } from '../text-sum.ts';
import type { BlockOut } from './block-out.ts';
import { paragraphsOf } from './decode-reasoning.ts';
import type { ItemReader } from './read-item.ts';

/** A summary's part, or a part of the model's own text. */
interface Paragraph {
  readonly raw: boolean;
  readonly index: number;
  readonly sent: TextSum;
}

/** Reads a reasoning item: summaries by paragraphs, raw text, and the state that comes with its end. */
export class ReasoningReader implements ItemReader {
  readonly #out: BlockOut;
  readonly #paragraphs: Paragraph[] = [];
  #last: Paragraph | undefined;
  #block = -1;
  #raw = false;
  #id: string | undefined;

  constructor(out: BlockOut, item: Fields | undefined) {
    this.#out = out;
    this.#id = textOf(item?.id);
  }

  delta(raw: boolean, index: number, text: string): void {
    const paragraph = this.#paragraph(raw, index);
    if (this.#block >= 0 && this.#raw !== raw) this.shut();
    if (this.#block < 0) this.#open(raw);
    else if (this.#last !== paragraph) this.#out.emit({ kind: 'paragraph', block: this.#block });
    this.#last = paragraph;
    paragraph.sent.add(text);
    this.#out.emit({ kind: 'delta', block: this.#block, text });
  }

  /** Takes further text of the paragraph that is open. */
  repeat(raw: boolean, index: number): ((json: JsonText) => void) | undefined {
    const paragraph = this.#last;
    if (paragraph === undefined || paragraph.index !== index || paragraph.raw !== raw || this.#block < 0)
      return undefined;
    return (json) => paragraph.sent.addJson(json);
  }

  /** A paragraph as it is in the end. */
  whole(raw: boolean, index: number, text: string): void {
    const sent = this.#paragraph(raw, index).sent.text;
    if (text === sent) return;
    if (text.startsWith(sent)) this.delta(raw, index, text.slice(sent.length));
    else this.#out.losses.add('value', 'answer', 'reasoning that ended other than it was sent');
  }

  finish(item: Fields): void {
    this.#id ??= textOf(item.id);
    this.#finishList(item.summary, 'summary_text', false);
    this.#finishList(item.content, 'reasoning_text', true);
    const state = textOf(item.encrypted_content);
    if (state === undefined) this.shut();
    else {
      if (this.#block < 0) this.#open(this.#raw);
      this.#close(this.#out.opaque('openai-encrypted', state));
    }
  }

  shut(): void {
    if (this.#block >= 0) this.#close();
  }

  #finishList(value: unknown, type: string, raw: boolean): void {
    const seen = this.#paragraphs
      .filter((paragraph) => paragraph.raw === raw)
      .toSorted((one, other) => one.index - other.index);
    paragraphsOf(value, type).text.forEach((text, nth) => {
      if (text !== '') this.whole(raw, seen[nth]?.index ?? nth, text);
    });
  }

  #paragraph(raw: boolean, index: number): Paragraph {
    let found = this.#last;
    if (found !== undefined && found.index === index && found.raw === raw) return found;
    found = this.#paragraphs.find((known) => known.index === index && known.raw === raw);
    if (found === undefined) {
      found = { raw, index, sent: new TextSum() };
      this.#paragraphs.push(found);
    }
    return found;
  }

  #open(raw: boolean): void {
    this.#raw = raw;
    this.#last = undefined;
    this.#block = this.#out.open(this, {
      kind: 'reasoning',
      ...(raw && { raw }),
      ...(this.#id !== undefined && { id: this.#id }),
    });
  }

  #close(opaque?: Opaque): void {
    const block = this.#block;
    this.#block = -1;
    this.#out.close(this, block, opaque);
  }
}
