import type { Failure } from '../exchange/failure.ts';
import type { Clock } from '../exchange/ports.ts';
import {
  type HealthEvent,
  type HealthKind,
  type HealthSettings,
  type HealthState,
  kindOf,
  nextHealth,
  type Phase,
  phaseOf,
} from './health.ts';
import { createHealthStore, type HealthScope, type Place, scopeOf } from './health-store.ts';
import type { Availability, Candidate } from './view.ts';

/** One row for people and the control API. Moments are milliseconds since the epoch. */
export interface HealthRow extends HealthScope {
  readonly state:
    | 'failing'
    | 'cooling'
    | 'exhausted'
    | 'refused'
    | 'model-unsupported'
    | 'half-open'
    | 'probing';
  readonly until?: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly failedAt: number;
  readonly code: string;
  readonly message: string;
}

/** What listeners hear: `cooling` when something is not called any more, `recovered` when it answered again. */
export interface HealthChange extends HealthScope {
  readonly type: 'cooling' | 'recovered' | 'cleared';
  readonly until?: number;
  readonly failure?: Failure;
}

/** What is cleared by hand: everything that lies in it. */
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
   * Takes the place of a trial for a candidate with `probe`; true for any other. False: somebody else is trying, it
   * failed meanwhile, or (last resort) the last trial began less than 5 s ago. A candidate that was reserved must
   * end in exactly one of `succeeded`, `failed`, `released`.
   */
  reserve(candidate: Candidate): boolean;
  /** The answer came to its end. */
  succeeded(candidate: Candidate): void;
  /** Counts the failure where its class says; a client's mistake or a cancelled request changes nothing. */
  failed(candidate: Candidate, failure: Failure): void;
  /** The request was given up before anything was learned: the place of its trial is free again. */
  released(candidate: Candidate): void;
  /** Forgets failures; without a scope all of them. A changed key clears its account, a changed provider itself. */
  clear(scope?: ClearScope): void;
  update(settings: HealthSettings): void;
  states(): readonly HealthRow[];
  /** Calls `listener` after each change, synchronously; it must not throw. Returns how to stop. */
  onChange(listener: (change: HealthChange) => void): () => void;
}

/** Apart from each other, the trials of a provider that is the last resort: clients that retry must not hammer it. */
const lastResortGapMs = 5000;

const fine: Availability = { state: 'ok' };

