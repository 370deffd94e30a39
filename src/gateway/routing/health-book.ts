import type { Failure } from '../exchange/failure.ts';
import type { Clock } from '../exchange/ports.ts';
import {
  checkDueAt,
  type HealthEvent,
  type HealthKind,
  type HealthSettings,
  type HealthState,
  kindOf,
  nextHealth,
  phaseOf,
} from './health.ts';
import { availabilityOf, fine, type HealthRow, rowOf } from './health-rows.ts';
import { createHealthStore, type HealthScope, type Place, scopeOf } from './health-store.ts';
import { noTraffic, type Traffic } from './traffic.ts';
import { createTrafficBook, type Verdict } from './traffic-book.ts';
import type { Availability, Candidate } from './view.ts';

/** What listeners hear: `cooling` when something is not called any more, `recovered` when it answered again. */
export interface HealthChange extends HealthScope {
  readonly type: 'cooling' | 'recovered' | 'cleared';
  readonly until?: number;
  readonly failure?: Failure;
  /** Why it was cleared. */
  readonly cause?: ClearCause;
}

/** A person said so, or what the failures were about is another now. */
export type ClearCause = 'by-hand' | 'config-changed';

/** A place whose cooldown ends, and when (milliseconds since the epoch) a free question may tell how it is. */
export interface DueCheck {
  readonly scope: HealthScope;
  readonly at: number;
}

/** A running check: told exactly one of these. After it was abandoned none of them does anything. */
export interface RunningCheck {
  passed(): void;
  failed(failure: Failure): void;
  /** It said nothing about the place. */
  silent(): void;
  /** It was given up. */
  dropped(): void;
}

/** What is cleared: everything that lies in it. */
export interface ClearScope {
  readonly provider?: string;
  readonly account?: string;
  readonly model?: string;
}

/** Knows which providers, accounts and models are well. State with a life: one per gateway. */
export interface HealthBook {
  /** Nothing is known against anybody: every place is `ok`, and no failure is remembered. */
  allWell(): boolean;
  /** How a place is now. What has run out (a model that was missing 5 minutes ago) is forgotten on the way. */
  availability(provider: string, account: string, model: string): Availability;
  /**
   * A request is about to go to a candidate; for one with `probe` it takes the place of the trial. False: somebody
   * else is trying, it failed meanwhile, or (last resort) the last trial began less than 5 s ago. A candidate that
   * was reserved must end in exactly one of `succeeded`, `failed`, `released`.
   */
  reserve(candidate: Candidate): boolean;
  /** The answer came to its end. */
  succeeded(candidate: Candidate): void;
  /** Counts the failure where its class says; a client's mistake or a cancelled request changes nothing. */
  failed(candidate: Candidate, failure: Failure): void;
  /** The request was given up before anything was learned: the place of its trial is free again. */
  released(candidate: Candidate): void;
  /** Forgets failures; without a scope all of them. Returns how many places were not well. */
  clear(scope: ClearScope | undefined, cause: ClearCause): number;
  /** The places that a check may speak for, now or later. */
  checks(): readonly DueCheck[];
  /**
   * A check of a place whose cooldown is over; undefined when there is nothing to check. Requests wait for it, except
   * the last resort; `abandoned` is called when somebody did not: the result does not count any more.
   */
  beginCheck(scope: HealthScope, abandoned: () => void): RunningCheck | undefined;
  update(settings: HealthSettings): void;
  states(): readonly HealthRow[];
  /** Calls `listener` after each change, synchronously; it must not throw. Returns how to stop. */
  onChange(listener: (change: HealthChange) => void): () => void;
}

/** Apart from each other, the trials of a provider that is the last resort: clients that retry must not hammer it. */
const lastResortGapMs = 5000;

