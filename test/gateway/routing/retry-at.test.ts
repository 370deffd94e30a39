import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs, moment, retryAt } from '../../../src/gateway/routing/retry-at.ts';
import { now } from './sample-view.ts';

describe('a moment in a header', () => {
  it.each([
    ['30', now + 30_000],
    ['0', now],
    ['1.5', now + 1500],
    ['6m0s', now + 360_000],
    ['120ms', now + 120],
    ['1h2m3.5s', now + 3_723_500],
    ['7.66s', now + 7660],
    [String(now / 1000 + 60), now + 60_000],
    [String(now + 60_000), now + 60_000],
    [new Date(now + 5000).toUTCString(), now + 5000],
    [new Date(now + 5000).toISOString(), now + 5000],
    ['-5', undefined],
    ['', undefined],
    ['soon', undefined],
    ['Infinity', undefined],
    ['5 apples', undefined],
    [undefined, undefined],
  ])('%j', (value, expected) => {
    expect(moment(value, now)).toBe(expected);
  });

  it('never is anything but a number or nothing, and never takes long', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (value) => {
        const at = moment(value, now);
        expect(at === undefined || Number.isFinite(at)).toBe(true);
      }),
    );
    expect(durationMs('1s'.repeat(50_000))).toBeUndefined();
  });
});

describe('when to ask again', () => {
  const at = (headers: Record<string, string>, error = {}) => {
    const moment = retryAt(headers, error, now, true);
    return moment === undefined ? undefined : moment - now;
  };

  it('says Retry-After, in seconds or as a date', () => {
    expect(at({ 'retry-after': '7' })).toBe(7000);
    expect(at({ 'retry-after': new Date(now + 9000).toUTCString() })).toBe(9000);
  });

  it('takes the later of Azure’s two', () => {
    expect(at({ 'retry-after': '1', 'retry-after-ms': '0' })).toBe(1000);
    expect(at({ 'retry-after': '1', 'retry-after-ms': '1500' })).toBe(1500);
  });

  it('takes Retry-After before the reset of a limit, and of limits only used-up ones', () => {
    const headers = {
      'x-ratelimit-remaining-requests': '99',
      'x-ratelimit-reset-requests': '6m0s',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '20s',
    };
    expect(at(headers)).toBe(20_000);
    expect(at({ ...headers, 'retry-after': '3' })).toBe(3000);
  });

  it('takes Anthropic’s limits in RFC 3339', () => {
    const reset = new Date(now + 42_000).toISOString();
    expect(
      at({
        'anthropic-ratelimit-input-tokens-remaining': '0',
        'anthropic-ratelimit-input-tokens-reset': reset,
      }),
    ).toBe(42_000);
  });

  it('takes the window of a subscription when it is used up, not when it only throttles', () => {
    const headers = { 'anthropic-ratelimit-unified-reset': String(now / 1000 + 18_000) };
    expect(at({ ...headers, 'anthropic-ratelimit-unified-status': 'rejected', 'retry-after': '60' })).toBe(
      18_000_000,
    );
    expect(at({ ...headers, 'anthropic-ratelimit-unified-status': 'allowed' })).toBeUndefined();
    expect(at({ ...headers, 'anthropic-ratelimit-unified-status': 'allowed', 'retry-after': '2' })).toBe(
      2000,
    );
  });

  it('takes OpenRouter’s epoch milliseconds', () => {
    expect(at({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 61_000) })).toBe(61_000);
    expect(at({ 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': String(now + 61_000) })).toBeUndefined();
  });

  it('takes the moment in a body: ChatGPT’s, or a header that OpenRouter quotes', () => {
    expect(at({}, { retryAt: now + 61_000 })).toBe(61_000);
    expect(at({}, { retryAt: now + 61_000, retryDelayMs: 60_000 })).toBe(60_000);
    expect(at({ 'retry-after': '3' }, { retryAt: now + 61_000 })).toBe(3000);
  });

  it('takes a window of a subscription that alone is used up', () => {
    const headers = {
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-5h-status': 'allowed',
      'anthropic-ratelimit-unified-5h-reset': String(now / 1000 + 90),
      'anthropic-ratelimit-unified-7d-status': 'rejected',
      'anthropic-ratelimit-unified-7d-reset': String(now / 1000 + 9000),
    };
    expect(at(headers)).toBe(9_000_000);
  });

  it('takes the Codex window’s moment where it names no span', () => {
    expect(
      at({
        'x-codex-primary-used-percent': '100',
        'x-codex-primary-reset-at': String(now / 1000 + 900),
        'x-codex-secondary-reset-at': String(now / 1000 + 9000),
      }),
    ).toBe(900_000);
  });

  it('takes the Codex window that is used up', () => {
    expect(
      at({
        'x-codex-primary-used-percent': '100',
        'x-codex-primary-reset-after-seconds': '900',
        'x-codex-secondary-used-percent': '30',
        'x-codex-secondary-reset-after-seconds': '90000',
      }),
    ).toBe(900_000);
  });

  it('takes the body’s delay, else the prose', () => {
    expect(at({}, { retryDelayMs: 48_939 })).toBe(48_939);
    expect(at({}, { message: 'Quota exceeded.\nPlease retry in 48.9s.' })).toBe(48_900);
    expect(at({}, { message: 'Rate limit reached. Please try again in 6m0s.' })).toBe(360_000);
    expect(at({}, { message: 'Please retry after 20 seconds.' })).toBe(20_000);
    expect(at({}, { message: 'Try again in 5 minutes.' })).toBe(300_000);
    expect(at({}, { message: 'You can retry after 1 hour.' })).toBe(3_600_000);
    expect(at({}, { message: 'Please try again in 120 milliseconds.' })).toBe(120);
    expect(at({}, { message: 'Please wait.' })).toBeUndefined();
  });

  it('does not look at limits for anything but a quota', () => {
    const headers = { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '20s' };
    expect(retryAt(headers, {}, now, false)).toBeUndefined();
    expect(retryAt({}, { message: 'Please try again in 20s.' }, now, false)).toBeUndefined();
    expect(retryAt({ 'retry-after': '5' }, {}, now, false)).toBe(now + 5000);
  });

  it('does not believe years', () => {
    expect(at({ 'retry-after': String(400 * 24 * 3600) })).toBeUndefined();
  });
});
