import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { type JsonText, TextSum } from '../text-sum.ts';
import type { BlockOut } from './block-out.ts';
import { citationOf } from './citations.ts';
import type { ItemReader } from './read-item.ts';

/** One text or refusal of a message: a block. */
interface Piece {
  readonly index: number;
  readonly refusal: boolean;
  /** Number of its block; -1 when none is open. */
  block: number;
  readonly sent: TextSum;
  cited: number;
}

/** Reads a message from its deltas, from what its parts ended as, and from the item itself; each may be missing. */
export class MessageReader implements ItemReader {
  readonly #out: BlockOut;
  readonly #pieces: Piece[] = [];
  #last: Piece | undefined;
  #phase: string | undefined;

  constructor(out: BlockOut, item: Fields | undefined) {
    this.#out = out;
    this.#phase = textOf(item?.phase);
  }

  delta(index: number, refusal: boolean, text: string): void {
    this.#say(this.#piece(index, refusal), text);
  }

  /** Takes further text of the piece that is open. */
  repeat(index: number, refusal: boolean): ((json: JsonText) => void) | undefined {
    const piece = this.#last;
    if (piece === undefined || piece.index !== index || piece.refusal !== refusal || piece.block < 0)
      return undefined;
    return (json) => piece.sent.addJson(json);
  }

  /** The text as it is in the end: what deltas left out is sent now. */
  whole(index: number, refusal: boolean, text: string): void {
    const piece = this.#piece(index, refusal);
    const sent = piece.sent.text;
    if (text === sent) return;
    if (text.startsWith(sent)) this.#say(piece, text.slice(sent.length));
    else this.#out.losses.add('value', 'answer', 'a text that ended other than it was sent');
  }

  annotation(index: number, annotation: Fields): void {
    const piece = this.#piece(index, false);
    this.#open(piece);
    piece.cited += 1;
    this.#out.emit({ kind: 'cite', block: piece.block, citation: citationOf(annotation) });
  }

  finish(item: Fields): void {
    this.#phase ??= textOf(item.phase);
    // By order, not by index: Bedrock counts parts from 1 in deltas.
    const seen = this.#pieces.toSorted((one, other) => one.index - other.index);
    const { content } = item;
    const parts = typeof content === 'string' ? [{ type: 'output_text', text: content }] : listOf(content);
    parts.forEach((part, nth) => {
      if (isFields(part)) this.part(part, seen[nth]?.index ?? nth);
    });
    this.shut();
  }

  /** A part of the content, whole. */
  part(part: Fields, index: number): void {
    const text = typeof part.text === 'string' ? part.text : undefined;
    if (part.type === 'refusal' && typeof part.refusal === 'string') this.whole(index, true, part.refusal);
    else if (text !== undefined) {
      this.whole(index, false, text);
      const annotations = listOf(part.annotations);
      const piece = this.#piece(index, false);
      for (const annotation of annotations.slice(piece.cited))
        if (isFields(annotation)) this.annotation(index, annotation);
      if (listOf(part.logprobs).length > 0) this.#out.lostLogprobs();
    } else this.#out.losses.add('part', 'answer', `${textOf(part.type) ?? 'a part'} of a message`);
  }

  shut(): void {
    const piece = this.#last;
    if (piece === undefined || piece.block < 0) return;
    const { block } = piece;
    piece.block = -1;
    this.#out.close(this, block);
  }

  #piece(index: number, refusal: boolean): Piece {
    const last = this.#last;
    if (last !== undefined && last.index === index && last.refusal === refusal) return last;
    let piece = this.#pieces.find((known) => known.index === index && known.refusal === refusal);
    if (piece === undefined) {
      piece = { index, refusal, block: -1, sent: new TextSum(), cited: 0 };
      this.#pieces.push(piece);
    }
    return piece;
  }

  #say(piece: Piece, text: string): void {
    this.#open(piece);
    piece.sent.add(text);
    this.#out.emit({ kind: 'delta', block: piece.block, text });
  }

  /** One piece after the other; what comes late for a closed one is a block more. */
  #open(piece: Piece): void {
    if (piece.block >= 0) return;
    this.shut();
    this.#last = piece;
    piece.block = this.#out.open(this, {
      kind: 'text',
      ...(piece.refusal && { refusal: true }),
      ...(this.#phase !== undefined && { phase: this.#phase }),
    });
  }
}

/** The annotation in an event, if it holds one. */
export function annotationIn(data: Fields): Fields | undefined {
  return fieldsOf(data.annotation);
}
