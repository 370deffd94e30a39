import type { Translator } from '../dialects/translate/translator.ts';
import type { Framing } from '../dialects/wire.ts';
import type { Cost } from '../exchange/cost.ts';
import type { Failure } from '../exchange/failure.ts';
import {
  type Clock,
  firstHeader,
  type Log,
  type Timer,
  type Transport,
  type TransportError,
  type UpstreamCall,
  type UpstreamHandler,
  type UpstreamHeaders,
} from '../exchange/ports.ts';
import type { Provider } from '../exchange/provider.ts';
import type { AttemptRecord } from '../exchange/record.ts';
import { type ToldUsage, tokensOf, type Usage } from '../exchange/usage.ts';
import { classifyAnswer, classifyEvent, classifyTransport } from '../routing/classify.ts';
import type { Candidate } from '../routing/view.ts';
import { createDecoder, type Decoder } from '../upstream/decode-answer.ts';
import type { Ask } from './ask.ts';
import { AttemptNotes } from './attempt-notes.ts';
import { Deadline } from './deadline.ts';
import { estimateUsage, estimateWhole } from './estimate.ts';
import type { FirstByteWait } from './first-byte-book.ts';
import type { KeyGuard } from './key-guard.ts';
import { lateFailure, slowFailure } from './late-failure.ts';
import { isErrorBody, isPage } from './not-an-answer.ts';
import type { PreparedCall } from './prepared-call.ts';
import { StreamReader } from './stream-reader.ts';
import { translatedHeaders } from './translated-headers.ts';

/** An upstream's refusal, whole, so that it can be handed on as it is. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: UpstreamHeaders;
  readonly body: Buffer;
}

/** What an attempt tells the run that started it. Exactly one of `failed`, `completed`, `broken` ends it. */
export interface AttemptListener {
  /** Headers of a good answer are there and its first real output: from now on the client's answer is this one. */
  committed(from: Attempt, status: number, headers: UpstreamHeaders, held: readonly Buffer[]): void;
  /** Bytes of a committed answer. False: stop reading until `resume`. */
  output(bytes: Buffer): boolean;
  /** A whole answer that is no stream. */
  whole(from: Attempt, status: number, headers: UpstreamHeaders, body: Buffer): void;
  /** Whether somebody else will be asked after this failure; if not, the upstream's own words are the best answer. */
  canMoveOn(from: Attempt, failure: Failure): boolean;
  /** Nothing was given to the client; somebody else may answer. */
  failed(from: Attempt, failure: Failure, answer: UpstreamAnswer | undefined): void;
  /** A committed stream came to its end. `trailing`: last bytes. */
  completed(): void;
  /** A committed stream broke. `reported`: the upstream's own failure event has gone to the client already. */
  broken(failure: Failure, reported: boolean, midEvent: boolean): void;
}

/** After the terminal event, for what comes with it: Claude Code waits for the end of the body, not for the event. */
const afterTerminalMs = 100;

/**
 * After a finish reason in dialects whose streams may end without a terminal event: figures may still come
 * (OpenRouter sends them in a chunk of their own), and some providers never hang up.
 */
const afterFinishMs = 5_000;

/** What is answered with figures, or else has them estimated. */
const countsTokens: ReadonlySet<Ask['operation']> = new Set(['generate', 'compact', 'embed', 'batch-embed']);

/** Error bodies are text of a few kilobytes; more is cut. */
const mostErrorBytes = 1024 * 1024;

/** Held back before the first real output, beyond which the stream is let through as it is. */
const mostHeldBytes = 4 * 1024 * 1024;
const mostHeldEvents = 1024;

/** Longer names of models are cut. */
const longestModel = 200;

/** A JSON answer is kept whole up to this size (failover until its end, figures in headers); a larger one flows through. */
const mostWholeBytes = 32 * 1024 * 1024;

