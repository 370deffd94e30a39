import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/gateway/exchange/failure.ts';
import { createHealthBook, type HealthChange } from '../../../src/gateway/routing/health-book.ts';
import type { Candidate } from '../../../src/gateway/routing/view.ts';
import { seeded } from '../../long/seeded.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { healthSettings } from './sample-view.ts';

const candidate: Candidate = {
  provider: 'p',
  account: 'a',
  model: 'm',
  dialect: 'openai-chat',
  reason: 'listed',
  probe: false,
};
const reset: Failure = { class: 'transport', code: 'reset', message: 'x' };
const busy: Failure = { class: 'overload', code: 'http_503', message: 'x' };
const mistake: Failure = { class: 'client', code: 'http_400', message: 'x' };

function setup() {
  const clock = createManualClock();
  const book = createHealthBook({ settings: healthSettings, clock });
  const changes: HealthChange[] = [];
  book.onChange((change) => changes.push(change));
  /** A request that ends after `ms` in the given way. */
  const send = (ms: number, end: Failure | 'ok' | 'given up'): void => {
    book.reserve(candidate);
    clock.after(ms, () => {
      if (end === 'ok') book.succeeded(candidate);
      else if (end === 'given up') book.released(candidate);
      else book.failed(candidate, end);
    });
  };
  return { clock, book, changes, send };
}

describe('a provider that fails one of twenty requests', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);

  it.each(seeds)('is well under a burst of 300 streams (seed %i)', (seed) => {
    const { clock, changes, send } = setup();
    const random = seeded(seed);
    for (let at = 0; at < 300; at += 1) {
      const fails = random() < 0.05;
      send(fails ? 5 + random() * 20 : 300, fails ? (random() < 0.5 ? reset : busy) : 'ok');
    }
    clock.advance(1000);
    expect(changes).toEqual([]);
  });

  it.each([1, 2])('is well under 200 streams at a time for a minute (seed %i)', (seed) => {
    const { clock, changes, send } = setup();
    const random = seeded(seed);
    // All of the first begin at once, as test:long has it; afterwards each that ends is followed by another.
    for (let at = 0; at < 200; at += 1) send(400, 'ok');
    for (let ms = 0; ms < 60_000; ms += 2) {
      const fails = random() < 0.05;
      send(fails ? 3 : 400, fails ? reset : 'ok');
      clock.advance(2);
    }
    expect(changes).toEqual([]);
  });
});

describe('an outage', () => {
  it('closes with the second failure of one client', () => {
    const { clock, changes, send } = setup();
    for (let at = 0; at < 2; at += 1) {
      send(100, reset);
      clock.advance(1000);
    }
    expect(changes).toMatchObject([{ type: 'cooling', kind: 'transport' }]);
  });

  it('closes after ten failures in the midst of good traffic', () => {
    const { clock, changes, send } = setup();
    for (let at = 0; at < 100; at += 1) {
      send(400, 'ok');
      clock.advance(100);
    }
    clock.advance(1000);
    for (let failures = 1; failures <= 10; failures += 1) {
      expect(changes).toEqual([]);
      send(5, reset);
      clock.advance(100);
    }
    expect(changes).toMatchObject([{ type: 'cooling' }]);
  });

  it('closes when every second request fails, though none fail in a row', () => {
    const { clock, changes, send } = setup();
    for (let at = 0; at < 10; at += 1) {
      send(5, at % 2 === 0 ? 'ok' : busy);
      clock.advance(10);
    }
    expect(changes).toMatchObject([{ type: 'cooling', kind: 'overload', model: 'm' }]);
  });

  it('closes when all of a burst fail', () => {
    const { clock, changes, send } = setup();
    for (let at = 0; at < 30; at += 1) send(10 + at, reset);
    clock.advance(100);
    expect(changes).toHaveLength(1);
  });

  it('closes when everybody hangs until their time is over', () => {
    const { clock, changes, send } = setup();
    for (let second = 0; second < 200 && changes.length === 0; second += 1) {
      for (let at = 0; at < 5; at += 1) send(120_000, { ...reset, code: 'first_byte_timeout' });
      clock.advance(1000);
    }
    expect(changes).toHaveLength(1);
    expect(clock.monotonic()).toBeLessThanOrEqual(155_000);
  });

  it('is not hidden by mistakes of clients and requests that were given up', () => {
    const { clock, changes, send } = setup();
    for (let at = 0; at < 50; at += 1) send(5, at % 2 === 0 ? mistake : 'given up');
    clock.advance(100);
    send(5, reset);
    send(6, reset);
    clock.advance(10);
    expect(changes).toHaveLength(1);
  });

  it('that is over does not count for the next one', () => {
    const { clock, book, changes, send } = setup();
    for (let at = 0; at < 30; at += 1) send(10, reset);
    clock.advance(10_010);
    const trial: Candidate = { ...candidate, probe: true };
    expect(book.reserve(trial)).toBe(true);
    book.succeeded(trial);
    for (let at = 0; at < 20; at += 1) send(10, at === 10 ? reset : 'ok');
    clock.advance(100);
    expect(changes.map(({ type }) => type)).toEqual(['cooling', 'recovered']);
  });
});
