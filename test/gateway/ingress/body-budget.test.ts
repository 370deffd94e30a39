import { expect, test } from 'vitest';
import { createBodyBudget } from '../../../src/gateway/ingress/body-budget.ts';

test('takes up to its limit and says no beyond it, without counting what it refused', () => {
  const budget = createBodyBudget({ limit: 100 });
  expect(budget.take(60)).toBe(true);
  expect(budget.take(41)).toBe(false);
  expect(budget.take(40)).toBe(true);
  budget.give(100);
  expect(budget.held).toBe(0);
});

test('asks for relief by the bytes that came, however soon they were given back', () => {
  let relieved = 0;
  const relief = { everyBytes: 1_000, relieve: () => (relieved += 1) };
  const budget = createBodyBudget({ relief });
  for (let round = 0; round < 10; round += 1) {
    budget.take(400);
    budget.give(400);
  }
  expect(relieved).toBe(3);
});

test('refused bytes bring no relief nearer', () => {
  let relieved = 0;
  const budget = createBodyBudget({ limit: 10, relief: { everyBytes: 20, relieve: () => (relieved += 1) } });
  for (let round = 0; round < 10; round += 1) budget.take(11);
  expect(relieved).toBe(0);
});