export function createHealthBook(deps: {
  readonly settings: HealthSettings;
  readonly clock: Clock;
}): HealthBook {
  const { clock } = deps;
  let { settings } = deps;
  const store = createHealthStore();
  const traffic = createTrafficBook(windowOf(settings));
  const listeners = new Set<(change: HealthChange) => void>();
  /** What to call when a check is abandoned, by place. */
  const checks = new Map<string, () => void>();
  /** Whose trial is out at a place, until it ends or the place is well. */
  const trials = new Map<string, Candidate>();

  function tell(change: HealthChange): void {
    for (const listener of listeners) listener(change);
  }

  function trafficOf({ kind, provider, model }: HealthScope, now: number): Traffic {
    if (kind === 'transport') return traffic.ofProvider(provider, now);
    return kind === 'overload' && model !== undefined ? traffic.ofModel(provider, model, now) : noTraffic;
  }

  function put(scope: HealthScope, state: HealthState | undefined): void {
    store.set(scope, state);
    if (trials.size > 0 && state?.trialSince === undefined) trials.delete(keyOf(scope));
    if (checks.size === 0 || state?.checkSince !== undefined) return;
    const key = keyOf(scope);
    const abandoned = checks.get(key);
    checks.delete(key);
    abandoned?.();
  }

  function apply(scope: HealthScope, event: HealthEvent): void {
    const now = clock.now();
    const before = store.get(scope);
    const after = nextHealth(scope.kind, before, event, settings, now);
    if (after === before) return;
    put(scope, after);
    const failed = event.type === 'failed' || event.type === 'check-failed';
    if (failed && after?.until !== undefined && after.until !== before?.until) {
      tell({ ...scope, type: 'cooling', until: after.until, failure: after.failure });
    }
    if (!wasShut(before) || wasShut(after)) return;
    // The failures that led to the cooldown must not lead to the next one.
    if (scope.kind === 'transport') traffic.forget(scope.provider);
    else if (scope.kind === 'overload') traffic.forget(scope.provider, scope.model);
    tell({ ...scope, type: 'recovered' });
  }

  /** All that a request at a place can have something to say about. */
  function each(place: Place, act: (scope: HealthScope) => void): void {
    if (store.isEmpty()) return;
    for (const state of store.of(place)) act(scopeOf(state.kind, place));
  }

  /** A candidate tries the places that were not well when it was reserved, not those that failed since. */
  function isTrial(scope: HealthScope, candidate: Candidate): boolean {
    return candidate.probe && trials.get(keyOf(scope)) === candidate;
  }

  function release(candidate: Candidate): void {
    if (!candidate.probe) return;
    each(candidate, (scope) => {
      if (isTrial(scope, candidate)) apply(scope, { type: 'released' });
    });
  }

  function finishCheck(scope: HealthScope, abandoned: () => void, event: HealthEvent): void {
    const key = keyOf(scope);
    if (checks.get(key) !== abandoned) return;
    checks.delete(key);
    apply(scope, event);
  }

  return {
    allWell: () => store.isEmpty(),
    availability(provider, account, model) {
      if (store.isEmpty()) return fine;
      const place = { provider, account, model };
      const states = store.of(place);
      if (states.length === 0) return fine;
      const now = clock.now();
      for (const state of states) {
        if (phaseOf(state, now) === 'ok') store.set(scopeOf(state.kind, place), undefined);
      }
      return availabilityOf(states, now);
    },
    reserve(candidate) {
      const now = clock.now();
      if (!candidate.probe || store.isEmpty()) {
        traffic.began(candidate, now);
        return true;
      }
      const taken: HealthScope[] = [];
      for (const state of store.of(candidate)) {
        const phase = phaseOf(state, now);
        if (phase === 'ok' || phase === 'counting') continue;
        if (phase === 'probing' || (phase !== 'half-open' && !mayTryEarly(candidate, state, now)))
          return false;
        taken.push(scopeOf(state.kind, candidate));
      }
      traffic.began(candidate, now);
      for (const scope of taken) {
        apply(scope, { type: 'reserved' });
        trials.set(keyOf(scope), candidate);
      }
      return true;
    },
    succeeded(candidate) {
      traffic.ended(candidate, bothWell, clock.now());
      each(candidate, (scope) => apply(scope, { type: 'succeeded', trial: isTrial(scope, candidate) }));
    },
    failed(candidate, failure) {
      const kind = kindOf(failure);
      const now = clock.now();
      traffic.ended(candidate, verdictOf(kind), now);
      if (kind !== undefined) {
        const scope = scopeOf(kind, candidate);
        const seen = trafficOf(scope, now);
        const trial = isTrial(scope, candidate);
        apply(scope, { type: 'failed', failure, trial, traffic: seen });
      }
      release(candidate);
    },
    released(candidate) {
      traffic.ended(candidate, bothSilent, clock.now());
      release(candidate);
    },
    clear(scope = {}, cause) {
      let cleared = 0;
      if (scope.account === undefined && scope.provider !== undefined) {
        traffic.forget(scope.provider, scope.model);
      }
      for (const entry of store.entries()) {
        const { provider, account, model } = entry.scope;
        if (scope.provider !== undefined && scope.provider !== provider) continue;
        if (scope.account !== undefined && scope.account !== account) continue;
        if (scope.model !== undefined && scope.model !== model) continue;
        put(entry.scope, undefined);
        cleared += 1;
        tell({ ...entry.scope, type: 'cleared', cause });
      }
      return cleared;
    },
    checks() {
      if (store.isEmpty()) return [];
      return store.entries().flatMap(({ scope, state }) => {
        const at = checkDueAt(state);
        return at === undefined ? [] : [{ scope, at }];
      });
    },
    beginCheck(scope, abandoned) {
      const state = store.get(scope);
      const due = state === undefined ? undefined : checkDueAt(state);
      if (due === undefined || due > clock.now()) return undefined;
      apply(scope, { type: 'check-began' });
      if (store.get(scope)?.checkSince === undefined) return undefined;
      checks.set(keyOf(scope), abandoned);
      const finish = (event: HealthEvent): void => finishCheck(scope, abandoned, event);
      return {
        passed: () => finish({ type: 'check-passed' }),
        failed: (failure) => finish({ type: 'check-failed', failure }),
        silent: () => finish({ type: 'check-silent' }),
        dropped: () => finish({ type: 'check-dropped' }),
      };
    },
    update(next) {
      settings = next;
      traffic.resize(windowOf(next));
    },
    states() {
      const now = clock.now();
      return store.entries().flatMap(({ scope, state }) => rowOf(scope, state, now) ?? []);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Only what cools down by our own timers, and only for the candidate that the plan calls the last resort. */
function mayTryEarly(candidate: Candidate, state: HealthState, now: number): boolean {
  if (candidate.reason !== 'last-resort') return false;
  if (state.kind !== 'transport' && state.kind !== 'overload') return false;
  return state.triedAt === undefined || now - state.triedAt >= lastResortGapMs;
}

const bothWell: Verdict = { provider: 'well', model: 'well' };
const bothSilent: Verdict = { provider: 'silent', model: 'silent' };
const providerFailed: Verdict = { provider: 'failed', model: 'silent' };
const modelFailed: Verdict = { provider: 'silent', model: 'failed' };

function verdictOf(kind: HealthKind | undefined): Verdict {
  if (kind === 'transport') return providerFailed;
  return kind === 'overload' ? modelFailed : bothSilent;
}

function windowOf({ windowSeconds }: HealthSettings): number {
  return windowSeconds * 1000;
}

/** It is, or was until its trial, not to be called. */
function wasShut(state: HealthState | undefined): boolean {
  return state?.until !== undefined && state.onProbation !== true;
}

function keyOf({ provider, kind, account = '', model = '' }: HealthScope): string {
  return [provider, kind, account, model].join('\n');
}
