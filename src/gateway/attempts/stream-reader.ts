import { isAscii } from 'node:buffer';
import { modelAt, modelNear } from '../dialects/answering-model.ts';
import { type Batch, createEventCutter, type EventCutter } from '../dialects/event-cutter.ts';
import type { EventBatch, Translator } from '../dialects/translate/translator.ts';
import { type Framing, mark, type UsageReader, type Wire } from '../dialects/wire.ts';
import type { UpstreamError } from '../exchange/failure.ts';
import type { Quirks } from '../exchange/provider.ts';
import type { ToldUsage } from '../exchange/usage.ts';

/** What is known of a stream's text without reading it: for estimates when no figures come. */
export interface OutputSize {
  readonly events: number;
  readonly bytes: number;
  /** Size of the smallest event with output: about the frame that is around each piece of text. */
  readonly smallest: number;
}

/** The stream names its model in one of these events, or not at all (Azure's first has none). */
const eventsWithModel = 8;
/** Longer names are cut. */
const longestModel = 200;

/** An event waits whole up to this size when it is translated: a picture in an answer is some megabytes of base64. */
const mostTranslatedBytes = 32 * 1024 * 1024;

/**
 * Reads the stream of an upstream: cuts it into whole events and notes what they mean. From an upstream that speaks the
 * client's dialect their bytes come back as they came, and nothing is parsed but what holds figures or a failure;
 * otherwise what comes back is what a translator makes of them.
 */
export class StreamReader {
  /** A real output has come. */
  hasOutput = false;
  /** The terminal event has come. */
  terminal = false;
  /** A finish reason has come; the stream is whole if it ends now. */
  finished = false;
  /** The dialect's opening event has come. */
  started = false;
  /** The first failure that the upstream reported inside the stream. */
  failure: UpstreamError | undefined;
  /** That failure came before any output. */
  failedFirst = false;
  /** Why the stream can be read no further: what came is no event that could be translated. */
  unusable: string | undefined;
  events = 0;
  /** The model that answers, when it says that it is another than was asked for. */
  otherModel: string | undefined;

  readonly #wire: Wire;
  readonly #cutter: EventCutter;
  readonly #usage: UsageReader;
  readonly #keepUsageOnly: boolean;
  readonly #translator: Translator | undefined;
  #outputEvents = 0;
  #outputBytes = 0;
  #smallest = 0;
  /** Bits of the large event that is passing through. */
  #large = 0;
  #ended = false;
  readonly #isAsked: (model: string) => boolean;
  #looksForModel = eventsWithModel;

  /**
   * `keepUsageOnly`: the client asked for figures itself, so events that hold nothing else stay. `isAsked`: whether a
   * model is the one that was asked for.
   */
  constructor(
    wire: Wire,
    framing: Framing,
    quirks: Quirks,
    keepUsageOnly: boolean,
    translator: Translator | undefined,
    isAsked: (model: string) => boolean,
  ) {
    this.#wire = wire;
    this.#isAsked = isAsked;
    this.#translator = translator;
    this.#cutter =
      translator === undefined ? createEventCutter(framing) : createEventCutter(framing, mostTranslatedBytes);
    this.#usage = wire.createUsageReader(quirks);
    this.#keepUsageOnly = keepUsageOnly;
  }

  /** The client's stream stands inside an event that is too large to wait for: nothing of ours may be written. */
  get midEvent(): boolean {
    return this.#translator === undefined && this.#cutter.midEvent;
  }

  get outputSize(): OutputSize {
    return { events: this.#outputEvents, bytes: this.#outputBytes, smallest: this.#smallest };
  }

  /** The figures that came so far. */
  usage(): ToldUsage | undefined {
    return this.#usage.read();
  }

  /** Takes bytes of the upstream; returns the whole events that are complete with them, for the client. */
  push(chunk: Buffer): Buffer | undefined {
    const batch = this.#cutter.push(chunk);
    if (batch === undefined) return undefined;
    return this.#translator === undefined ? this.#pass(batch) : this.#translate(batch, this.#translator);
  }

  #translate(batch: Batch, translator: Translator): Buffer | undefined {
    const { bytes, text, ends } = batch;
    if (batch.partial) {
      this.unusable = 'an event of it is larger than 32 MiB';
      return undefined;
    }
    const whole = { bytes, text, isAscii: isAscii(bytes) };
    let start = 0;
    for (const end of ends) {
      const marks = this.#isOver ? 0 : (translator.repeat?.(whole, start, end) ?? 0);
      if (marks !== 0)
        this.#act(marks, (marks & mark.usage) === 0 ? '' : text.slice(start, end), end - start);
      else if (!this.#translateEvent(whole, start, end, translator)) break;
      start = end;
    }
    return translator.take();
  }

  /** What a failed or finished stream still says is not the answer; its figures count. */
  get #isOver(): boolean {
    return this.#ended || this.failure !== undefined;
  }

