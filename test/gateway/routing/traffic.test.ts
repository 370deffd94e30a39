import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrafficCount } from '../../../src/gateway/routing/traffic.ts';
import { now } from './sample-view.ts';

const windowMs = 60_000;

function counted(...steps: readonly (readonly [at: number, what: 'begin' | 'succeed' | 'fail'])[]) {
  const count = new TrafficCount();
  for (const [at, what] of steps) count[what](now + at, windowMs);
  return count;
}

describe('the requests of a window', () => {
  it('are those that began, running ones included', () => {
    const count = counted([0, 'begin'], [0, 'begin'], [0, 'begin'], [1, 'fail']);
    expect(count.read(now + 1, windowMs)).toEqual({ requests: 3, failures: 1, sinceSuccess: 3 });
  });

  it('are those that ended, when they began before it', () => {
    const count = counted([0, 'begin'], [0, 'begin'], [120_000, 'fail'], [120_000, 'succeed']);
    expect(count.read(now + 120_000, windowMs)).toEqual({ requests: 2, failures: 1, sinceSuccess: 0 });
  });

  it('are forgotten when it has passed', () => {
    const count = counted([0, 'begin'], [0, 'fail']);
    expect(count.read(now + 49_999, windowMs)).toMatchObject({ requests: 1, failures: 1 });
    expect(count.read(now + 60_000, windowMs)).toEqual({ requests: 0, failures: 0, sinceSuccess: 0 });
  });

  it('are none of those that ended without a verdict', () => {
    const count = counted([0, 'begin'], [0, 'begin']);
    count.withdraw();
    expect(count.read(now, windowMs)).toEqual({ requests: 1, failures: 0, sinceSuccess: 1 });
    count.withdraw();
    count.withdraw();
    expect(count.read(now, windowMs)).toEqual({ requests: 0, failures: 0, sinceSuccess: 0 });
  });

  it('begin anew when the clock is set back', () => {
    const count = counted([0, 'begin'], [0, 'fail'], [-3_600_000, 'begin']);
    expect(count.read(now - 3_600_000, windowMs)).toMatchObject({ requests: 1, failures: 0 });
  });

  it('never exceed what happened in it, nor fall short of its last five sixths', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.constantFrom('begin', 'succeed', 'fail')),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const count = new TrafficCount();
        let at = now;
        const failedAt: number[] = [];
        for (const [wait, what] of list) {
          at += wait;
          count[what](at, windowMs);
          if (what === 'fail') failedAt.push(at);
          const within = (ms: number): number => failedAt.filter((each) => each > at - ms).length;
          const { failures, requests } = count.read(at, windowMs);
          expect(failures).toBeLessThanOrEqual(within(windowMs));
          expect(failures).toBeGreaterThanOrEqual(within((windowMs * 5) / 6));
          expect(requests).toBeGreaterThanOrEqual(failures);
        }
      }),
    );
  });
});
