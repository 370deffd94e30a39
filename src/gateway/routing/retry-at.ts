import type { UpstreamError } from '../exchange/failure.ts';
import { firstHeader, type UpstreamHeaders } from '../exchange/ports.ts';

/** Numbers above this are moments (seconds since 2001-09-09), below it durations. */
const smallestEpochSeconds = 1e9;
const smallestEpochMs = 1e12;
/** Nothing that a provider says about a reset is believed beyond a year: it is a mistake in its units. */
const longestMs = 366 * 24 * 3600 * 1000;

/**
 * When an upstream wants to be asked again, in milliseconds since the epoch; undefined when it does not say.
 *
 * `retry-after-ms` and `retry-after` come first (of the two the later: Azure sends 0 ms beside 1 s). For a quota
 * follow the reset headers of limits that are used up, then what the body says, then the prose of its message.
 */
export function retryAt(
  headers: UpstreamHeaders,
  error: UpstreamError,
  now: number,
  isQuota: boolean,
): number | undefined {
  const asked = latest([
    inMilliseconds(firstHeader(headers, 'retry-after-ms'), now),
    moment(firstHeader(headers, 'retry-after'), now),
  ]);
  const reset = isQuota ? resetOf(headers, now) : undefined;
  const delay = error.retryDelayMs;
  const body = delay !== undefined && delay >= 0 ? now + delay : error.retryAt;
  const chosen = isWindow(headers) ? latest([asked, reset]) : (asked ?? body ?? reset);
  return believed(chosen ?? (isQuota ? inProse(error.message, now) : undefined), now);
}

/**
 * A point in time from a header: a number of seconds, a moment in epoch seconds or milliseconds, a date (HTTP or
 * RFC 3339), or a duration such as OpenAI's `6m0s` and `120ms`. Undefined when it is none of them.
 */
export function moment(value: string | undefined, now: number): number | undefined {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  if (!Number.isNaN(number)) {
    if (!Number.isFinite(number) || number < 0) return undefined;
    if (number >= smallestEpochMs) return number;
    return number >= smallestEpochSeconds ? number * 1000 : now + number * 1000;
  }
  const duration = durationMs(text);
  if (duration !== undefined) return now + duration;
  const date = /[a-z]{3}|\d{4}-\d{2}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `1h2m3.5s`, `6m0s`, `120ms`, `48.9s`; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  if (text.length > 64 || !/^(?:\d+(?:\.\d+)?(?:ms|[smhd])\s*)+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    sum += Number(amount) * (unitMs[unit] ?? 0);
  }
  return sum;
}

/** Whether these headers speak of a subscription's windows: there the reset is exact, `retry-after` may be shorter. */
function isWindow(headers: UpstreamHeaders): boolean {
  return firstHeader(headers, 'anthropic-ratelimit-unified-status') === 'rejected';
}

/** Families of `…-remaining` and `…-reset` headers; `*` is one name between. */
const families = [
  { remaining: 'anthropic-ratelimit-*-remaining', reset: 'anthropic-ratelimit-*-reset' },
  { remaining: 'x-ratelimit-remaining-*', reset: 'x-ratelimit-reset-*' },
  { remaining: 'ratelimit-remaining-*', reset: 'ratelimit-reset-*' },
] as const;
const limitNames = ['requests', 'tokens', 'input-tokens', 'output-tokens', 'tokens-minute', 'requests-day'];

function resetOf(headers: UpstreamHeaders, now: number): number | undefined {
  const header = (name: string) => firstHeader(headers, name);
  const found: (number | undefined)[] = [];
  const status = header('anthropic-ratelimit-unified-status');
  // "allowed" with a 429 is a short throttle; the window's reset, days away, has nothing to do with it.
  if (status === undefined || status === 'rejected') {
    found.push(moment(header('anthropic-ratelimit-unified-reset'), now));
  }
  for (const window of ['5h', '7d', '7d_opus', '7d_sonnet']) {
    if (header(`anthropic-ratelimit-unified-${window}-status`) === 'rejected') {
      found.push(moment(header(`anthropic-ratelimit-unified-${window}-reset`), now));
    }
  }
  for (const { remaining, reset } of families) {
    for (const name of limitNames) {
      if (isUsedUp(header(remaining.replace('*', name)))) {
        found.push(moment(header(reset.replace('*', name)), now));
      }
    }
  }
  const left = header('x-ratelimit-remaining');
  if (left === undefined || isUsedUp(left)) found.push(moment(header('x-ratelimit-reset'), now));
  for (const window of ['primary', 'secondary']) {
    const used = Number(header(`x-codex-${window}-used-percent`) ?? Number.NaN);
    if (used < 100 || Number.isNaN(used)) continue;
    const after = header(`x-codex-${window}-reset-after-seconds`) ?? header(`x-codex-${window}-reset-at`);
    found.push(moment(after, now));
  }
  return latest(found);
}

function isUsedUp(remaining: string | undefined): boolean {
  return remaining !== undefined && Number(remaining) <= 0;
}

/**
 * OpenAI: "Please try again in 6m0s."; Google: "Please retry in 48.9s."; Groq: "try again in 1h2m3.5s"; others:
 * "retry after 20 seconds", "try again in 5 minutes".
 */
function inProse(message: string | undefined, now: number): number | undefined {
  const said = message?.slice(0, 2000) ?? '';
  const short = /\b(?:try again|retry(?: after)?) in ((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)/i.exec(said)?.[1];
  if (short !== undefined) {
    const wait = durationMs(short.toLowerCase());
    return wait === undefined ? undefined : now + wait;
  }
  const long =
    /\b(?:try again|retry) (?:in|after) (\d+(?:\.\d+)?) ?(millisecond|second|minute|hour)s?\b/i.exec(said);
  const unit = wordMs[long?.[2]?.toLowerCase() ?? ''];
  return unit === undefined ? undefined : now + Number(long?.[1]) * unit;
}

const wordMs: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
};

function inMilliseconds(value: string | undefined, now: number): number | undefined {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? now + number : undefined;
}

function latest(moments: readonly (number | undefined)[]): number | undefined {
  let last: number | undefined;
  for (const one of moments) if (one !== undefined && (last === undefined || one > last)) last = one;
  return last;
}

function believed(at: number | undefined, now: number): number | undefined {
  return at === undefined || at > now + longestMs ? undefined : Math.round(at);
}
