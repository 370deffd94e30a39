import fc from 'fast-check';
import { expect, it } from 'vitest';
import { waitBeforeRetry } from '../../../src/gateway/attempts/retry-wait.ts';
import type { Failure } from '../../../src/gateway/exchange/failure.ts';

const now = Date.UTC(2026, 0, 1);
const failure: Failure = { class: 'overload', code: 'x', message: 'x' };
const terms = { times: 5, backoffMs: 200, withinMs: 5000, afterwards: 'return' } as const;
const wait = (more: Partial<Parameters<typeof waitBeforeRetry>[0]> = {}): number | undefined =>
  waitBeforeRetry({ terms, failure, nth: 0, sinceMs: 0, now, chance: 0, ...more });

it('is between half of the back-off and all of it, which doubles', () => {
  expect(wait()).toBe(100);
  expect(wait({ chance: 0.999 })).toBe(200);
  expect(wait({ nth: 2 })).toBe(400);
  expect(wait({ nth: 2, chance: 0.999 })).toBe(800);
});

it('is never shorter than what the provider named', () => {
  expect(wait({ failure: { ...failure, retryAt: now + 1000 } })).toBe(1010);
  expect(wait({ failure: { ...failure, retryAt: now + 1000 }, chance: 0.5 })).toBe(1060);
  expect(wait({ failure: { ...failure, retryAt: now - 1000 } })).toBe(100);
});

it('is none when the provider says so, or when it would end too late', () => {
  expect(wait({ failure: { ...failure, shouldRetry: false } })).toBeUndefined();
  expect(wait({ failure: { ...failure, retryAt: now + 4990 } })).toBe(5000);
  expect(wait({ failure: { ...failure, retryAt: now + 4991 } })).toBeUndefined();
  expect(wait({ sinceMs: 4900 })).toBe(100);
  expect(wait({ sinceMs: 4901 })).toBeUndefined();
});

it('never leads beyond the deadline or before the named time', () => {
  const any = fc.record({
    nth: fc.nat(4),
    sinceMs: fc.nat(6000),
    chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    named: fc.option(fc.integer({ min: -1000, max: 8000 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(any, ({ nth, sinceMs, chance, named }) => {
      const found = wait({
        nth,
        sinceMs,
        chance,
        failure: named === undefined ? failure : { ...failure, retryAt: now + named },
      });
      if (found === undefined) return;
      expect(sinceMs + found).toBeLessThanOrEqual(5000);
      expect(found).toBeGreaterThan(named ?? 0);
    }),
  );
});
