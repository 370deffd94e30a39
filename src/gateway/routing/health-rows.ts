import type { Failure } from '../exchange/failure.ts';
import { type HealthKind, type HealthState, longestCheckMs, type Phase, phaseOf } from './health.ts';
import type { HealthScope } from './health-store.ts';
import type { Availability } from './view.ts';

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

/** Nothing is known against somebody. */
export const fine: Availability = { state: 'ok' };

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
export function availabilityOf(states: readonly HealthState[], now: number): Availability {
  let worst: Availability['state'] = 'ok';
  let until: number | undefined;
  let failedAt: number | undefined;
  let exhausted: HealthState | undefined;
  for (const state of states) {
    const phase = phaseOf(state, now);
    const isOutage = state.kind === 'transport' || state.kind === 'overload';
    if (isOutage) failedAt = Math.max(failedAt ?? 0, state.failedAt);
    const isShut = phase === 'blocked' || phase === 'checking' || (phase === 'probing' && !isOutage);
    const name = isShut ? blockedNames[state.kind] : phase;
    if (name === 'ok' || name === 'counting') continue;
    if (severity(name) > severity(worst)) worst = name;
    if (name === 'exhausted') exhausted = state;
    const end = phase === 'checking' ? checkEnd(state) : state.until;
    if (end !== undefined && end > now && name !== 'half-open') until = Math.max(until ?? 0, end);
  }
  if (worst === 'ok' && failedAt === undefined) return fine;
  return {
    state: worst,
    ...(until !== undefined && { until }),
    ...(failedAt !== undefined && { failedAt }),
    ...(worst === 'exhausted' && exhausted !== undefined && causeOf(exhausted.failure)),
  };
}

/** Until when a check keeps requests away. */
function checkEnd({ checkSince }: HealthState): number | undefined {
  return checkSince === undefined ? undefined : checkSince + longestCheckMs;
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

/** A state for people; undefined: nothing is wrong. */
export function rowOf(scope: HealthScope, state: HealthState, now: number): HealthRow | undefined {
  const word = wordOf(state, phaseOf(state, now));
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

function wordOf(state: HealthState, phase: Phase): HealthRow['state'] | undefined {
  if (phase === 'ok') return undefined;
  // On probation after a check, nothing has failed yet.
  if (phase === 'counting') return state.failures > 0 ? 'failing' : undefined;
  if (phase === 'checking') return 'probing';
  return phase === 'blocked' ? blockedNames[state.kind] : phase;
}
