import { describe, expect, test } from 'vitest';
import { createResponseBook, type KeptResponse } from '../../../src/gateway/conversations/response-book.ts';

const items = (): readonly unknown[] => ['an item'];
const kept = (bytes: number): KeptResponse => ({
  client: 'c',
  provider: 'p',
  account: 'a',
  native: false,
  items,
  response: {},
  bytes,
});
const limits = { mostResponses: 3, mostBytes: 100, mostBytesEach: 60 };

describe('responses that clients may come back to', () => {
  test('are found by id', () => {
    const book = createResponseBook(limits);
    book.add('one', kept(10));
    expect(book.get('one')).toEqual(kept(10));
    expect(book.get('two')).toBeUndefined();
  });

  test('the oldest are forgotten when there are too many', () => {
    const book = createResponseBook(limits);
    for (const id of ['1', '2', '3', '4']) book.add(id, kept(1));
    expect(['1', '2', '3', '4'].map((id) => book.get(id) !== undefined)).toEqual([false, true, true, true]);
  });

  test('or when they weigh too much together', () => {
    const book = createResponseBook(limits);
    for (const id of ['1', '2', '3']) book.add(id, kept(50));
    expect(['1', '2', '3'].map((id) => book.get(id) !== undefined)).toEqual([false, true, true]);
    expect(book.bytes).toBe(100);
  });

  test('one that is too large is known by its origin only', () => {
    const book = createResponseBook(limits);
    book.add('large', kept(61));
    expect(book.get('large')).toEqual({ client: 'c', provider: 'p', account: 'a', native: false, bytes: 0 });
    expect(book.bytes).toBe(0);
  });

  test('deleted and added again they count once', () => {
    const book = createResponseBook(limits);
    book.add('one', kept(10));
    book.add('one', kept(20));
    expect(book.bytes).toBe(20);
    book.delete('one');
    expect([book.bytes, book.get('one')]).toEqual([0, undefined]);
  });
});
