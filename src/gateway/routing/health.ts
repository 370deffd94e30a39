import type { Failure, FailureClass } from '../exchange/failure.ts';

/** What a failure says something about. */
export type HealthKind = 'transport' | 'overload' | 'credential' | 'quota' | 'model-quota' | 'unsupported';

/** How one kind of failure is counted. */
export interface KindRule {
  /** Counts towards the threshold; otherwise the first failure starts a cooldown. */
  readonly counted: boolean;
  /** The same time after every failure, and forgotten after it: no probe. */
  readonly forgottenAfterMs?: number;
  /** Longest time until a reset that the upstream named; absent: `cooldownSeconds`. */
  readonly longestResetMs?: number;
  /** After this long a trial is due although the upstream named a later reset. */
  readonly trialEveryMs?: number;
}

const minute = 60_000;

/**
 * Quota windows run up to 7 days (Anthropic, Codex). They are often lifted early (a top-up, an upgrade), and a
 * gateway that waits for the announced end is only healed by a restart: hence a trial every hour.
 */
export const kindRules: Readonly<Record<HealthKind, KindRule>> = {
  transport: { counted: true },
  overload: { counted: true },
  credential: { counted: false },
  quota: { counted: false, longestResetMs: 7 * 24 * 60 * minute, trialEveryMs: 60 * minute },
  'model-quota': { counted: false, longestResetMs: 7 * 24 * 60 * minute, trialEveryMs: 60 * minute },
  unsupported: { counted: false, forgottenAfterMs: 5 * minute },
};

/** Which kind a failure is; undefined for those that say nothing about a provider. */
export function kindOf(failure: {
  readonly class: FailureClass;
  readonly scope?: 'account' | 'model';
}): HealthKind | undefined {
  switch (failure.class) {
    case 'transport':
    case 'overload':
    case 'credential':
      return failure.class;
    case 'quota':
      return failure.scope === 'model' ? 'model-quota' : 'quota';
    case 'model-unsupported':
      return 'unsupported';
    default:
      return undefined;
  }
}

/** State of one scope and kind. That there is none means that nothing is wrong. */
export interface HealthState {
  readonly kind: HealthKind;
  /** Failures in a row. */
  readonly failures: number;
  /** Cooldowns in a row without a success between: the length of the next follows from it. */
  readonly cooldowns: number;
  /** Milliseconds since the epoch: end of the last cooldown; absent before the first. */
  readonly until?: number;
  /** Milliseconds since the epoch from which a trial may go out; never after `until`. */
  readonly trialAt?: number;
  /** Milliseconds since the epoch of the last failure. */
  readonly failedAt: number;
  readonly failure: Failure;
  /** Milliseconds since the epoch at which the running trial began; absent: none is running. */
  readonly trialSince?: number;
  /** Milliseconds since the epoch at which the last trial began. */
  readonly triedAt?: number;
}

export interface HealthSettings {
  /** Failures in a row until a cooldown starts. */
  readonly failureThreshold: number;
  /** Longest cooldown of our own choosing, in seconds. */
  readonly cooldownSeconds: number;
}

export type HealthEvent =
  /** `trial`: the request was the reserved one. */
  | { readonly type: 'failed'; readonly failure: Failure; readonly trial: boolean }
  | { readonly type: 'succeeded'; readonly trial: boolean }
  | { readonly type: 'reserved' }
  | { readonly type: 'released' };

/** `counting`: failures, but none too many yet. `blocked`: not to be called before `trialAt`. */
export type Phase = 'ok' | 'counting' | 'blocked' | 'half-open' | 'probing';

const firstCooldownMs = 10_000;
const growth = 3;
/** A trial that nobody ended frees its place after this: the longest default `totalMs`. */
const longestTrialMs = 10 * minute;

