import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delayAtP99, difference, median, ratio } from '../../bench/statistics.ts';

describe('median', () => {
  it('is the middle value, or the mean of the two middle ones', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 3])).toBe(4);
  });

  it('is no number for an empty list, so that nothing passes for lack of data', () => {
    expect(median([])).toBeNaN();
  });
});

describe('comparing with the reference', () => {
  it('pairs the rounds: a round in which both were slow counts like any other', () => {
    expect(ratio([20, 200, 22], [10, 100, 10]).paired).toBe(2);
  });

  it('compares the best of all rounds on its own', () => {
    expect(ratio([30, 12, 50], [10, 25, 20]).best).toBe(1.2);
    expect(difference([30, 12, 50], [10, 25, 20]).best).toBe(2);
  });

  it('compares up to the shorter list', () => {
    expect(difference([5, 7], [1, 1, 100]).paired).toBe(5);
  });
});

describe('delay at p99', () => {
  it('is nothing while the loop is blocked for less than a hundredth of the time', () => {
    expect(delayAtP99([4, 5], 1000)).toBe(0);
  });

  it('counts a stall by its length: 5 ms in every 250 ms delay the hundredth event by 2.5 ms', () => {
    const stalls = Array.from({ length: 8 }, () => 5);
    expect(delayAtP99(stalls, 2000)).toBeCloseTo(2.5, 3);
  });

  it('is not drowned by many short intervals beside one long stall', () => {
    expect(delayAtP99([500, ...Array.from({ length: 5000 }, () => 0.001)], 10_000)).toBeCloseTo(400, 0);
  });

  it('agrees with events that arrive evenly spread over the time', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 50, noNaN: true }), { maxLength: 40 }), (stalls) => {
        const total = 2000;
        const step = 0.01;
        const delays = stalls.flatMap((stall) =>
          Array.from({ length: Math.floor(stall / step) }, (_, index) => stall - index * step),
        );
        const expected = delays.toSorted((a, b) => b - a)[Math.floor(total / step / 100)] ?? 0;
        expect(Math.abs(delayAtP99(stalls, total) - expected)).toBeLessThan(0.5);
      }),
      { numRuns: 50 },
    );
  });
});
