import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FirstByteBook } from '../../../src/gateway/attempts/first-byte-book.ts';

const timeouts = { firstByteMs: 120_000, adaptive: true };
const limit = (times: readonly number[], more: Partial<typeof timeouts> = {}): number => {
  const book = new FirstByteBook();
  for (const ms of times) book.add('p', 'm', ms);
  return book.limitMs('p', 'm', { ...timeouts, ...more });
};
const many = (ms: number, count = 20): number[] => Array.from({ length: count }, () => ms);

it('is as configured without the option, and until there are 20 times', () => {
  expect(limit(many(5000), { adaptive: false })).toBe(120_000);
  expect(limit(many(5000, 19))).toBe(120_000);
  expect(limit(many(5000, 20))).toBe(15_000);
});

it('is three times the 95th percentile, so that one slow answer in twenty does not decide', () => {
  expect(limit([...many(5000, 38), 60_000, 60_000])).toBe(15_000);
  expect(limit([...many(5000, 37), 30_000, 30_000, 30_000])).toBe(90_000);
});

it('is at least 10 s and at most what is configured', () => {
  expect(limit(many(100))).toBe(10_000);
  expect(limit(many(100_000))).toBe(120_000);
  expect(limit(many(100), { firstByteMs: 3000 })).toBe(3000);
});

it('is of the last 64 times, of one provider and model', () => {
  expect(limit([...many(30_000, 64), ...many(4000, 64)])).toBe(12_000);
  const book = new FirstByteBook();
  for (const ms of many(4000)) book.add('p', 'm', ms);
  expect(book.limitMs('p', 'other', timeouts)).toBe(120_000);
  expect(book.limitMs('other', 'm', timeouts)).toBe(120_000);
});

it('follows a provider that becomes slower, since vain waits count', () => {
  const book = new FirstByteBook();
  for (const ms of many(4000, 64)) book.add('p', 'm', ms);
  const limits: number[] = [];
  for (let request = 0; request < 30; request += 1) {
    const ms = book.limitMs('p', 'm', timeouts);
    limits.push(ms);
    book.add('p', 'm', Math.min(ms, 60_000));
  }
  expect(limits[0]).toBe(12_000);
  expect(limits.at(-1)).toBe(120_000);
});

it('forgets the place that was not heard of for longest', () => {
  const book = new FirstByteBook(2);
  for (const ms of many(4000)) for (const model of ['a', 'b']) book.add('p', model, ms);
  book.add('p', 'a', 4000);
  book.add('p', 'c', 4000);
  expect(book.size).toBe(2);
  expect(book.limitMs('p', 'a', timeouts)).toBe(12_000);
  expect(book.limitMs('p', 'b', timeouts)).toBe(120_000);
});

it('never is more than configured, nor less than 10 s unless that is configured', () => {
  const any = fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 20, maxLength: 100 });
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 300_000 }), (times, firstByteMs) => {
      const found = limit(times, { firstByteMs });
      expect(found).toBeLessThanOrEqual(firstByteMs);
      expect(found).toBeGreaterThanOrEqual(Math.min(10_000, firstByteMs));
    }),
  );
});
