import { expect, it } from 'vitest';
import { createPlaceBook } from '../../../src/gateway/conversations/place-book.ts';

const place = { provider: 'p', account: 'main', model: 'm' };
const day = 24 * 60 * 60_000;

it('knows each conversation’s place for each model name by itself', () => {
  const book = createPlaceBook(() => 0);
  book.settle('one', 'large', place);
  book.settle('one', 'small', { ...place, provider: 'q' });
  expect(book.placeOf('one', 'large')).toEqual(place);
  expect(book.placeOf('one', 'small')?.provider).toBe('q');
  expect(book.placeOf('two', 'large')).toBeUndefined();
});

it('forgets what was not used for a day', () => {
  let now = 0;
  const book = createPlaceBook(() => now);
  book.settle('one', 'm', place);
  now = day;
  expect(book.placeOf('one', 'm')).toEqual(place);
  book.settle('one', 'm', place);
  now = 2 * day;
  expect(book.placeOf('one', 'm')).toEqual(place);
  now += 1;
  expect(book.placeOf('one', 'm')).toBeUndefined();
});

it('keeps no more than it may, and forgets what was used longest ago', () => {
  let now = 0;
  const book = createPlaceBook(() => now, 2);
  book.settle('one', 'm', place);
  book.settle('two', 'm', place);
  now = 60_000;
  book.settle('one', 'm', place);
  book.settle('three', 'm', place);
  expect(book.size).toBe(2);
  expect(book.placeOf('two', 'm')).toBeUndefined();
  expect(book.placeOf('one', 'm')).toEqual(place);
  book.settle('one', `m${'x'.repeat(10_000)}`, place);
  expect(book.size).toBe(2);
});