export interface AttemptDeps {
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  readonly transport: Transport;
  readonly provider: Provider;
  readonly firstByte: FirstByteWait;
  /** Knows the key that the request bears. */
  readonly guard: KeyGuard;
  /** What an answer's tokens cost, of an attempt that began at a time. */
  cost(told: ToldUsage, at: number): Cost | undefined;
  /** Whether two names mean one model. */
  readonly isSameModel: (asked: string, answered: string) => boolean;
}

/** One call to one candidate, from the first byte sent to the last byte read. */
export class Attempt implements UpstreamHandler {
  readonly candidate: Candidate;
  readonly #deps: AttemptDeps;
  readonly #ask: Ask;
  readonly prepared: PreparedCall;
  readonly #listener: AttemptListener;
  readonly #notes: AttemptNotes;
  readonly #watch: Deadline;

  #call: UpstreamCall | undefined;
  #over = false;
  #fresh = false;
  #committed = false;
  #reader: StreamReader | undefined;
  #decoder: Decoder | undefined;
  #parts: Buffer[] = [];
  #bytes = 0;
  #heldEvents = 0;
  #flowing = false;
  /** Whether the answer is a list of pieces or one whole is not known before its first byte. */
  #isUndecided = false;
  #endTimer: Timer | undefined;
  #record: AttemptRecord | undefined;
  #otherModel: string | undefined;
  /** Runs between the first byte and the first real output, where that has a limit. */
  #outputTimer: Timer | undefined;

  constructor(
    deps: AttemptDeps,
    ask: Ask,
    candidate: Candidate,
    prepared: PreparedCall,
    listener: AttemptListener,
  ) {
    this.#deps = deps;
    this.#ask = ask;
    this.candidate = candidate;
    this.prepared = prepared;
    this.#listener = listener;
    this.#notes = new AttemptNotes(deps.clock);
    const { timeouts } = deps.provider;
    const patience = prepared.streams ? timeouts.connectMs + deps.firstByte.limitMs : timeouts.totalMs;
    this.#watch = new Deadline(deps.clock, patience, () => this.#late());
  }

  start(): void {
    this.#call = this.#deps.transport.call(this.prepared.request, this);
  }

  /** By the monotonic clock. */
  get startedMonotonic(): number {
    return this.#notes.start;
  }

