import type { ErrorAnswer } from '../exchange/errors.ts';
import type { Candidate } from '../routing/view.ts';
import type { Ask } from './ask.ts';
import type { Attempt } from './attempt.ts';

/** Whose answer it is, for its head. */
export type Answering = Pick<Attempt, 'candidate' | 'prepared'>;

/**
 * Adds what a client is told of its request. `ended`: attempts that have ended before; `answering`: whose answer
 * follows, absent when the words are ours or the last of a failed attempt; `planned`: who was to be asked first.
 */
export function addOwnHeaders(
  headers: string[],
  ask: Ask,
  ended: number,
  answering: Answering | undefined,
  planned?: Candidate,
): void {
  headers.push('x-patchbay-request-id', ask.id);
  if (answering === undefined) {
    if (ended > 0) headers.push('x-patchbay-attempts', String(ended));
    return;
  }
  const { candidate, prepared } = answering;
  addPlace(headers, candidate);
  headers.push('x-patchbay-attempts', String(ended + 1));
  const lost = prepared.losses.count;
  if (lost > 0) headers.push('x-patchbay-loss', String(lost));
  if (ask.routerxNames) {
    const isFallback = planned !== undefined && !isSamePlace(candidate, planned);
    headers.push('x-routerx-provider', candidate.provider, 'x-routerx-fallback', String(isFallback));
  }
}

/** A retry, or one that won against whoever was asked beside it, is no fallback. */
function isSamePlace(one: Candidate, other: Candidate): boolean {
  return one.provider === other.provider && one.account === other.account && one.model === other.model;
}

/** Adds whose words the answer is made of. */
export function addPlace(
  headers: string[],
  { provider, account, model }: Pick<Candidate, 'provider' | 'account' | 'model'>,
): void {
  headers.push('x-patchbay-provider', provider, 'x-patchbay-account', account);
  headers.push('x-patchbay-model', headerText(model));
}

/** Headers of an error of ours. */
export function errorHeaders(error: ErrorAnswer, body: Buffer): string[] {
  const headers = ['content-type', 'application/json; charset=utf-8', 'content-length', String(body.length)];
  if (error.retryAfterSeconds !== undefined) headers.push('retry-after', String(error.retryAfterSeconds));
  if (error.noRetry === true) headers.push('x-should-retry', 'false');
  return headers;
}

/** A model's name comes from a client: what a header may not hold is percent-encoded. */
function headerText(value: string): string {
  return /^[\x21-\x7e]*$/.test(value) ? value : encodeURIComponent(value).slice(0, 500);
}
