import type { Dialect } from '../exchange/dialect.ts';
import type { Failure, FailureClass } from '../exchange/failure.ts';
import { inRanges, type StatusRanges } from './status-range.ts';

/** Which failures a row is for: all conditions that are given must hold. */
export interface StrategyMatch {
  readonly class?: FailureClass;
  /** A failure without a status fits none. */
  readonly status?: StatusRanges;
  /** Codes or types as the request's record shows them, in lower case. */
  readonly codes?: ReadonlySet<string>;
  /** Searched in the message and in the code. */
  readonly pattern?: RegExp;
  /** What is spoken with the provider. */
  readonly dialect?: Dialect;
  /** Id of the provider that failed. */
  readonly provider?: string;
  /** What the upstream's `x-should-retry` says. */
  readonly shouldRetry?: boolean;
  /** The upstream names when to ask again, and that is no later than so many milliseconds from now. */
  readonly waitAtMostMs?: number;
  /** Only when output has gone to the client. */
  readonly committed?: true;
}

/**
 * Who is asked after a failure: `next-account` another account of the provider first, then others; `next-provider`
 * no further account of this one; `return` nobody, the client is told.
 */
export type GoOn = 'next-account' | 'next-provider' | 'return';

/** How often and when the same candidate is asked again. */
export interface RetryTerms {
  readonly times: number;
  /** Before the first retry; doubles with each. Between half of it and all of it is waited. */
  readonly backoffMs: number;
  /** From the candidate's first failure: no retry starts later. */
  readonly withinMs: number;
  /** What follows when the retries are used up, or may not be made. */
  readonly afterwards: GoOn;
}

/** `stop`: the client is gone, nobody is asked or told. `without-state`: the same once more without opaque state. */
export type StrategyAction =
  | { readonly action: 'retry-same'; readonly retry: RetryTerms }
  | { readonly action: GoOn | 'stop' | 'without-state' };

/** One row of the table. The first row that fits decides. */
export type Strategy = { readonly id: string; readonly match: StrategyMatch } & StrategyAction;

/** Where a failure happened. */
export interface FailurePlace {
  readonly provider: string;
  readonly dialect: Dialect;
  /** Output has gone to the client. */
  readonly committed: boolean;
}

/** The row for a failure; `now` in milliseconds since the epoch. A table ends with a row that fits everything. */
export function strategyFor(
  table: readonly Strategy[],
  failure: Failure,
  place: FailurePlace,
  now: number,
): Strategy {
  return table.find(({ match }) => matches(match, failure, place, now)) ?? otherwise;
}

/** The last row of every table. */
export const otherwise: Strategy = { id: 'anything-else', match: {}, action: 'next-account' };

function matches(match: StrategyMatch, failure: Failure, place: FailurePlace, now: number): boolean {
  if (match.committed === true && !place.committed) return false;
  if (match.class !== undefined && match.class !== failure.class) return false;
  if (match.status !== undefined && !hasStatus(match.status, failure.status)) return false;
  if (match.codes !== undefined && !hasCode(match.codes, failure)) return false;
  if (match.pattern !== undefined && !isFound(match.pattern, failure)) return false;
  if (match.dialect !== undefined && match.dialect !== place.dialect) return false;
  if (match.provider !== undefined && match.provider !== place.provider) return false;
  if (match.shouldRetry !== undefined && match.shouldRetry !== failure.shouldRetry) return false;
  return match.waitAtMostMs === undefined || isShortWait(failure.retryAt, now, match.waitAtMostMs);
}

function hasStatus(ranges: StatusRanges, status: number | undefined): boolean {
  return status !== undefined && inRanges(ranges, status);
}

function hasCode(codes: ReadonlySet<string>, { code, type }: Failure): boolean {
  return codes.has(code.toLowerCase()) || (type !== undefined && codes.has(type.toLowerCase()));
}

function isFound(pattern: RegExp, { message, code }: Failure): boolean {
  return pattern.test(message) || pattern.test(code);
}

function isShortWait(retryAt: number | undefined, now: number, most: number): boolean {
  return retryAt !== undefined && retryAt - now <= most;
}
