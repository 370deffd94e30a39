import { firstHeader, type UpstreamHeaders } from '../exchange/ports.ts';

/** What is left of an account's tightest limit. */
export interface QuotaLeft {
  /** 0 to 1. */
  readonly share: number;
  /** Milliseconds for which it is worth believing: limits per minute fill up again, windows of hours do not. */
  readonly holdsMs: number;
}

/** Limits and what remains of them; most providers count per minute. */
const pairs = [
  ['anthropic-ratelimit-requests-limit', 'anthropic-ratelimit-requests-remaining'],
  ['anthropic-ratelimit-tokens-limit', 'anthropic-ratelimit-tokens-remaining'],
  ['anthropic-ratelimit-input-tokens-limit', 'anthropic-ratelimit-input-tokens-remaining'],
  ['anthropic-ratelimit-output-tokens-limit', 'anthropic-ratelimit-output-tokens-remaining'],
  ['x-ratelimit-limit-requests', 'x-ratelimit-remaining-requests'],
  ['x-ratelimit-limit-tokens', 'x-ratelimit-remaining-tokens'],
  ['x-ratelimit-limit', 'x-ratelimit-remaining'],
] as const;

/** Subscriptions say what is used, as a share (Anthropic) or in percent (Codex). */
const windows = [
  ['anthropic-ratelimit-unified-5h-utilization', 1],
  ['anthropic-ratelimit-unified-7d-utilization', 1],
  ['x-codex-primary-used-percent', 100],
  ['x-codex-secondary-used-percent', 100],
] as const;

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Reads the headers of an answer; undefined when they say nothing of limits. */
export function quotaLeft(headers: UpstreamHeaders): QuotaLeft | undefined {
  let tightest: QuotaLeft | undefined;
  const take = (share: number, holdsMs: number): void => {
    if (!Number.isFinite(share)) return;
    const within = Math.min(1, Math.max(0, share));
    if (tightest === undefined || within < tightest.share) tightest = { share: within, holdsMs };
  };
  for (const [limit, remaining] of pairs) {
    const left = firstHeader(headers, remaining);
    if (left !== undefined) take(Number(left) / Number(firstHeader(headers, limit)), minuteMs);
  }
  for (const [used, whole] of windows) {
    const value = firstHeader(headers, used);
    if (value !== undefined) take(1 - Number(value) / whole, hourMs);
  }
  return tightest;
}
