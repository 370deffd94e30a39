import type { Failure } from '../exchange/failure.ts';
import type { RetryTerms } from '../routing/strategy.ts';

/** After the moment that an upstream named: its clock and ours differ by a little. */
const graceMs = 10;

/**
 * Milliseconds until the same candidate is asked again; undefined: it is not. The back-off doubles with each retry,
 * and between half of it and all of it is waited, so that requests that failed together do not come back together.
 * A moment that the upstream named (`retry-after` and its kin) is waited for, with as much added at random.
 */
export function waitBeforeRetry(on: {
  readonly terms: RetryTerms;
  readonly failure: Failure;
  /** How many retries there were. */
  readonly nth: number;
  /** Milliseconds since the candidate's first failure. */
  readonly sinceMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** In [0, 1). */
  readonly chance: number;
}): number | undefined {
  const { terms, failure, nth, sinceMs, now, chance } = on;
  // "Do not retry" is meant for whoever asks the same again; another account may still answer.
  if (failure.shouldRetry === false) return undefined;
  const backoff = terms.backoffMs * 2 ** nth;
  const spread = (backoff / 2) * chance;
  const named = failure.retryAt === undefined ? 0 : failure.retryAt - now + graceMs;
  const wait = Math.ceil(Math.max(backoff / 2, named) + spread);
  return sinceMs + wait <= terms.withinMs ? wait : undefined;
}
