import type { Conversation } from '../dialects/conversation.ts';
import { wireOf } from '../dialects/wires.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import type { Failure } from '../exchange/failure.ts';
import type { Loss } from '../exchange/loss.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { Log, Transport, UpstreamHeaders } from '../exchange/ports.ts';
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
import { ClientAnswer } from './client-answer.ts';
import { Deadline } from './deadline.ts';
import { type FailedAttempt, finalError } from './final-error.ts';
import { KeyGuard } from './key-guard.ts';
import { addOwnHeaders } from './own-headers.ts';
import { PivotAsk } from './pivot-ask.ts';
import { type PrepareDeps, prepareCall } from './prepare-call.ts';
import type { CallTarget, PreparedCall } from './prepared-call.ts';
import { isStateRefusal } from './state-refusal.ts';

/** What a run needs of the gateway, as plain functions. */
export interface RunDeps extends PrepareDeps {
  readonly log: Pick<Log, 'error'>;
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
  readonly #client: ClientAnswer;
  readonly #done: (result: RunResult) => void;
  readonly #nobody: () => ErrorAnswer;
  readonly #start: number;
  readonly #silence: Deadline | undefined;
  readonly #pivot: PivotAsk;

  #next = 0;
  #attempt: Attempt | undefined;
  #over = false;
  #firstByteMs: number | undefined;
  #records: readonly AttemptRecord[] = [];
  readonly #failed: FailedAttempt[] = [];
  /** Why the request could not be written for a candidate, and whose fault that is. */
  #unwritable: { readonly class: 'client' | 'internal'; readonly error: ErrorAnswer } | undefined;

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
    this.#client = new ClientAnswer(ask, answer);
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
    addOwnHeaders(head, this.#ask, this.#records.length, this.#attempt);
    this.#client.head(status, head);
    if (held.length === 0) this.#client.flush();
    for (const bytes of held) this.output(bytes);
  }

  output(bytes: Buffer): boolean {
    this.#silence?.touch();
    const room = this.#client.write(bytes);
    this.#firstByteMs ??= this.#since();
    return room;
  }

  whole(status: number, headers: UpstreamHeaders, body: Buffer): void {
    this.#firstByteMs ??= this.#since();
    if (!this.#client.headSent) {
      const head = returnHeaders(headers);
      addOwnHeaders(head, this.#ask, this.#records.length, this.#attempt);
      const latency = String(Math.round(this.#since()));
      head.push('x-patchbay-latency-ms', latency);
      if (this.#ask.routerxNames) head.push('x-routerx-latency-ms', latency);
      head.push('content-length', String(body.length));
      this.#client.head(status, head);
    }
    this.#client.end(body);
    this.#succeed();
  }

  completed(): void {
    this.#client.end();
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
    this.#failed.push({ ...candidate, failure, answer });
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
      if (midEvent) this.#client.write(Buffer.from('\n\n'));
      this.#client.write(wireOf(this.#ask.dialect).brokenStream(error, attempt.streamStarted));
    }
    this.#client.end();
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
    const call = this.#prepare(target);
    if (call === undefined) {
      this.#deps.health.released(candidate);
      return false;
    }
    const deps = {
      clock: this.#deps.clock,
      log: this.#deps.log,
      transport: this.#deps.transport(provider),
      provider,
      guard: new KeyGuard(key),
    };
    this.#attempt = new Attempt(deps, this.#ask, candidate, call, this);
    this.#deps.used(candidate.provider);
    this.#attempt.start();
    return true;
  }

  /** Undefined: the request cannot be written for this candidate, which leaves the others to be asked. */
  #prepare(target: CallTarget): PreparedCall | undefined {
    try {
      const call = prepareCall(this.#deps, this.#ask, this.#pivot, target);
      if (!('ok' in call)) return call;
      const detail = call.at === '' ? call.detail : `${call.at}: ${call.detail}`;
      this.#unwritable = { class: 'client', error: errorAnswer('invalid_body', this.#ask.id, { detail }) };
    } catch (error) {
      // Nobody stands above a transport's callback: a fault of ours would end the whole process.
      this.#deps.log.error('a request could not be translated', { error, request: this.#ask.id });
      const detail = 'the request could not be translated';
      this.#unwritable = { class: 'internal', error: errorAnswer('internal', this.#ask.id, { detail }) };
    }
    return undefined;
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
      const { error, class: kind } = this.#unwritable ?? { class: 'internal', error: this.#nobody() };
      this.#sayError(error);
      const failure: Failure = { class: kind, code: error.code, message: error.message };
      return this.#finish(kind === 'client' ? 'client-error' : 'failed', failure, undefined);
    }
    const final = finalError(this.#ask, this.#failed, last, this.#deps.clock.now());
    if (final.kind === 'own') this.#sayError(final.error);
    else this.#client.refusal(final.failed, this.#records.length);
    this.#finish(last.failure.class === 'client' ? 'client-error' : 'failed', last.failure, undefined);
  }

  #sayError(error: ErrorAnswer): void {
    this.#client.error(error, this.#records.length, this.#attempt);
  }

  /** Nothing has gone to the client for 15 s. */
  #signOfLife(): void {
    if (this.#over) return;
    const attempt = this.#attempt;
    const started = attempt?.committed === true && attempt.streamStarted;
    const sign = wireOf(this.#ask.dialect).keepAlive(started);
    this.#silence?.reset(silenceMs);
    if (sign === undefined || attempt?.betweenEvents === false) return;
    if (!this.#client.headSent) this.#client.eventsHead(this.#records.length, 'cache-control', 'no-cache');
    this.#client.write(sign);
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
      status: this.#client.status,
      attempts: this.#records,
      losses: attempt?.prepared.losses.list ?? noLosses,
      responseBytes: this.#client.bytes,
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
