import type { Conversation } from '../dialects/conversation.ts';
import { wireOf } from '../dialects/wires.ts';
import { type Cost, totalCost } from '../exchange/cost.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import type { Failure } from '../exchange/failure.ts';
import type { Loss } from '../exchange/loss.ts';
import { usdText } from '../exchange/money.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { Log, Timer, Transport, UpstreamHeaders } from '../exchange/ports.ts';
import type { Provider } from '../exchange/provider.ts';
import type { AttemptRecord, RequestOutcome } from '../exchange/record.ts';
import type { ToldUsage, Usage } from '../exchange/usage.ts';
import type { HealthBook } from '../routing/health-book.ts';
import type { MeasureBook } from '../routing/measure-book.ts';
import type { Candidate, Plan } from '../routing/view.ts';
import type { Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import { Attempt, type AttemptListener, type UpstreamAnswer } from './attempt.ts';
import { callableNow, isWell } from './callable-now.ts';
import { ClientAnswer } from './client-answer.ts';
import { bearsClientsKey, isOfKey } from './clients-key.ts';
import { Deadline } from './deadline.ts';
import { type FailedAttempt, finalError } from './final-error.ts';
import type { FirstByteBook } from './first-byte-book.ts';
import type { HedgeBudget } from './hedge-budget.ts';
import { KeyGuard } from './key-guard.ts';
import { NextStep, type Step, type StepDeps } from './next-step.ts';
import { PivotAsk } from './pivot-ask.ts';
import type { PrepareDeps } from './prepare-call.ts';
import { tryPrepare, type Unwritable } from './try-prepare.ts';

/** What a run needs of the gateway, as plain functions. */
export interface RunDeps extends PrepareDeps, StepDeps {
  readonly log: Pick<Log, 'error'>;
  readonly health: HealthBook;
  readonly firstBytes: FirstByteBook;
  /** When a second provider is asked beside a silent one, and of what share of streams; undefined: never. */
  hedge(): { readonly afterMs: number; readonly mostShare: number } | undefined;
  readonly hedges: HedgeBudget;
  readonly measures: Pick<MeasureBook, 'started' | 'ended'>;
  provider(id: string): Provider | undefined;
  key(provider: string, account: string): string | undefined;
  transport(provider: Provider): Transport;
  /** A provider is about to be called. */
  used(provider: string): void;
  /** A provider said that it lacks a model. */
  modelMissing(provider: string, model: string): void;
  /** What an answer's tokens cost, of an attempt that began at a time; undefined: not known. */
  cost(provider: string, model: string, told: ToldUsage, at: number): Cost | undefined;
  /** Whether two names of models mean one. */
  isSameModel(asked: string, answered: string): boolean;
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
  /** The model that the answer says it is from, when that is another than was asked for. */
  readonly modelAnswered?: string;
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
  readonly #steps: NextStep;
  readonly #client: ClientAnswer;
  readonly #done: (result: RunResult) => void;
  readonly #nobody: () => ErrorAnswer;
  readonly #start: number;
  readonly #silence: Deadline | undefined;
  readonly #pivot: PivotAsk;

  #wait: Timer | undefined;
  #attempt: Attempt | undefined;
  /** Runs beside the other one until one of them has output. */
  #rival: Attempt | undefined;
  /** Set once the request has had its chance of a rival. */
  #hedgeTimer: Timer | undefined;
  #over = false;
  #firstByteMs: number | undefined;
  #records: readonly AttemptRecord[] = [];
  readonly #failed: FailedAttempt[] = [];
  #unwritable: Unwritable | undefined;

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
    this.#steps = new NextStep(deps, ask, plan);
    this.#client = new ClientAnswer(ask, answer, plan.candidates[0]);
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

  committed(from: Attempt, status: number, headers: UpstreamHeaders, held: readonly Buffer[]): void {
    this.#lead(from);
    this.#ask.releaseBody();
    this.#client.answerHead(status, headers, this.#records.length, from);
    const [first] = held;
    if (first === undefined) this.#client.flush();
    else this.output(held.length === 1 ? first : Buffer.concat(held));
  }

  output(bytes: Buffer): boolean {
    this.#silence?.touch();
    const room = this.#client.write(bytes);
    this.#firstByteMs ??= this.#since();
    return room;
  }

  whole(from: Attempt, status: number, headers: UpstreamHeaders, body: Buffer): void {
    this.#lead(from);
    this.#firstByteMs ??= this.#since();
    const latency = String(Math.round(this.#since()));
    const more = ['x-patchbay-latency-ms', latency, 'content-length', String(body.length)];
    if (this.#ask.routerxNames) more.push('x-routerx-latency-ms', latency);
    this.#addCost(more);
    this.#client.answerHead(status, headers, this.#records.length, from, more);
    this.#client.end(body);
    this.#succeed();
  }

  /** Of the whole request, when it is known: the attempt that answers has ended by now. */
  #addCost(head: string[]): void {
    const last = this.#attempt?.record();
    const cost = totalCost(last === undefined ? this.#records : [...this.#records, last]);
    if (cost === undefined) return;
    const text = usdText(cost.nanoUsd);
    head.push('x-patchbay-cost-usd', text);
    if (this.#ask.routerxNames) head.push('x-routerx-cost-usd', text);
  }

  completed(): void {
    this.#client.end();
    this.#succeed();
  }

  canMoveOn(from: Attempt, failure: Failure): boolean {
    return this.#steps.goesOn(from.candidate, failure, this.#rival !== undefined);
  }

  failed(from: Attempt, failure: Failure, answer: UpstreamAnswer | undefined): void {
    if (this.#over) return;
    const { candidate } = from;
    const step = this.#steps.after(candidate, failure, this.#rival !== undefined);
    this.#keep(from, step.strategy);
    if (from === this.#attempt) this.#attempt = this.#rival;
    this.#rival = undefined;
    this.#failed.push({ ...candidate, failure, answer });
    this.#blame(candidate, failure);
    this.#follow(step, candidate, failure);
  }

  broken(failure: Failure, reported: boolean, midEvent: boolean): void {
    const attempt = this.#attempt;
    if (attempt === undefined || this.#over) return;
    const strategy = this.#steps.afterOutput(attempt.candidate, failure);
    this.#keep(attempt, strategy);
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
      const planned = this.#steps.next();
      if (planned === undefined) return this.#giveUp();
      const isFresh = this.#failed.length === 0;
      const candidate = isFresh ? planned : callableNow(this.#deps.health, planned);
      if (candidate !== undefined && this.#call(candidate)) return;
    }
  }

  #follow(step: Step, candidate: Candidate, failure: Failure): void {
    switch (step.do) {
      case 'again':
        this.#wait = this.#deps.clock.after(step.afterMs, () => {
          this.#wait = undefined;
          if (this.#callAgain(candidate)) return;
          if (this.#steps.goOn(candidate, failure, step.otherwise) === 'next') this.#tryNext();
          else this.#giveUp();
        });
        return;
      case 'without-state':
        if (!this.#call({ ...candidate, reason: 'without-state' })) this.#giveUp();
        return;
      case 'next':
        return this.#tryNext();
      case 'give-up':
        this.#lose(this.#attempt);
        this.#attempt = undefined;
        return this.#giveUp();
      case 'wait':
        return;
    }
  }

  /** This attempt answers; the one that runs beside it is let go. */
  #lead(winner: Attempt): void {
    this.#lose(winner === this.#attempt ? this.#rival : this.#attempt);
    this.#attempt = winner;
    this.#rival = undefined;
  }

  #lose(loser: Attempt | undefined): void {
    loser?.lose();
    this.#forget(loser);
  }

  /** Of an attempt that was stopped nothing is learned. */
  #forget(stopped: Attempt | undefined): void {
    if (stopped === undefined) return;
    this.#keep(stopped);
    this.#deps.health.released(stopped.candidate);
  }

  /** Once per request: somebody else is asked beside an attempt of which not one byte has come. */
  #hedge(attempt: Attempt): void {
    const { hedges, clock, health } = this.#deps;
    const hedge = this.#deps.hedge();
    if (hedge === undefined || this.#hedgeTimer !== undefined || !attempt.prepared.streams) return;
    hedges.earn(hedge.mostShare);
    this.#hedgeTimer = clock.after(hedge.afterMs, () => {
      if (attempt !== this.#attempt || attempt.begun || !hedges.allows()) return;
      const rival = this.#steps.rival(attempt.candidate, (candidate) => isWell(health, candidate));
      if (rival === undefined) return;
      const opened = this.#open({ ...rival, reason: 'hedge' });
      if (opened === undefined) return;
      hedges.spend();
      this.#rival = opened;
      opened.start();
    });
  }

  #callAgain(candidate: Candidate): boolean {
    const reason = candidate.reason === 'without-state' ? candidate.reason : 'retry';
    const now = callableNow(this.#deps.health, { ...candidate, reason });
    return now !== undefined && this.#call(now);
  }

  /** False: this candidate cannot be called now. */
  #call(candidate: Candidate): boolean {
    const attempt = this.#open(candidate);
    if (attempt === undefined) return false;
    this.#attempt = attempt;
    this.#hedge(attempt);
    attempt.start();
    return true;
  }

  /** An attempt that is to be started; undefined: its probe is taken, its provider or key has gone. */
  #open(candidate: Candidate): Attempt | undefined {
    const provider = this.#deps.provider(candidate.provider);
    const endpoint = provider?.endpoints.get(candidate.dialect);
    if (provider === undefined || endpoint === undefined) return undefined;
    if (!this.#deps.health.reserve(candidate)) return undefined;
    const key = this.#ask.ownKey ?? this.#deps.key(candidate.provider, candidate.account);
    const withoutState = candidate.reason === 'without-state';
    const target = { candidate, provider, endpoint, key, withoutState };
    const prepared = tryPrepare(this.#deps, this.#ask, this.#pivot, target);
    if (prepared.call === undefined) {
      this.#unwritable = prepared.unwritable;
      this.#deps.health.released(candidate);
      return undefined;
    }
    const deps = {
      clock: this.#deps.clock,
      log: this.#deps.log,
      transport: this.#deps.transport(provider),
      provider,
      firstByte: this.#deps.firstBytes.of(provider, candidate.model),
      guard: new KeyGuard(key),
      cost: (told: ToldUsage, at: number) => this.#deps.cost(candidate.provider, candidate.model, told, at),
      isSameModel: this.#deps.isSameModel,
    };
    this.#deps.used(candidate.provider);
    this.#deps.measures.started(candidate);
    return new Attempt(deps, this.#ask, candidate, prepared.call, this);
  }

  /** Makes a list of exactly that length: it is kept with the request's row, and a pushed one has room for 17. */
  #keep(attempt: Attempt, strategy?: string): void {
    const record = attempt.record();
    this.#records = this.#records.concat(strategy === undefined ? record : { ...record, strategy });
    // What is left of a client's quota is left of nobody else's.
    const headers = this.#bearsClientsKey(attempt.candidate) ? noHeaders : attempt.headers;
    this.#deps.measures.ended(record, { streams: attempt.prepared.streams, headers });
  }

  #blame(candidate: Candidate, failure: Failure): void {
    const isClients = isOfKey(failure) && this.#bearsClientsKey(candidate);
    const isNobodys = isClients || this.#isOfEndpoint(failure);
    if (failure.class === 'cancelled' || isNobodys) return this.#deps.health.released(candidate);
    this.#deps.health.failed(candidate, failure);
    if (failure.class === 'model-unsupported') this.#deps.modelMissing(candidate.provider, candidate.model);
  }

  #bearsClientsKey({ provider, account }: Candidate): boolean {
    return bearsClientsKey(this.#ask, this.#deps.provider(provider), account);
  }

  /** A 404 of an endpoint that counts says nothing of the model. */
  #isOfEndpoint(failure: Failure): boolean {
    return failure.class === 'model-unsupported' && this.#ask.operation === 'count-tokens';
  }

  #succeed(): void {
    const attempt = this.#attempt;
    if (attempt === undefined) return;
    this.#keep(attempt);
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
    const rival = this.#rival;
    this.#rival = undefined;
    rival?.cancel();
    this.#forget(rival);
    const attempt = this.#attempt;
    if (attempt === undefined) return this.#finish('cancelled', failure, undefined);
    if (attempt.cancel()) return this.#succeed();
    this.#forget(attempt);
    this.#finish('cancelled', failure, attempt);
  }

  #finish(outcome: RequestOutcome, failure: Failure | undefined, attempt: Attempt | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#wait?.cancel();
    this.#hedgeTimer?.cancel();
    this.#silence?.cancel();
    this.#steps.ended(outcome);
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
    if (attempt?.otherModel !== undefined) result.modelAnswered = attempt.otherModel;
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
const noHeaders: UpstreamHeaders = {};
