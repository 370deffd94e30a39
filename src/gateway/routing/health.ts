import type { Failure, FailureClass } from '../exchange/failure.ts';
import { type OutageSettings, opens } from './outage.ts';
import type { Traffic } from './traffic.ts';

/** What a failure says something about. */
export type HealthKind = 'transport' | 'overload' | 'credential' | 'quota' | 'model-quota' | 'unsupported';

/** How one kind of failure is counted. */
export interface KindRule {
  /** Weighed against other requests; otherwise the first failure starts a cooldown. */
  readonly counted: boolean;
  /** The same time after every failure, and forgotten after it: no probe. */
  readonly forgottenAfterMs?: number;
  /** Longest time until a reset that the upstream named; absent: `cooldownSeconds`. */
  readonly longestResetMs?: number;
  /** After this long a trial is due although the upstream named a later reset. */
  readonly trialEveryMs?: number;
  /**
   * What it means that the provider's list of models could be read after a cooldown. `well`: it is over. `probation`:
   * requests go there again, and the length of the next cooldown grows until one of them succeeds. `trial`: nothing
   * for a model, so a request has to try. Absent: a list says nothing of this kind, and is not asked for.
   */
  readonly goodCheck?: 'well' | 'probation' | 'trial';
}

const minute = 60_000;

/**
 * Quota windows run up to 7 days (Anthropic, Codex). They are often lifted early (a top-up, an upgrade), and a
 * gateway that waits for the announced end is only healed by a restart: hence a trial every hour.
 */
export const kindRules: Readonly<Record<HealthKind, KindRule>> = {
  transport: { counted: true, goodCheck: 'probation' },
  overload: { counted: true, goodCheck: 'trial' },
  credential: { counted: false, goodCheck: 'well' },
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
  /** Milliseconds since the epoch at which the running check began; absent: none is running. */
  readonly checkSince?: number;
  /** The check that was due after the last cooldown has been made. */
  readonly checked?: boolean;
  /** Checks that failed since a request tried. */
  readonly failedChecks?: number;
  /** A check found it well, and no request has ended since. */
  readonly onProbation?: boolean;
}

export interface HealthSettings extends OutageSettings {
  /** Longest cooldown of our own choosing, in seconds. */
  readonly cooldownSeconds: number;
}

export type HealthEvent =
  /**
   * `trial`: the request was the reserved one, and reserved for this place. `traffic`: what the place was asked lately,
   * this request included.
   */
  | {
      readonly type: 'failed';
      readonly failure: Failure;
      readonly trial: boolean;
      readonly traffic: Traffic;
    }
  | { readonly type: 'succeeded'; readonly trial: boolean }
  | { readonly type: 'reserved' }
  | { readonly type: 'released' }
  /** A question that costs nothing goes to the provider after a cooldown. */
  | { readonly type: 'check-began' }
  | { readonly type: 'check-passed' }
  | { readonly type: 'check-failed'; readonly failure: Failure }
  /** It said nothing about this place: a request has to try. */
  | { readonly type: 'check-silent' }
  /** It was given up, and may be made again. */
  | { readonly type: 'check-dropped' };

/**
 * `counting`: failures, but none too many yet. `blocked`: not to be called before `trialAt`. `checking`: a free
 * question is out, which requests wait for.
 */
export type Phase = 'ok' | 'counting' | 'blocked' | 'checking' | 'half-open' | 'probing';

const firstCooldownMs = 10_000;
const growth = 3;
/** A trial that nobody ended frees its place after this: the longest default `totalMs`. */
const longestTrialMs = 10 * minute;
/** A check that nobody ended does not keep requests away for longer; it has 10 s for its answer. */
export const longestCheckMs = 15_000;
/**
 * Checks in a row that may keep requests away. A provider whose list is broken while its models answer would
 * otherwise never be tried again.
 */
const mostFailedChecks = 3;

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
  if (state.onProbation === true) return 'counting';
  if (state.checkSince !== undefined && now - state.checkSince < longestCheckMs) return 'checking';
  return kindRules[state.kind].forgottenAfterMs === undefined ? 'half-open' : 'ok';
}

/**
 * The state after an event; undefined: nothing is wrong any more.
 *
 * Failures during a cooldown (of requests that began before it) do not lengthen the next one: twenty requests that
 * fail together are one outage. Nor does a late success of such a request end a cooldown; only a trial does. A trial that
 * is out when the upstream refuses another request is such a request from then on: the refusal is the later word.
 */
