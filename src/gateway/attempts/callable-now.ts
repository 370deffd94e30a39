import type { HealthBook } from '../routing/health-book.ts';
import type { Candidate } from '../routing/view.ts';

/**
 * A candidate of a plan that was made some failures ago: what rests by now is left alone (undefined), what has rested
 * is asked as a trial.
 */
export function callableNow(
  health: Pick<HealthBook, 'availability'>,
  candidate: Candidate,
): Candidate | undefined {
  if (candidate.probe) return candidate;
  const { state } = health.availability(candidate.provider, candidate.account, candidate.model);
  if (state === 'ok') return candidate;
  return state === 'half-open' ? { ...candidate, probe: true } : undefined;
}

/** Nothing is known against a candidate: who is asked beside another one must not be in trouble itself. */
export function isWell(health: Pick<HealthBook, 'availability'>, candidate: Candidate): boolean {
  const { state, failedAt } = health.availability(candidate.provider, candidate.account, candidate.model);
  return state === 'ok' && failedAt === undefined;
}
