import type { Failure } from '../exchange/failure.ts';
import type { Clock } from '../exchange/ports.ts';
import type { RequestOutcome } from '../exchange/record.ts';
import { type GoOn, type RetryTerms, type Strategy, strategyFor } from '../routing/strategy.ts';
import type { Candidate, Plan } from '../routing/view.ts';
import type { Ask } from './ask.ts';
import { CandidateQueue } from './candidate-queue.ts';
import type { RetryBudget } from './retry-budget.ts';
import { retryHome } from './retry-home.ts';
import { waitBeforeRetry } from './retry-wait.ts';

export interface StepDeps {
  readonly clock: Clock;
  readonly retries: RetryBudget;
  /** The table in force. */
  strategies(): readonly Strategy[];
  /** In [0, 1): spreads retries of many requests over time. */
  chance(): number;
}

/** What follows a failure. `strategy`: id of the row that decided. */
export type Step = { readonly strategy: string } & (
  | { readonly do: 'again'; readonly afterMs: number; readonly otherwise: GoOn }
  /** `wait`: another attempt runs beside this one; what becomes of it decides. */
  | { readonly do: 'without-state' | 'next' | 'give-up' | 'wait' }
);

/** What costs nothing and may be sent twice; a raw call may be anything, and tokens are counted here if need be. */
const retried: ReadonlySet<Ask['operation']> = new Set(['generate', 'compact', 'embed', 'batch-embed']);

/** Decides for one request who is asked first, and what follows each failure. */
export class NextStep {
  readonly #deps: StepDeps;
  readonly #ask: Ask;
  readonly #queue: CandidateQueue;
  /** Retries of the present candidate. */
  #retries = 0;
  /** Monotonic time of the present candidate's first failure. */
  #failedAt: number | undefined;
  #home: string | undefined;
  /** The failure in a stream that goes to the client in the upstream's own words, and the row that says so. */
  #told: { readonly code: string; readonly strategy: string } | undefined;

  constructor(deps: StepDeps, ask: Ask, plan: Plan) {
    this.#deps = deps;
    this.#ask = ask;
    this.#queue = new CandidateQueue(plan.candidates);
  }

  /** The next candidate that was not asked; undefined: nobody is left. */
  next(): Candidate | undefined {
    this.#retries = 0;
    this.#failedAt = undefined;
    return this.#queue.take();
  }

  /** Who is asked beside a candidate that is slow to begin, of those that are well; undefined: nobody. */
  rival(of: Candidate, isWell: (candidate: Candidate) => boolean): Candidate | undefined {
    return retried.has(this.#ask.operation) ? this.#queue.takeRival(of, isWell) : undefined;
  }

  /**
   * Whether somebody would be asked after this failure, or is being asked (`beside`: another attempt runs); if not, its
   * own words go to the client.
   */
  goesOn(candidate: Candidate, failure: Failure, beside: boolean): boolean {
    const strategy = this.#strategyFor(candidate, failure, false);
    const goes = beside ? !tellsClient(strategy) : this.#wouldGoOn(strategy, candidate, failure);
    if (!goes) this.#told = { code: failure.code, strategy: strategy.id };
    return goes;
  }

  #wouldGoOn(strategy: Strategy, candidate: Candidate, failure: Failure): boolean {
    switch (strategy.action) {
      case 'without-state':
        return candidate.reason !== 'without-state';
      case 'retry-same':
        return (
          this.#queue.has(strategy.retry.afterwards, candidate, failure) ||
          this.#waitFor(strategy.retry, candidate, failure) !== undefined
        );
      case 'stop':
        return false;
      default:
        return this.#queue.has(strategy.action, candidate, failure);
    }
  }

  /** What follows a failure before anything went to the client. A retry is paid for. */
  after(candidate: Candidate, failure: Failure, beside: boolean): Step {
    const strategy = this.#strategyFor(candidate, failure, false);
    const { id } = strategy;
    if (beside && !tellsClient(strategy)) {
      if (strategy.action === 'next-provider') this.goOn(candidate, failure, strategy.action);
      return { do: 'wait', strategy: id };
    }
    switch (strategy.action) {
      case 'stop':
        return { do: 'give-up', strategy: id };
      case 'without-state':
        return { do: candidate.reason === 'without-state' ? 'give-up' : 'without-state', strategy: id };
      case 'retry-same': {
        const { afterwards } = strategy.retry;
        const afterMs = this.#waitFor(strategy.retry, candidate, failure);
        if (afterMs === undefined) return { do: this.goOn(candidate, failure, afterwards), strategy: id };
        this.#failedAt ??= this.#deps.clock.monotonic();
        this.#retries += 1;
        if (this.#home !== undefined) this.#deps.retries.spend(this.#home);
        return { do: 'again', strategy: id, afterMs, otherwise: afterwards };
      }
      default:
        return { do: this.goOn(candidate, failure, strategy.action), strategy: id };
    }
  }

  /** Also for a retry that could not be made. */
  goOn(candidate: Candidate, failure: Failure, how: GoOn): 'next' | 'give-up' {
    return this.#queue.goOn(how, candidate, failure) ? 'next' : 'give-up';
  }

  /** Id of the row for a failure in a stream that has gone to the client. */
  afterOutput(candidate: Candidate, failure: Failure): string {
    if (this.#told?.code === failure.code) return this.#told.strategy;
    return this.#strategyFor(candidate, failure, true).id;
  }

  /** The request is over. */
  ended(outcome: RequestOutcome): void {
    const { retries } = this.#deps;
    if (retries.size === 0) return;
    const home = this.#home ?? (this.#ask.conversation === undefined ? undefined : retryHome(this.#ask));
    if (home === undefined) return;
    if (outcome === 'ok') retries.succeeded(home);
    else retries.failed(home);
  }

  #strategyFor({ provider, dialect }: Candidate, failure: Failure, committed: boolean): Strategy {
    const place = { provider, dialect, committed };
    return strategyFor(this.#deps.strategies(), failure, place, this.#deps.clock.now());
  }

  /** Milliseconds until the retry; undefined: there is none. A trial of a provider that was not well has one try. */
  #waitFor(terms: RetryTerms, candidate: Candidate, failure: Failure): number | undefined {
    if (candidate.probe || this.#retries >= terms.times || !retried.has(this.#ask.operation))
      return undefined;
    const { clock, retries } = this.#deps;
    const now = clock.monotonic();
    const wait = waitBeforeRetry({
      terms,
      failure,
      nth: this.#retries,
      sinceMs: now - (this.#failedAt ?? now),
      now: clock.now(),
      chance: this.#deps.chance(),
    });
    if (wait === undefined) return undefined;
    this.#home ??= retryHome(this.#ask);
    return this.#home === undefined || retries.allows(this.#home) ? wait : undefined;
  }
}

function tellsClient({ action }: Strategy): boolean {
  return action === 'return' || action === 'stop';
}
