import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetryBudget } from '../../../src/gateway/attempts/retry-budget.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function budget(limit?: number) {
  const clock = createManualClock();
  return { clock, retries: new RetryBudget(clock, limit) };
}

describe('the retries of a conversation', () => {
  it('are two', () => {
    const { retries } = budget();
    expect(retries.allows('a')).toBe(true);
    retries.spend('a');
    expect(retries.allows('a')).toBe(true);
    retries.spend('a');
    expect(retries.allows('a')).toBe(false);
    expect(retries.allows('b')).toBe(true);
  });

  it('are over when a request has failed in spite of one', () => {
    const { retries } = budget();
    retries.failed('a');
    expect(retries.allows('a')).toBe(true);
    retries.spend('a');
    retries.failed('a');
    expect(retries.allows('a')).toBe(false);
  });

  it('are there again after an answer', () => {
    const { retries } = budget();
    retries.spend('a');
    retries.failed('a');
    retries.succeeded('a');
    expect(retries.allows('a')).toBe(true);
  });

  it('are there again after two minutes without a failure', () => {
    const { clock, retries } = budget();
    retries.spend('a');
    retries.failed('a');
    clock.advance(119_000);
    expect(retries.allows('a')).toBe(false);
    retries.failed('a');
    clock.advance(119_000);
    expect(retries.allows('a')).toBe(false);
    clock.advance(1000);
    expect(retries.allows('a')).toBe(true);
    expect(retries.size).toBe(0);
  });
});

it('the oldest is forgotten when there are too many', () => {
  const { retries } = budget(2);
  for (const home of ['a', 'b', 'c']) {
    retries.spend(home);
    retries.failed(home);
  }
  expect(retries.size).toBe(2);
  expect(['a', 'b', 'c'].map((home) => retries.allows(home))).toEqual([true, false, false]);
});

it('whatever a client does, a conversation without an answer never has three retries in two minutes', () => {
  const step = fc.oneof(
    fc.constant('request' as const),
    fc.integer({ min: 1, max: 60_000 }).map((ms) => ({ ms })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { clock, retries } = budget();
      const spent: number[] = [];
      for (const one of steps) {
        if (one !== 'request') clock.advance(one.ms);
        else {
          if (retries.allows('a')) {
            retries.spend('a');
            spent.push(clock.monotonic());
          }
          retries.failed('a');
        }
      }
      spent.forEach((at, index) => {
        const third = spent[index + 2];
        expect(third === undefined || third - at >= 120_000).toBe(true);
      });
    }),
  );
});