  #translateEvent(batch: EventBatch, start: number, end: number, translator: Translator): boolean {
    const event = batch.text.slice(start, end);
    const marks = this.#note(event, end - start);
    if (this.#isOver) return false;
    translator.event(batch.isAscii ? event : batch.bytes.toString('utf8', start, end), marks);
    if (this.terminal) this.#endTranslation(translator);
    return true;
  }

  /** The last words of a translated answer are said once, when it is known to be whole. */
  #endTranslation(translator: Translator): void {
    if (this.#ended) return;
    this.#ended = true;
    translator.end(this.usage());
  }

  #pass(batch: Batch): Buffer | undefined {
    const { bytes, text, ends } = batch;
    let start = 0;
    let kept: Buffer[] | undefined;
    let keptFrom = 0;
    // The rest of an event that was too large to wait for: its beginning has been read already.
    let inside = batch.continued;
    for (const end of ends) {
      if (inside) {
        inside = false;
        this.#endLarge(text.slice(0, end));
        start = end;
        continue;
      }
      const bits = this.#note(
        start === 0 && end === text.length ? text : text.slice(start, end),
        end - start,
      );
      if ((bits & mark.usageOnly) !== 0 && !this.#keepUsageOnly) {
        kept ??= [];
        if (start > keptFrom) kept.push(bytes.subarray(keptFrom, start));
        keptFrom = end;
      }
      start = end;
    }
    if (batch.partial && !inside && start < text.length) this.#beginLarge(text.slice(start));
    if (kept === undefined) return bytes;
    if (keptFrom < bytes.length) kept.push(bytes.subarray(keptFrom));
    if (kept.length === 0) return undefined;
    const [only] = kept;
    return kept.length === 1 ? only : Buffer.concat(kept);
  }

  /**
   * The upstream has ended. Returns the tail that had no blank line after it when it belongs to a whole answer;
   * the torn rest of a broken one is dropped, so that no half line reaches the client.
   */
  end(): Buffer | undefined {
    const rest = this.#cutter.rest();
    if (rest.length > 0) this.#note(rest.toString('latin1'), rest.length);
    const translator = this.#translator;
    if (translator !== undefined) {
      if (this.failure !== undefined || !(this.terminal || this.finished)) return undefined;
      if (rest.length > 0 && !this.#ended) translator.event(rest.toString('utf8'), 0);
      this.#endTranslation(translator);
      return translator.take();
    }
    if (rest.length === 0) return undefined;
    return this.terminal || this.finished || this.failure !== undefined ? rest : undefined;
  }

  /** The first piece of an event that is too large to wait for: output counts now, its end only when it is there. */
  #beginLarge(piece: string): void {
    this.#large = this.#wire.classify(piece);
    this.#act(this.#large & (mark.output | mark.start), piece, piece.length);
    if ((this.#large & mark.failure) !== 0) this.#fail(piece);
  }

  /** Its last piece, in which the figures stand. */
  #endLarge(piece: string): void {
    const later = this.#large & ~(mark.output | mark.start | mark.failure);
    this.#large = 0;
    this.#act(later, piece, piece.length);
  }

  #note(event: string, bytes: number): number {
    const bits = this.#wire.classify(event);
    this.#act(bits, event, bytes);
    return bits;
  }

  #act(bits: number, event: string, bytes: number): void {
    this.events += 1;
    if (this.#looksForModel > 0) this.#lookForModel(event);
    if (bits === 0) return;
    if ((bits & mark.output) !== 0) {
      this.hasOutput = true;
      this.#outputEvents += 1;
      this.#outputBytes += bytes;
      if (this.#smallest === 0 || bytes < this.#smallest) this.#smallest = bytes;
      if (bits === mark.output) return;
    }
    if ((bits & mark.start) !== 0) this.started = true;
    if ((bits & mark.usage) !== 0) this.#usage.take(event);
    if ((bits & mark.failure) !== 0) this.#fail(event);
    if ((bits & mark.finish) !== 0) this.finished = true;
    if ((bits & mark.terminal) !== 0) this.terminal = true;
  }

  #lookForModel(event: string): void {
    this.#looksForModel -= 1;
    const { modelPlace } = this.#wire;
    const near = modelNear(event, modelPlace);
    if (near === undefined) return;
    this.#looksForModel = 0;
    if (this.#isAsked(near)) return;
    const model = modelAt(event, modelPlace);
    if (model !== undefined && !this.#isAsked(model)) this.otherModel = model.slice(0, longestModel);
  }

  #fail(event: string): void {
    if (this.failure !== undefined) return;
    this.failure = this.#wire.readError(event);
    this.failedFirst = !this.hasOutput;
  }
}