export function createHealthBook(deps: {
  readonly settings: HealthSettings;
  readonly clock: Clock;
}): HealthBook {
  const { clock } = deps;
  let { settings } = deps;
  const store = createHealthStore();
  const listeners = new Set<(change: HealthChange) => void>();

  function tell(type: HealthChange['type'], scope: HealthScope, state: HealthState | undefined): void {
    const until = state?.until;
    const change: HealthChange = {
      ...scope,
      type,
      ...(until !== undefined && { until }),
      ...(type === 'cooling' && state !== undefined && { failure: state.failure }),
    };
    for (const listener of listeners) listener(change);
  }

  function apply(scope: HealthScope, event: HealthEvent): void {
    const now = clock.now();
    const before = store.get(scope);
    const after = nextHealth(scope.kind, before, event, settings, now);
    if (after === before) return;
    store.set(scope, after);
    if (event.type === 'failed' && after?.until !== undefined && after.until !== before?.until) {
      tell('cooling', scope, after);
    }
    if (after === undefined && before?.until !== undefined) tell('recovered', scope, undefined);
  }

  /** All that a request at a place can have something to say about. */
  function each(place: Place, act: (scope: HealthScope) => void): void {
    if (store.isEmpty()) return;
    for (const state of store.of(place)) act(scopeOf(state.kind, place));
  }

  function release(candidate: Candidate): void {
    if (candidate.probe) each(candidate, (scope) => apply(scope, { type: 'released' }));
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
      if (!candidate.probe || store.isEmpty()) return true;
      const now = clock.now();
      const taken: HealthScope[] = [];
      for (const state of store.of(candidate)) {
        const phase = phaseOf(state, now);
        if (phase === 'probing' || (phase === 'blocked' && !mayTryEarly(candidate, state, now))) return false;
        if (phase === 'half-open' || phase === 'blocked') taken.push(scopeOf(state.kind, candidate));
      }
      for (const scope of taken) apply(scope, { type: 'reserved' });
      return true;
    },
    succeeded(candidate) {
      each(candidate, (scope) => apply(scope, { type: 'succeeded', trial: candidate.probe }));
    },
    failed(candidate, failure) {
      const kind = kindOf(failure);
      if (kind !== undefined) {
        apply(scopeOf(kind, candidate), { type: 'failed', failure, trial: candidate.probe });
      }
      release(candidate);
    },
    released: release,
    clear(scope = {}) {
      for (const entry of store.entries()) {
        const { provider, account, model } = entry.scope;
        if (scope.provider !== undefined && scope.provider !== provider) continue;
        if (scope.account !== undefined && scope.account !== account) continue;
        if (scope.model !== undefined && scope.model !== model) continue;
        store.set(entry.scope, undefined);
        tell('cleared', entry.scope, undefined);
      }
    },
    update(next) {
      settings = next;
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

const blockedNames: Readonly<Record<HealthKind, 'cooling' | 'exhausted' | 'refused' | 'model-unsupported'>> =
  {
    transport: 'cooling',
    overload: 'cooling',
    credential: 'refused',
    quota: 'exhausted',
    'model-quota': 'exhausted',
    unsupported: 'model-unsupported',
  };

/**
 * The worst of several states decides, in the order of `severities`; `until` is the latest of what is blocked. An
 * account whose quota or key is being tried stays exhausted or refused for everybody else.
 */
function availabilityOf(states: readonly HealthState[], now: number): Availability {
  let worst: Availability['state'] = 'ok';
  let until: number | undefined;
  let failedAt: number | undefined;
  let exhausted: HealthState | undefined;
  for (const state of states) {
    const phase = phaseOf(state, now);
    const isOutage = state.kind === 'transport' || state.kind === 'overload';
    if (isOutage) failedAt = Math.max(failedAt ?? 0, state.failedAt);
    const name = phase === 'blocked' || (phase === 'probing' && !isOutage) ? blockedNames[state.kind] : phase;
    if (name === 'ok' || name === 'counting') continue;
    if (severity(name) > severity(worst)) worst = name;
    if (name === 'exhausted') exhausted = state;
    if (state.until !== undefined && state.until > now && name !== 'half-open') {
      until = Math.max(until ?? 0, state.until);
    }
  }
  if (worst === 'ok' && failedAt === undefined) return fine;
  return {
    state: worst,
    ...(until !== undefined && { until }),
    ...(failedAt !== undefined && { failedAt }),
    ...(worst === 'exhausted' && exhausted !== undefined && causeOf(exhausted.failure)),
  };
}

/** What a refusal needs to know of the failure behind a used-up quota. */
function causeOf({ retryAt, status }: Failure): Pick<Availability, 'guessed' | 'status'> {
  return { guessed: retryAt === undefined, ...(status !== undefined && { status }) };
}

const severities = [
  'ok',
  'half-open',
  'cooling',
  'probing',
  'exhausted',
  'refused',
  'model-unsupported',
] as const;

function severity(state: Availability['state']): number {
  return severities.indexOf(state);
}

function rowOf(scope: HealthScope, state: HealthState, now: number): HealthRow | undefined {
  const word = wordOf(state.kind, phaseOf(state, now));
  if (word === undefined) return undefined;
  return {
    ...scope,
    state: word,
    ...(state.until !== undefined && { until: state.until }),
    failures: state.failures,
    failedAt: state.failedAt,
    code: state.failure.code,
    message: state.failure.message,
  };
}

function wordOf(kind: HealthKind, phase: Phase): HealthRow['state'] | undefined {
  if (phase === 'ok') return undefined;
  if (phase === 'counting') return 'failing';
  return phase === 'blocked' ? blockedNames[kind] : phase;
}
