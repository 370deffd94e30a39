import type { UpstreamError } from '../exchange/failure.ts';
import { firstHeader, type UpstreamHeaders } from '../exchange/ports.ts';

/**
 * Whom a 429 is for. OpenAI, Anthropic's API and Google limit a model (or family) of an account; subscriptions limit
 * the account, with windows for some models beside. Undefined when nothing says so: then the account is meant, since
 * going on with an exhausted account costs more than leaving a good model alone for a while.
 */
export function quotaScope(headers: UpstreamHeaders, error: UpstreamError): 'account' | 'model' | undefined {
  const claim = firstHeader(headers, 'anthropic-ratelimit-unified-representative-claim');
  if (claim !== undefined) return /opus|sonnet|haiku|fable/i.test(claim) ? 'model' : 'account';
  if (firstHeader(headers, 'anthropic-ratelimit-unified-status') === 'rejected') return 'account';
  if (names(headers, 'x-codex-primary-used-percent')) return 'account';
  const message = (error.message ?? '').slice(0, 2000);
  if (/^rate limit reached for \S+/i.test(message)) return 'model';
  if (/^request too large for /i.test(message)) return 'model';
  if (/quota exceeded for metric: .*\bmodel: /i.test(message)) return 'model';
  if (perModel.some((header) => names(headers, header))) return 'model';
  return undefined;
}

const perModel = [
  'x-ratelimit-remaining-requests',
  'x-ratelimit-remaining-tokens',
  'anthropic-ratelimit-requests-remaining',
  'anthropic-ratelimit-tokens-remaining',
  'anthropic-ratelimit-input-tokens-remaining',
  'anthropic-ratelimit-output-tokens-remaining',
];

function names(headers: UpstreamHeaders, header: string): boolean {
  return firstHeader(headers, header) !== undefined;
}
