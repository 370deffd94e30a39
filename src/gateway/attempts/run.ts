import type { Conversation } from '../dialects/conversation.ts';
import { wireOf } from '../dialects/wires.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import type { Failure } from '../exchange/failure.ts';
import type { Loss } from '../exchange/loss.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { Transport, UpstreamHeaders } from '../exchange/ports.ts';
import type { Provider } from '../exchange/provider.ts';
import type { AttemptRecord, RequestOutcome } from '../exchange/record.ts';
import type { Usage } from '../exchange/usage.ts';
import { decision } from '../routing/classify.ts';
import type { HealthBook } from '../routing/health-book.ts';
import type { Candidate, Plan } from '../routing/view.ts';
import { returnHeaders } from '../upstream/response-headers.ts';
import type { Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import { Attempt, type AttemptListener, type UpstreamAnswer } from './attempt.ts';
import { Deadline } from './deadline.ts';
import { type FailedAttempt, finalError } from './final-error.ts';
import { KeyGuard } from './key-guard.ts';
import { PivotAsk, type Unreadable } from './pivot-ask.ts';
import { type PrepareDeps, prepareCall } from './prepare-call.ts';
import { isStateRefusal } from './state-refusal.ts';

/** What a run needs of the gateway, as plain functions. */
export interface RunDeps extends PrepareDeps {
  readonly health: HealthBook;
  provider(id: string): Provider | undefined;
  key(provider: string, account: string): string | undefined;
  transport(provider: Provider): Transport;
  /** A provider is about to be called. */
  used(provider: string): void;
  /** A provider said that it lacks a model. */
  modelMissing(provider: string, model: string): void;
  /** Whether requests that were read are wanted once more in the result. */
  keepsRequests(): boolean;
}

/** How a run ended; what the request's row is made of. */
export interface RunResult {
  readonly outcome: RequestOutcome;
  /** Status the client got; 0 when it left before one was sent. */
  readonly status: number;
  readonly failure?: Failure;
  /** Who answered. */
  readonly answeredBy?: Candidate;
  readonly attempts: readonly AttemptRecord[];
  readonly usage?: Usage;
  /** The request as it was read to be converted, if such are kept; absent when its bytes were passed on. */
  readonly conversation?: Conversation;
  /** What the request and its answer lost between two dialects. */
  readonly losses: readonly Loss[];
  /** Milliseconds from the start of the run. */
  readonly firstByteMs?: number;
  readonly firstOutputMs?: number;
  readonly responseBytes: number;
}

/** Milliseconds of silence towards the client after which a sign of life goes out. Clients give up after 20 to 300 s. */
const silenceMs = 15_000;

/**
 * The loop of one request: try a candidate, hold back until its first real output, then commit, or move on.
 * After 15 s without output the client gets 200, the request id and a comment, while failover is still possible.
 */
export class Run implements AttemptListener {
  readonly #deps: RunDeps;
  readonly #ask: Ask;
  readonly #plan: Plan;
  readonly #answer: Answer;
  readonly #done: (result: RunResult) => void;
  readonly #nobody: () => ErrorAnswer;
  readonly #start: number;
  readonly #silence: Deadline | undefined;
  readonly #pivot: PivotAsk;

  #next = 0;
  #attempt: Attempt | undefined;
  #over = false;
  #headSent = false;
  #status = 0;
  #bytes = 0;
  #firstByteMs: number | undefined;
  #records: readonly AttemptRecord[] = [];
  readonly #failed: FailedAttempt[] = [];
  /** Why the request could not be written for a candidate. */
  #unreadable: Unreadable | undefined;

  /** `nobody` makes the error for the case that not one candidate could be called. */
  constructor(
    deps: RunDeps,
    ask: Ask,
    plan: Plan,
    answer: Answer,
    nobody: () => ErrorAnswer,
    done: (result: RunResult) => void,
  ) {
    this.#nobody = nobody;
    this.#deps = deps;
    this.#ask = ask;
    this.#pivot = new PivotAsk(ask, deps.keepsRequests());
    this.#plan = plan;
    this.#answer = answer;
    this.#done = done;
    this.#start = deps.clock.monotonic();
    if (ask.stream) this.#silence = new Deadline(deps.clock, silenceMs, () => this.#signOfLife());
  }

  start(): void {
    this.#tryNext();
  }

  /** The client hung up. What it got until then is kept; nobody is blamed. */
  clientGone(): void {
    if (this.#over) return;
    this.#stop({ class: 'cancelled', code: 'client_gone', message: 'The client closed the connection.' });
  }

  /** The gateway cannot wait any longer: the client gets the dialect's error. */
  shutDown(): void {
    if (this.#over) return;
    const error = errorAnswer('draining', this.#ask.id, {}, { retryAfterSeconds: 3 });
    this.#sayError(error);
    this.#stop({ class: 'cancelled', code: 'shut_down', message: error.message });
  }

  /** The client has taken what was written. */
  drained(): void {
    this.#attempt?.resume();
  }

  // What an attempt reports

  committed(status: number, headers: UpstreamHeaders, held: readonly Buffer[]): void {
    this.#ask.releaseBody();
    const head = returnHeaders(headers);
    this.#addOwnHeaders(head, true);
    this.#sendHead(status, head);
    if (held.length === 0) this.#answer.flush();
    for (const bytes of held) this.output(bytes);
  }

  output(bytes: Buffer): boolean {
    this.#bytes += bytes.length;
    this.#silence?.touch();
    const room = this.#answer.write(bytes);
    this.#firstByteMs ??= this.#since();
    return room;
  }

  whole(status: number, headers: UpstreamHeaders, body: Buffer): void {
    this.#firstByteMs ??= this.#since();
    this.#bytes += body.length;
    if (this.#headSent) this.#answer.end(body);
    else {
      const head = returnHeaders(headers);
      this.#addOwnHeaders(head, true);
      const latency = String(Math.round(this.#since()));
      head.push('x-patchbay-latency-ms', latency);
      if (this.#ask.routerxNames) head.push('x-routerx-latency-ms', latency);
      head.push('content-length', String(body.length));
      this.#sendHead(status, head);
      this.#answer.end(body);
    }
    this.#succeed();
  }

  completed(): void {
    this.#answer.end();
    this.#succeed();
  }

  canMoveOn(failure: Failure): boolean {
    return decision(failure) === 'next' && this.#next < this.#plan.candidates.length;
  }

  failed(failure: Failure, answer: UpstreamAnswer | undefined): void {
    const attempt = this.#attempt;
    if (attempt === undefined || this.#over) return;
    const { candidate } = attempt;
    this.#keep(attempt.record());
    this.#attempt = undefined;
    if (candidate.reason !== 'without-state' && isStateRefusal(failure)) {
      this.#deps.health.released(candidate);
      if (this.#call({ ...candidate, reason: 'without-state' })) return;
    }
    this.#failed.push({ provider: candidate.provider, dialect: candidate.dialect, failure, answer });
    this.#blame(candidate, failure);
    if (decision(failure) === 'next') this.#tryNext();
    else this.#giveUp();
  }

  broken(failure: Failure, reported: boolean, midEvent: boolean): void {
    const attempt = this.#attempt;
    if (attempt === undefined || this.#over) return;
    this.#keep(attempt.record());
    this.#blame(attempt.candidate, failure);
    if (!reported) {
      const detail = `${failure.code}: ${failure.message}`;
      const values = { provider: attempt.candidate.provider, detail };
      const blame = { provider: attempt.candidate.provider, class: failure.class };
      const error = errorAnswer('stream_broken', this.#ask.id, values, blame);
      if (midEvent) this.#answer.write(Buffer.from('\n\n'));
      this.#write(wireOf(this.#ask.dialect).brokenStream(error, attempt.streamStarted));
    }
    this.#answer.end();
    this.#finish(failure.class === 'client' ? 'client-error' : 'failed', failure, attempt);
  }

  // The loop

  #tryNext(): void {
    while (!this.#over) {
      const candidate = this.#plan.candidates[this.#next];
      this.#next += 1;
      if (candidate === undefined) return this.#giveUp();
      if (this.#call(candidate)) return;
    }
  }

  /** False: this candidate cannot be called now (its probe is taken, its provider or key has gone). */
  #call(candidate: Candidate): boolean {
    const provider = this.#deps.provider(candidate.provider);
    const endpoint = provider?.endpoints.get(candidate.dialect);
    if (provider === undefined || endpoint === undefined) return false;
    if (!this.#deps.health.reserve(candidate)) return false;
    const key = this.#ask.ownKey ?? this.#deps.key(candidate.provider, candidate.account);
    const withoutState = candidate.reason === 'without-state';
    const target = { candidate, provider, endpoint, key, withoutState };
    const call = prepareCall(this.#deps, this.#ask, this.#pivot, target);
    if ('ok' in call) {
      this.#unreadable = call;
      this.#deps.health.released(candidate);
      return false;
    }
    const deps = {
      clock: this.#deps.clock,
      transport: this.#deps.transport(provider),
      provider,
      guard: new KeyGuard(key),
    };
    this.#attempt = new Attempt(deps, this.#ask, candidate, call, this);
    this.#deps.used(candidate.provider);
    this.#attempt.start();
    return true;
  }

  /** Makes a list of exactly that length: it is kept with the request's row, and a pushed one has room for 17. */
  #keep(record: AttemptRecord): void {
    this.#records = this.#records.concat(record);
  }

  #blame(candidate: Candidate, failure: Failure): void {
    // A 404 of an endpoint that counts says nothing of the model.
    const isNobodys = failure.class === 'model-unsupported' && this.#ask.operation === 'count-tokens';
    if (failure.class === 'cancelled' || isNobodys) return this.#deps.health.released(candidate);
    this.#deps.health.failed(candidate, failure);
    if (failure.class === 'model-unsupported') this.#deps.modelMissing(candidate.provider, candidate.model);
  }

  #succeed(): void {
    const attempt = this.#attempt;
    if (attempt === undefined) return;
    this.#keep(attempt.record());
    this.#deps.health.succeeded(attempt.candidate);
    this.#finish('ok', undefined, attempt);
  }

  #giveUp(): void {
    const last = this.#failed.at(-1);
    if (last === undefined) {
      const bad = this.#unreadable;
      const error = bad === undefined ? this.#nobody() : unreadableError(this.#ask.id, bad);
      const kind = bad === undefined ? 'internal' : 'client';
      this.#sayError(error);
      const failure: Failure = { class: kind, code: error.code, message: error.message };
      return this.#finish(bad === undefined ? 'failed' : 'client-error', failure, undefined);
    }
    const final = finalError(this.#ask, this.#failed, last, this.#deps.clock.now());
    if (final.kind === 'own') this.#sayError(final.error);
    else this.#passRefusal(final.failed);
    this.#finish(last.failure.class === 'client' ? 'client-error' : 'failed', last.failure, undefined);
  }

  /**
   * The upstream's own status and message: its body as it came where the client speaks its dialect, else the same said
   * in the client's; in a stream that has begun, as the dialect's error.
   */
  #passRefusal({ failure, answer, provider, dialect }: FailedAttempt): void {
    const asEvent =
      this.#ask.stream && failure.code === 'context_overflow' && this.#ask.dialect === 'openai-responses';
    if (this.#headSent || asEvent || answer === undefined || dialect !== this.#ask.dialect) {
      const { message, class: kind } = failure;
      const error: ErrorAnswer = {
        // Codex compacts on this code in a stream, and shows a raw 400 otherwise.
        code: failure.code === 'context_overflow' ? 'context_length_exceeded' : failure.code,
        status: answer?.status ?? failure.status ?? 400,
        message,
        requestId: this.#ask.id,
        provider,
        class: kind,
      };
      if (asEvent && !this.#headSent) this.#sendEventsHead();
      return this.#sayError(error);
    }
    const head = returnHeaders(answer.headers);
    this.#addOwnHeaders(head, false);
    head.push('x-patchbay-provider', provider, 'content-length', String(answer.body.length));
    this.#sendHead(answer.status, head);
    this.#bytes += answer.body.length;
    this.#answer.end(answer.body);
  }

  #sayError(error: ErrorAnswer): void {
    const wire = wireOf(this.#ask.dialect);
    if (this.#headSent) {
      const attempt = this.#attempt;
      if (attempt === undefined || attempt.betweenEvents) {
        this.#write(wire.brokenStream(error, attempt?.streamStarted === true));
      }
      this.#answer.end();
      return;
    }
    const body = wire.errorBody(error);
    const head = errorHeaders(error, body);
    this.#addOwnHeaders(head, false);
    this.#sendHead(error.status, head);
    this.#bytes += body.length;
    this.#answer.end(body);
  }

  /** Nothing has gone to the client for 15 s. */
  #signOfLife(): void {
    if (this.#over) return;
    const attempt = this.#attempt;
    const started = attempt?.committed === true && attempt.streamStarted;
    const sign = wireOf(this.#ask.dialect).keepAlive(started);
    this.#silence?.reset(silenceMs);
    if (sign === undefined || attempt?.betweenEvents === false) return;
    if (!this.#headSent) this.#sendEventsHead('cache-control', 'no-cache');
    this.#write(sign);
  }

  #write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#bytes += bytes.length;
    this.#answer.write(bytes);
  }

  #sendHead(status: number, headers: string[]): void {
    if (this.#headSent) return;
    this.#headSent = true;
    this.#status = status;
    this.#answer.head(status, headers);
  }

  /** The head of a stream that begins with words of ours. `more`: name, value, …. */
  #sendEventsHead(...more: readonly string[]): void {
    const head = ['content-type', 'text/event-stream', ...more];
    this.#addOwnHeaders(head, false);
    this.#sendHead(200, head);
  }

  /** `final`: the answer is that of the present candidate. */
  #addOwnHeaders(headers: string[], final: boolean): void {
    headers.push('x-patchbay-request-id', this.#ask.id);
    const candidate = this.#attempt?.candidate;
    if (!final || candidate === undefined) {
      if (this.#records.length > 0) headers.push('x-patchbay-attempts', String(this.#records.length));
      return;
    }
    headers.push(
      'x-patchbay-provider',
      candidate.provider,
      'x-patchbay-account',
      candidate.account,
      'x-patchbay-model',
      headerText(candidate.model),
      'x-patchbay-attempts',
      String(this.#records.length + 1),
    );
    const lost = this.#attempt?.prepared.losses.count ?? 0;
    if (lost > 0) headers.push('x-patchbay-loss', String(lost));
    if (this.#ask.routerxNames) {
      headers.push(
        'x-routerx-provider',
        candidate.provider,
        'x-routerx-fallback',
        String(this.#records.length > 0),
      );
    }
  }

  #stop(failure: Failure): void {
    const attempt = this.#attempt;
    if (attempt === undefined) return this.#finish('cancelled', failure, undefined);
    if (attempt.cancel()) return this.#succeed();
    this.#keep(attempt.record());
    this.#deps.health.released(attempt.candidate);
    this.#finish('cancelled', failure, attempt);
  }

  #finish(outcome: RequestOutcome, failure: Failure | undefined, attempt: Attempt | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#silence?.cancel();
    this.#ask.releaseBody();
    const usage = attempt?.usage;
    const record = attempt === undefined ? undefined : this.#records.at(-1);
    const offset = attempt === undefined ? 0 : this.#offsetOf(attempt);
    const firstOutputMs = record?.timings.firstOutputMs;
    this.#attempt = undefined;
    const result: Mutable<RunResult> = {
      outcome,
      status: this.#status,
      attempts: this.#records,
      losses: attempt?.prepared.losses.list ?? noLosses,
      responseBytes: this.#bytes,
    };
    const { conversation } = this.#pivot;
    if (conversation !== undefined) result.conversation = conversation;
    if (failure !== undefined) result.failure = failure;
    if (attempt !== undefined) result.answeredBy = attempt.candidate;
    if (usage !== undefined) result.usage = usage;
    if (this.#firstByteMs !== undefined) result.firstByteMs = this.#firstByteMs;
    if (firstOutputMs !== undefined) result.firstOutputMs = offset + firstOutputMs;
    this.#done(result);
  }

  #offsetOf(attempt: Attempt): number {
    return attempt.startedMonotonic - this.#start;
  }

  #since(): number {
    return this.#deps.clock.monotonic() - this.#start;
  }
}

const noLosses: readonly Loss[] = [];

function unreadableError(id: string, { at, detail }: Unreadable): ErrorAnswer {
  return errorAnswer('invalid_body', id, { detail: at === '' ? detail : `${at}: ${detail}` });
}

/** Headers of an error of ours. */
export function errorHeaders(error: ErrorAnswer, body: Buffer): string[] {
  const headers = ['content-type', 'application/json; charset=utf-8', 'content-length', String(body.length)];
  if (error.retryAfterSeconds !== undefined) headers.push('retry-after', String(error.retryAfterSeconds));
  if (error.noRetry === true) headers.push('x-should-retry', 'false');
  return headers;
}

/** A model's name comes from a client: what a header may not hold is percent-encoded. */
export function headerText(value: string): string {
  return /^[\x21-\x7e]*$/.test(value) ? value : encodeURIComponent(value).slice(0, 500);
}
