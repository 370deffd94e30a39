import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HedgeBudget } from '../../../src/gateway/attempts/hedge-budget.ts';

/** How many of so many streams, all of them slow, are asked twice. */
function asked(budget: HedgeBudget, streams: number, share: number): number {
  let calls = 0;
  for (let nth = 0; nth < streams; nth += 1) {
    budget.earn(share);
    if (!budget.allows()) continue;
    budget.spend();
    calls += 1;
  }
  return calls;
}

test('the first slow stream is asked twice, and then one in ten', () => {
  const budget = new HedgeBudget();
  expect(asked(budget, 1, 0.1)).toBe(1);
  expect(asked(budget, 8, 0.1)).toBe(0);
  expect(asked(budget, 1000, 0.1)).toBe(100);
});

test('with the whole share every one is', () => {
  expect(asked(new HedgeBudget(), 500, 1)).toBe(500);
});

test('what 100 streams earn is saved up, and no more', () => {
  const budget = new HedgeBudget();
  for (let nth = 0; nth < 10_000; nth += 1) budget.earn(0.1);
  let calls = 0;
  for (; budget.allows(); calls += 1) budget.spend();
  expect(calls).toBe(10);
});

test('a small share is not too small for one call', () => {
  const budget = new HedgeBudget();
  expect(asked(budget, 1001, 0.01)).toBe(11);
});

test('of any streams, slow or not, never more than the share and one are asked twice', () => {
  const share = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 500 }), share, (slow, each) => {
      const budget = new HedgeBudget();
      let calls = 0;
      for (const [nth, isSlow] of slow.entries()) {
        budget.earn(each);
        if (isSlow && budget.allows()) {
          budget.spend();
          calls += 1;
        }
        expect(calls).toBeLessThanOrEqual(1 + (nth + 1) * each + 1e-9);
      }
    }),
  );
});