/** Length of the nth cooldown in a row (from 0) in milliseconds: 10 s, 30 s, 90 s … up to `cooldownSeconds`. */
export function cooldownMs(nth: number, settings: HealthSettings): number {
  return Math.min(
    firstCooldownMs * growth ** Math.min(nth, 30),
    Math.max(0, settings.cooldownSeconds) * 1000,
  );
}

/** Where a state stands at `now`. */
export function phaseOf(state: HealthState | undefined, now: number): Phase {
  if (state === undefined) return 'ok';
  if (state.until === undefined) return 'counting';
  if (state.trialSince !== undefined && now - state.trialSince < longestTrialMs) return 'probing';
  if (now < (state.trialAt ?? state.until)) return 'blocked';
  return kindRules[state.kind].forgottenAfterMs === undefined ? 'half-open' : 'ok';
}

/**
 * The state after an event; undefined: nothing is wrong any more.
 *
 * Failures during a cooldown (of requests that began before it) do not lengthen the next one: twenty requests that
 * fail together are one outage. Nor does a late success of such a request end a cooldown; only a trial does.
 */
export function nextHealth(
  kind: HealthKind,
  state: HealthState | undefined,
  event: HealthEvent,
  settings: HealthSettings,
  now: number,
): HealthState | undefined {
  switch (event.type) {
    case 'failed':
      return afterFailure(kind, event.trial ? withoutTrial(state) : state, event.failure, settings, now);
    case 'succeeded':
      return event.trial || !isCooling(state, now) ? undefined : state;
    case 'reserved':
      return state === undefined ? undefined : { ...state, trialSince: now, triedAt: now };
    case 'released':
      return withoutTrial(state);
  }
}

function afterFailure(
  kind: HealthKind,
  state: HealthState | undefined,
  failure: Failure,
  settings: HealthSettings,
  now: number,
): HealthState {
  const rule = kindRules[kind];
  const failures = (state?.failures ?? 0) + 1;
  const cooldowns = state?.cooldowns ?? 0;
  const base = { ...state, kind, failures, cooldowns, failedAt: now, failure };
  const reset = resetOf(rule, failure, settings, now);
  if (isCooling(state, now)) {
    const until = Math.max(reset ?? 0, state?.until ?? 0);
    return { ...base, ...blocked(rule, reset === undefined ? state?.until : until, now) };
  }
  if (rule.forgottenAfterMs !== undefined)
    return { ...base, ...blocked(rule, now + rule.forgottenAfterMs, now) };
  if (reset !== undefined) return { ...base, cooldowns: cooldowns + 1, ...blocked(rule, reset, now) };
  if (rule.counted && cooldowns === 0 && failures < Math.max(1, settings.failureThreshold)) return base;
  // A window that the upstream announced stays announced when a trial within it fails without a word about it.
  const until = Math.max(state?.until ?? 0, now + cooldownMs(cooldowns, settings));
  return { ...base, cooldowns: cooldowns + 1, ...blocked(rule, until, now) };
}

/** When the upstream says it may be asked again, within our cap; undefined when it says nothing, or "now". */
function resetOf(
  rule: KindRule,
  failure: Failure,
  settings: HealthSettings,
  now: number,
): number | undefined {
  if (failure.retryAt === undefined || failure.retryAt <= now) return undefined;
  const longest = rule.longestResetMs ?? Math.max(0, settings.cooldownSeconds) * 1000;
  return Math.min(failure.retryAt, now + longest);
}

function blocked(
  rule: KindRule,
  until: number | undefined,
  now: number,
): { until?: number; trialAt?: number } {
  if (until === undefined) return {};
  return { until, trialAt: Math.min(until, now + (rule.trialEveryMs ?? Number.POSITIVE_INFINITY)) };
}

function isCooling(state: HealthState | undefined, now: number): boolean {
  return state?.until !== undefined && now < (state.trialAt ?? state.until);
}

function withoutTrial(state: HealthState | undefined): HealthState | undefined {
  if (state?.trialSince === undefined) return state;
  const { trialSince: _, ...rest } = state;
  return rest;
}
