import type { Path, Repeat, StreamDecoder, StreamEncoder } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import type { ReplyEvent } from '../reply.ts';
import { type DeltaFrame, findFrame } from './delta-frame.ts';
import type { EventBatch } from './translator.ts';

/** So many frames in a row that nothing came of, and the next ones are looked for ever more rarely. */
const mostUseless = 4;
/** At least one event in so many is looked at: a stream may become regular. */
const longestPause = 256;

/**
 * Copies deltas from a provider's event into a client's without parsing: nine of ten events differ from the one before
 * in their text alone. An event that was decoded shows the frame; whatever differs from it is decoded again, so both
 * ways must leave decoder and encoder in the same state.
 */
export class DeltaCopier {
  readonly #decoder: StreamDecoder;
  readonly #encoder: StreamEncoder;
  #frame: DeltaFrame | undefined;
  /** What the event that was decoded last may be repeated as; nothing else was taken since. */
  #repeat: Repeat | undefined;
  /** That event, as long as its frame was not looked for: many streams have but one delta. */
  #event: string | undefined;
  #block = 0;
  #useless = 0;
  #pause = 0;
  /** The deltas that came of the event that is being decoded; the last one of them. */
  #given = 0;
  #delta: Extract<ReplyEvent, { kind: 'delta' }> | undefined;

  constructor(decoder: StreamDecoder, encoder: StreamEncoder) {
    this.#decoder = decoder;
    this.#encoder = encoder;
  }

  /** Takes the event from `start` to `end` if it has the frame; false: it must be decoded. */
  copy({ bytes, text, isAscii }: EventBatch, start: number, end: number): boolean {
    const repeat = this.#repeat;
    if (repeat === undefined) return false;
    if (this.#event !== undefined) this.#study(this.#event, repeat);
    const frame = this.#frame;
    if (frame === undefined || !frame.matches(text, start, end)) return false;
    const { textStart, textEnd } = frame;
    let json = text.slice(textStart, textEnd);
    if (!isAscii && !isPlain.test(json)) json = bytes.toString('utf8', textStart, textEnd);
    if (this.#encoder.takeJson?.(this.#block, json) !== true) return false;
    repeat.add(json);
    this.#useless = 0;
    return true;
  }

  /** An event is about to be decoded. */
  begin(): void {
    this.#repeat = undefined;
    this.#event = undefined;
    this.#given = 0;
    this.#delta = undefined;
  }

  /** What the encoder is given of it. */
  note(event: ReplyEvent): void {
    this.#given += 1;
    this.#delta = event.kind === 'delta' ? event : undefined;
  }

  /** It has been decoded. */
  learn(event: string, data: Fields): void {
    const delta = this.#delta;
    if (this.#given !== 1 || delta === undefined || this.#encoder.takeJson === undefined) return;
    const repeat = this.#decoder.repeat?.(data);
    if (repeat === undefined) return;
    // A frame of another block, or around another member, says nothing of this one.
    if (delta.block !== this.#block || !isSame(this.#frame?.path, repeat.path)) this.#frame = undefined;
    this.#block = delta.block;
    this.#repeat = repeat;
    this.#event = event;
  }

  /** Looks for the event's frame. Without one, as when its text cannot be copied, the one of before still holds. */
  #study(event: string, { path, loose }: Repeat): void {
    this.#event = undefined;
    if (this.#pause > 0) {
      this.#pause -= 1;
      return;
    }
    const frame = findFrame(event, path, loose);
    if (frame === undefined) return;
    this.#frame = frame;
    this.#useless += 1;
    if (this.#useless > mostUseless) this.#pause = Math.min(2 ** this.#useless, longestPause);
  }
}

/** A character here is a byte there. */
const isPlain = /^[\x00-\x7f]*$/;

function isSame(one: Path | undefined, other: Path): boolean {
  return one?.length === other.length && one.every((step, at) => step === other[at]);
}