  /**
   * Stops without a word to the listener: the client has left, or the gateway shuts down. True when the answer was
   * whole by then (Codex hangs up the moment it has read `response.completed`): a success, not a cancellation.
   */
  cancel(): boolean {
    if (this.#over) return false;
    const whole = this.#committed && (this.#reader?.terminal === true || this.#reader?.finished === true);
    this.#close(whole ? 'ok' : 'cancelled');
    return whole;
  }

  /** Stops without a word to the listener: another attempt has decided. */
  lose(): void {
    if (this.#over) return;
    if (!this.begun) this.#deps.firstByte.took(this.#notes.since());
    this.#close('hedged');
  }

  /** A byte of the answer has come. */
  get begun(): boolean {
    return this.#bytes > 0;
  }

  resume(): void {
    if (this.#over) return;
    this.#decoder?.resume();
    this.#call?.resume();
  }

  /** Whether something may be written into the client's stream now. */
  get betweenEvents(): boolean {
    return this.#reader?.midEvent !== true;
  }

  get streamStarted(): boolean {
    // Whatever a translator has written begins with the dialect's opening event.
    return this.prepared.translator === undefined ? this.#reader?.started === true : this.#committed;
  }

  get committed(): boolean {
    return this.#committed;
  }

  /** Figures of the answer: as reported, else estimated when there was output. */
  get usage(): Usage | undefined {
    const { usage } = this.#notes;
    return usage === undefined ? undefined : tokensOf(usage);
  }

  /** Headers of the answer; none before they are there. */
  get headers(): UpstreamHeaders {
    return this.#notes.headers;
  }

  /** The model that the answer says it is from, when that is another than was asked for. */
  get otherModel(): string | undefined {
    const model = this.#reader?.otherModel ?? this.#otherModel;
    return model === undefined ? undefined : this.#deps.guard.name(model);
  }

  #isAsked(model: string): boolean {
    const asked = this.candidate.model;
    return asked === '' || this.#deps.isSameModel(asked, model);
  }

  /** The row that is kept of this attempt; made once, after it has ended. */
  record(): AttemptRecord {
    this.#record ??= this.#notes.record(this.candidate, this.#cost());
    return this.#record;
  }

  #cost(): Cost | undefined {
    const { usage, startedAt } = this.#notes;
    return usage === undefined ? undefined : this.#deps.cost(usage, startedAt);
  }

  // What the transport reports

  onSent(): void {
    this.#notes.connectMs ??= this.#notes.since();
  }

  onHead(status: number, headers: UpstreamHeaders): void {
    if (this.#over) return;
    this.#notes.firstByteMs = this.#notes.since();
    this.#notes.status = status;
    this.#notes.headers = this.#deps.guard.headers(headers);
    const encoding = firstHeader(headers, 'content-encoding');
    if (encoding !== undefined && encoding !== 'identity' && !this.#decode(encoding)) return;
    if (status < 200 || status >= 300) return;
    if (this.#ask.operation === 'raw') {
      // Nothing is known of a raw answer, so nothing is waited for.
      this.#flowing = true;
      return this.#commit();
    }
    if (!this.prepared.streams) return;
    const framing = this.prepared.wire.framing(firstHeader(headers, 'content-type') ?? '');
    if (framing === undefined) return;
    // Google's JSON is a stream when events were not asked for; when they were, the first byte tells.
    if (framing === 'json-array' && this.prepared.asksEvents) this.#isUndecided = true;
    else this.#readStream(framing);
  }

  #readStream(framing: Framing): void {
    const { wire, translator } = this.prepared;
    const { quirks } = this.#deps.provider;
    const isAsked = (model: string): boolean => this.#isAsked(model);
    this.#reader = new StreamReader(wire, framing, quirks, this.#ask.wantsUsage, translator, isAsked);
  }

  onData(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#decoder === undefined) this.#take(chunk);
    else this.#decoder.push(chunk);
  }

  onEnd(): void {
    if (this.#over) return;
    if (this.#decoder === undefined) this.#finish();
    else this.#decoder.end();
  }

  onError(error: TransportError): void {
    if (this.#over) return;
    if (error.stale && !this.#fresh && this.#notes.firstByteMs === undefined) {
      // The provider closed a kept connection at the moment we used it: nobody's failure.
      this.#fresh = true;
      this.#call = this.#deps.transport.call({ ...this.prepared.request, fresh: true }, this);
      return;
    }
    this.#lost(classifyTransport(error));
  }

  /** False: the answer is compressed in a way that nobody asked for and nobody here can read. */
  #decode(encoding: string): boolean {
    this.#decoder = createDecoder(encoding, {
      output: (chunk) => this.#take(chunk),
      end: () => this.#finish(),
      error: (message) => this.onError({ code: 'bad_response', message, stale: false }),
    });
    if (this.#decoder !== undefined) return true;
    const message = `The answer came compressed as ${encoding.slice(0, 60)}.`;
    this.onError({ code: 'bad_response', message, stale: false });
    return false;
  }

  // What becomes of the bytes

  #take(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#bytes === 0 && this.prepared.streams) this.#begun();
    else if (this.prepared.streams) this.#watch.touch();
    this.#bytes += chunk.length;
    if (this.#isUndecided) {
      this.#isUndecided = false;
      if (chunk.toString('latin1', 0, 16).trimStart().startsWith('[')) this.#readStream('json-array');
    }
    const reader = this.#reader;
    if (reader !== undefined) return this.#stream(reader, chunk);
    if (this.#flowing) {
      if (!this.#listener.output(chunk)) this.#pause();
      return;
    }
    // Mostly the only one, and a pushed list has room for 17.
    if (this.#parts.length === 0) this.#parts = [chunk];
    else this.#parts.push(chunk);
    const good = this.#notes.isGood;
    if (!good && this.#bytes > mostErrorBytes) return this.#finish();
    if (good && this.#bytes > mostWholeBytes) {
      if (this.prepared.translator !== undefined) return this.#unusable('it is larger than 32 MiB');
      this.#flowing = true;
      this.#commit();
    }
  }

  #begun(): void {
    this.#deps.firstByte.took(this.#notes.since());
    const { idleMs, firstOutputMs } = this.#deps.provider.timeouts;
    this.#watch.reset(idleMs);
    if (firstOutputMs === undefined) return;
    this.#outputTimer = this.#deps.clock.after(firstOutputMs, () => this.#slow(firstOutputMs));
  }

  /** The stream has begun and says nothing. Somebody else may be faster; without anybody it is waited for. */
  #slow(ms: number): void {
    const failure = slowFailure(ms);
    const waits =
      this.#committed || this.#reader?.hasOutput === true || !this.#listener.canMoveOn(this, failure);
    if (!waits) this.#refused(failure, undefined);
  }

  #stream(reader: StreamReader, chunk: Buffer): void {
    const whole =
      this.prepared.translator === undefined
        ? reader.push(chunk)
        : this.#translated(() => reader.push(chunk));
    if (this.#over) return;
    if (reader.unusable !== undefined) return this.#unusable(reader.unusable);
    // What a provider says of a failure may quote the key.
    const bytes = reader.failure === undefined || whole === undefined ? whole : this.#deps.guard.bytes(whole);
    if (reader.hasOutput) this.#notes.firstOutputMs ??= this.#notes.since();
    if (this.#committed) {
      if (bytes !== undefined && !this.#listener.output(bytes)) this.#pause();
    } else {
      if (reader.failedFirst && this.#movesOn(reader)) return;
      if (this.#collects) {
        if (this.#bytes > mostWholeBytes) return this.#unusable('it is larger than 32 MiB');
        return this.#awaitEnd(reader);
      }
      if (bytes !== undefined) this.#parts.push(bytes);
      this.#heldEvents = reader.events;
      const full = this.#bytes > mostHeldBytes || this.#heldEvents > mostHeldEvents;
      const told = reader.failure !== undefined;
      if (reader.hasOutput || reader.terminal || reader.finished || told || full) this.#commit();
    }
    this.#awaitEnd(reader);
  }

  #awaitEnd(reader: StreamReader): void {
    if (reader.terminal) this.#endTimer ??= this.#deps.clock.after(afterTerminalMs, () => this.#finish());
    else if (reader.finished || reader.failure !== undefined) this.#watch.reset(afterFinishMs);
  }

  /** The upstream began its stream with a failure: true when another candidate is asked instead. */
  #movesOn(reader: StreamReader): boolean {
    const failure = this.#eventFailure(reader);
    // Its words are of another dialect: the refusal is told in the client's.
    const passes = this.prepared.translator === undefined;
    if (passes && !this.#listener.canMoveOn(this, failure)) return false;
    this.#refused(failure, undefined);
    return true;
  }

  #eventFailure(reader: StreamReader): Failure {
    return classifyEvent(reader.failure ?? {}, this.#deps.clock.now());
  }

  #pause(): void {
    this.#decoder?.pause();
    this.#call?.pause();
  }

  #commit(): void {
    this.#committed = true;
    const held = this.#parts;
    this.#parts = [];
    this.#listener.committed(this, this.#notes.status, this.#answerHeaders(true), held);
  }

  /** The upstream has said all that it will say. */
  #finish(): void {
    if (this.#over) return;
    const reader = this.#reader;
    if (reader !== undefined) return this.#finishStream(reader);
    if (this.#flowing) {
      if (this.#ask.operation !== 'raw')
        this.#notes.usage = estimateWhole(this.#ask.requestBytes, this.#bytes);
      this.#close('ok');
      this.#listener.completed();
      return;
    }
    const body = this.#parts.length === 1 ? (this.#parts[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#parts);
    if (this.#notes.isGood) return this.#finishWhole(body);
    const said = this.#deps.guard.bytes(body);
    const answer: UpstreamAnswer = { status: this.#notes.status, headers: this.#notes.headers, body: said };
    const error = this.prepared.wire.readError(said);
    const now = this.#deps.clock.now();
    this.#refused(
      classifyAnswer({ status: this.#notes.status, headers: this.#notes.headers, error, now }),
      answer,
    );
  }

  #finishWhole(body: Buffer): void {
    const { wire, streams } = this.prepared;
    if (countsTokens.has(this.#ask.operation)) {
      const failure = this.#failureIn(body);
      if (failure !== undefined) return this.#refused(failure, undefined);
      if (isPage(body)) return this.#unusable('it is a web page');
      const model = wire.modelOfAnswer(body);
      if (model !== undefined && !this.#isAsked(model)) this.#otherModel = model.slice(0, longestModel);
      this.#notes.usage =
        wire.usageOfAnswer(body, this.#deps.provider.quirks) ??
        estimateWhole(this.#ask.requestBytes, body.length);
    }
    this.#notes.firstOutputMs = this.#notes.firstByteMs;
    const late = this.#ask.stream && streams;
    const translator = late ? this.prepared.lateTranslator() : this.prepared.translator;
    if (translator !== undefined) return this.#translateWhole(translator, body);
    this.#close('ok');
    this.#listener.whole(this, this.#notes.status, this.#notes.headers, body);
  }

  /** An error in the place of an answer. One that nobody else could mend passes as it is where nothing is translated. */
  #failureIn(body: Buffer): Failure | undefined {
    if (!isErrorBody(body)) return undefined;
    const said = this.prepared.wire.readError(this.#deps.guard.bytes(body));
    const failure = classifyEvent(said, this.#deps.clock.now());
    const passes = this.prepared.translator === undefined && !(this.#ask.stream && this.prepared.streams);
    return passes && !this.#listener.canMoveOn(this, failure) ? undefined : failure;
  }

  /** A whole answer that the client gets in another dialect, or as a stream. */
  #translateWhole(translator: Translator, body: Buffer): void {
    const read = this.#translated(() => translator.whole(body, this.#notes.usage));
    if (this.#over) return;
    if (read === false) return this.#unusable('it is no JSON object');
    if (!this.#ask.stream) return this.#giveCollected(translator);
    this.#committed = true;
    const bytes = translator.take();
    this.#listener.committed(
      this,
      this.#notes.status,
      this.#answerHeaders(true),
      bytes === undefined ? [] : [bytes],
    );
    this.#close('ok');
    this.#listener.completed();
  }

  /** The client asked for no stream: it gets what a stream, or a whole answer in another dialect, was collected to. */
  #giveCollected(translator: Translator): void {
    const body = this.#translated(() => translator.body());
    if (this.#over) return;
    if (body === undefined) return this.#unusable('it did not end');
    this.#close('ok');
    this.#listener.whole(this, this.#notes.status, this.#answerHeaders(false), body);
  }

  /** Runs a step of the translation. A fault of ours in it fails this attempt, not the whole process. */
  #translated<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      this.#deps.log.error('an answer could not be translated', { error, request: this.#ask.id });
      const message = 'The answer could not be translated; the log says why.';
      this.#fail({ class: 'internal', code: 'translation_failed', message });
      return undefined;
    }
  }

  /** The provider sent what is no answer in its dialect (a page of a proxy, say); somebody else may do better. */
  #unusable(detail: string): void {
    const message = `The answer of the provider cannot be used: ${detail}.`;
    this.#fail({ class: 'transport', code: 'bad_response', message });
  }

  #fail(failure: Failure): void {
    if (this.#committed) this.#break(failure, false);
    else this.#refused(failure, undefined);
  }

  /** The client gets one body, and the provider is asked for a stream. */
  get #collects(): boolean {
    return this.prepared.translator !== undefined && !this.#ask.stream;
  }

  #answerHeaders(streams: boolean): UpstreamHeaders {
    const reader = this.#reader;
    const own =
      this.prepared.translator === undefined && (reader !== undefined || !this.#ask.stream || this.#flowing);
    return own ? this.#notes.headers : translatedHeaders(this.#notes.headers, this.#ask, streams);
  }

  #finishStream(reader: StreamReader): void {
    const { translator } = this.prepared;
    const rest = this.#translated(() => reader.end());
    if (this.#over) return;
    if (!this.#committed && reader.failedFirst && this.#movesOn(reader)) return;
    const told = reader.failure !== undefined;
    const whole = !told && (reader.terminal || reader.finished);
    if (this.#collects && translator !== undefined) {
      if (whole) return this.#giveCollected(translator);
    } else if (!this.#committed && (reader.hasOutput || reader.terminal || reader.finished || told))
      this.#commit();
    if (rest !== undefined) {
      this.#listener.output(reader.failure === undefined ? rest : this.#deps.guard.bytes(rest));
    }
    if (told && this.#committed) return this.#break(this.#eventFailure(reader), translator === undefined);
    if (told) return this.#refused(this.#eventFailure(reader), undefined);
    if (whole) {
      this.#close('ok');
      this.#listener.completed();
      return;
    }
    const message = 'The stream ended without its closing event.';
    const failure: Failure = { class: 'transport', code: 'stream_cut', message };
    this.#fail(failure);
  }

  /** The connection is gone. A stream that was whole by then is whole. */
  #lost(failure: Failure): void {
    const reader = this.#reader;
    if (reader !== undefined && (reader.terminal || reader.finished || reader.failure !== undefined)) {
      return this.#finishStream(reader);
    }
    this.#fail(failure);
  }

  #late(): void {
    const reader = this.#reader;
    if (reader?.finished === true || reader?.failure !== undefined) return this.#finishStream(reader);
    const { provider, firstByte } = this.#deps;
    const { streams } = this.prepared;
    const { begun } = this;
    if (streams && !begun) this.#deps.firstByte.took(this.#notes.since());
    this.#lost(lateFailure({ ...provider.timeouts, firstByteMs: firstByte.limitMs }, streams, begun));
  }

  #refused(why: Failure, answer: UpstreamAnswer | undefined): void {
    const failure = this.#deps.guard.failure(why);
    this.#notes.failure = failure;
    // Guessed from the size of a body that turned out to be no answer: nobody is charged for that.
    if (this.#notes.usage?.estimated === true) this.#notes.usage = undefined;
    this.#close('failed');
    this.#listener.failed(this, failure, answer);
  }

  #break(why: Failure, reported: boolean): void {
    const failure = this.#deps.guard.failure(why);
    this.#notes.failure = failure;
    const midEvent = this.#reader?.midEvent === true;
    this.#close('failed');
    this.#listener.broken(failure, reported, midEvent);
  }

  #close(outcome: AttemptRecord['outcome']): void {
    this.#over = true;
    this.#notes.outcome = outcome;
    this.#notes.totalMs = this.#notes.since();
    this.#watch.cancel();
    this.#endTimer?.cancel();
    this.#outputTimer?.cancel();
    this.#decoder?.stop();
    this.#call?.abort();
    this.#parts = [];
    const reader = this.#reader;
    if (reader === undefined || this.#notes.usage !== undefined) return;
    const told = reader.usage();
    if (told?.estimated !== false && reader.hasOutput) {
      // Figures of a stream that broke off know the prompt (Anthropic's first event), and of the output nothing.
      const guess = estimateUsage(this.#ask.requestBytes, reader.outputSize);
      this.#notes.usage = told === undefined ? guess : { ...told, output: guess.output };
    } else this.#notes.usage = told;
  }
}
