import type { Dialect } from '../exchange/dialect.ts';
import { type ErrorAnswer, errorAnswer, obeysRetryAfter } from '../exchange/errors.ts';
import type { Failure } from '../exchange/failure.ts';
import type { Candidate } from '../routing/view.ts';
import type { Ask } from './ask.ts';
import type { UpstreamAnswer } from './attempt.ts';

/** One failed attempt, as far as the last word to the client needs it. */
export interface FailedAttempt extends Pick<Candidate, 'provider' | 'account' | 'model'> {
  /** In which the answer is. */
  readonly dialect: Dialect;
  readonly failure: Failure;
  readonly answer: UpstreamAnswer | undefined;
}

/** What the client is told when nobody could answer. */
export type FinalError =
  /** The upstream's own words: its answer, or what it said inside a stream. */
  | { readonly kind: 'upstream'; readonly failed: FailedAttempt }
  | { readonly kind: 'own'; readonly error: ErrorAnswer };

/** Codex waits exactly as long as `Retry-After` says, five times; beyond this it is not told. */
const longestRetrySeconds = 60;

/**
 * Chooses the last word after every candidate has failed. A client's mistake and a model that the provider lacks are
 * told in the upstream's own words. Otherwise the worst that is true of somebody decides: an upstream failure
 * before an exhausted account before a refused key, so that a limit of ours never hides a provider's trouble.
 */
export function finalError(
  ask: Ask,
  failed: readonly FailedAttempt[],
  last: FailedAttempt,
  now: number,
): FinalError {
  const theirs = last.failure.class === 'client' || last.failure.class === 'model-unsupported';
  if (theirs || (last.answer !== undefined && ask.operation === 'raw')) {
    return { kind: 'upstream', failed: last };
  }
  const broken = failed.findLast(({ failure }) => isUpstreamTrouble(failure));
  if (broken !== undefined) return troubled(ask, broken, failed);
  const exhausted = failed.filter(({ failure }) => failure.class === 'quota');
  const [first] = exhausted.toSorted(
    (a, b) => (a.failure.retryAt ?? Infinity) - (b.failure.retryAt ?? Infinity),
  );
  if (first !== undefined) return outOfQuota(ask, first, exhausted, now);
  const refused = failed.findLast(({ failure }) => failure.class === 'credential');
  if (refused !== undefined) {
    return own(ask, 'provider_credentials', { detail: line(refused) }, refused, { noRetry: true });
  }
  return own(ask, 'upstream_failed', { detail: line(last) }, last, { status: upstreamStatus(last.failure) });
}

function isUpstreamTrouble(failure: Failure): boolean {
  return failure.class === 'overload' || failure.class === 'transport' || failure.class === 'internal';
}

function troubled(ask: Ask, broken: FailedAttempt, failed: readonly FailedAttempt[]): FinalError {
  const others = failed.length - 1;
  const detail = `${line(broken)}${others > 0 ? ` ${others} other ${others === 1 ? 'try' : 'tries'} failed as well.` : ''}`;
  const code = broken.failure.code.endsWith('timeout') ? 'upstream_timeout' : 'upstream_failed';
  return own(ask, code, { detail }, broken, { status: upstreamStatus(broken.failure) });
}

/** 504 for time, 503 for what calls itself overloaded, 502 for the rest. */
function upstreamStatus(failure: Failure): number {
  if (failure.code.endsWith('timeout')) return 504;
  return failure.class === 'overload' && failure.status !== 500 && failure.status !== 502 ? 503 : 502;
}

/** `first`: the one whose quota is there again first. */
function outOfQuota(
  ask: Ask,
  first: FailedAttempt,
  exhausted: readonly FailedAttempt[],
  now: number,
): FinalError {
  const retryAt = first.failure.retryAt;
  const balance = exhausted.every(({ failure }) => failure.status === 402);
  const until = retryAt === undefined ? 'an unknown time' : clockTime(retryAt);
  return own(ask, 'everything_exhausted', { until, detail: line(first) }, first, {
    ...retryAdvice(ask, retryAt, now),
    ...(balance && { status: 402, noRetry: true }),
  });
}

/**
 * `Retry-After` of a refusal: up to a minute for everybody; beyond, none for clients that would sit it out, the
 * true one with `x-should-retry: false` for Anthropic's. Without a known time nobody is asked to retry.
 */
export function retryAdvice(
  ask: { readonly dialect: Ask['dialect'] },
  retryAt: number | undefined,
  now: number,
): Pick<ErrorAnswer, 'retryAfterSeconds' | 'noRetry'> {
  if (retryAt === undefined) return { noRetry: true };
  const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
  if (seconds <= longestRetrySeconds) return { retryAfterSeconds: seconds };
  return obeysRetryAfter.has(ask.dialect) ? { noRetry: true } : { retryAfterSeconds: seconds, noRetry: true };
}

/** Date and time for people, in UTC so that it is the same in every log. */
export function clockTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function line({ provider, failure }: FailedAttempt): string {
  const status = failure.status === undefined ? '' : ` ${failure.status}`;
  return `${provider}:${status} ${failure.code} (${failure.class}). ${failure.message}`.trim();
}

function own(
  ask: Ask,
  code: Parameters<typeof errorAnswer>[0],
  values: Readonly<Record<string, string>>,
  blamed: FailedAttempt,
  more: Parameters<typeof errorAnswer>[3],
): FinalError {
  const blame = { provider: blamed.provider, class: blamed.failure.class };
  return {
    kind: 'own',
    error: errorAnswer(code, ask.id, { model: ask.modelAsked, ...values }, { ...blame, ...more }),
  };
}