export function nextHealth(
  kind: HealthKind,
  state: HealthState | undefined,
  event: HealthEvent,
  settings: HealthSettings,
  now: number,
): HealthState | undefined {
  switch (event.type) {
    case 'failed': {
      const known = event.trial && state !== undefined ? withoutChecks(withoutTrial(state)) : state;
      return afterFailure(kind, known, event, settings, now);
    }
    case 'succeeded':
      return event.trial || !isCooling(state, now) ? undefined : state;
    case 'reserved':
      return state === undefined ? undefined : { ...withoutCheck(state), trialSince: now, triedAt: now };
    case 'released':
      return state === undefined ? undefined : withoutTrial(state);
    default:
      return state === undefined ? undefined : afterCheck(kind, state, event, settings, now);
  }
}

/** When a check of a place is due, in milliseconds since the epoch; undefined: none is. */
export function checkDueAt(state: HealthState): number | undefined {
  if (kindRules[state.kind].goodCheck === undefined || state.until === undefined) return undefined;
  if (state.checked === true || state.onProbation === true || state.trialSince !== undefined)
    return undefined;
  return (state.failedChecks ?? 0) < mostFailedChecks ? (state.trialAt ?? state.until) : undefined;
}

type CheckEvent = Extract<HealthEvent, { type: `check-${string}` }>;

/** What comes of a check that is not the running one any more changes nothing: a request tries, or all was cleared. */
function afterCheck(
  kind: HealthKind,
  state: HealthState,
  event: CheckEvent,
  settings: HealthSettings,
  now: number,
): HealthState | undefined {
  if (event.type === 'check-began') {
    // A trial that nobody ended is not out any more, and its place is still not a check's.
    const isFree = phaseOf(state, now) === 'half-open' && state.trialSince === undefined;
    return isFree ? { ...state, checkSince: now, checked: true } : state;
  }
  if (state.checkSince === undefined) return state;
  const known = withoutCheck(state);
  switch (event.type) {
    case 'check-passed':
      if (kindRules[kind].goodCheck === 'well') return undefined;
      return kindRules[kind].goodCheck === 'probation'
        ? { ...known, onProbation: true, failures: 0, failedChecks: 0 }
        : known;
    case 'check-failed': {
      const failedChecks = (state.failedChecks ?? 0) + 1;
      const { failure } = event;
      return { ...close(kindRules[kind], known, { failure, failedAt: now }, settings, now), failedChecks };
    }
    case 'check-dropped':
      return { ...known, checked: false };
    case 'check-silent':
      return known;
  }
}

function afterFailure(
  kind: HealthKind,
  state: HealthState | undefined,
  { failure, traffic }: { readonly failure: Failure; readonly traffic: Traffic },
  settings: HealthSettings,
  now: number,
): HealthState {
  const rule = kindRules[kind];
  const failures = (state?.failures ?? 0) + 1;
  const cooldowns = state?.cooldowns ?? 0;
  const base: HealthState = { ...state, kind, failures, cooldowns, failedAt: now, failure };
  const reset = resetOf(rule, failure, settings, now);
  // What the upstream has said, or a key or quota that it has refused, stands whatever was let in before.
  const known = reset === undefined && rule.counted ? base : withoutTrial(base);
  if (isCooling(state, now)) {
    const before = state?.until ?? 0;
    if (reset === undefined || reset <= before) return { ...base, ...blocked(rule, before, now) };
    return { ...known, ...blocked(rule, reset, now) };
  }
  if (rule.forgottenAfterMs !== undefined)
    return { ...base, ...blocked(rule, now + rule.forgottenAfterMs, now) };
  const isWeighed = rule.counted && (cooldowns === 0 || state?.onProbation === true);
  if (reset === undefined && isWeighed && !opens(failures, traffic, settings)) return base;
  return close(rule, known, { failure, failedAt: now }, settings, now);
}

/** The state with its next cooldown, which is longer than the one before. */
function close(
  rule: KindRule,
  state: HealthState,
  why: Pick<HealthState, 'failure' | 'failedAt'>,
  settings: HealthSettings,
  now: number,
): HealthState {
  const { checkSince: _since, checked: _checked, onProbation: _probation, ...rest } = state;
  // A window that the upstream announced stays announced when a trial within it fails without a word about it.
  const until =
    resetOf(rule, why.failure, settings, now) ??
    Math.max(state.until ?? 0, now + cooldownMs(state.cooldowns, settings));
  return { ...rest, ...why, cooldowns: state.cooldowns + 1, ...blocked(rule, until, now) };
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

function withoutCheck(state: HealthState): HealthState {
  const { checkSince: _, ...rest } = state;
  return rest;
}

/** A request has tried: checks may be made anew. */
function withoutChecks(state: HealthState): HealthState {
  const { failedChecks: _, ...rest } = withoutCheck(state);
  return rest;
}

function withoutTrial(state: HealthState): HealthState {
  if (state.trialSince === undefined) return state;
  const { trialSince: _, ...rest } = state;
  return rest;
}
