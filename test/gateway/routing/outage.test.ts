import { describe, expect, it } from 'vitest';
import { opens } from '../../../src/gateway/routing/outage.ts';
import { noTraffic } from '../../../src/gateway/routing/traffic.ts';
import { healthSettings } from './sample-view.ts';

/** `requests` of which `failures` failed; as many of them began after the last success as `sinceSuccess` says. */
function outage(failuresInRow: number, requests: number, failures: number, sinceSuccess: number): boolean {
  return opens(failuresInRow, { requests, failures, sinceSuccess }, healthSettings);
}

describe('few requests', () => {
  it('are an outage when as many failed in a row as the threshold says', () => {
    expect([outage(1, 1, 1, 1), outage(2, 2, 2, 2), outage(2, 9, 2, 2)]).toEqual([false, true, true]);
    expect(opens(2, noTraffic, healthSettings)).toBe(true);
  });

  it('are none while most of those that began meanwhile have not ended', () => {
    expect([outage(2, 9, 2, 5), outage(3, 9, 3, 6)]).toEqual([false, true]);
  });
});

describe('many requests', () => {
  it('are an outage when half of them failed, in a row or not', () => {
    expect([outage(1, 20, 9, 1), outage(1, 20, 10, 1)]).toEqual([false, true]);
    expect([outage(1, 300, 149, 1), outage(1, 300, 150, 1)]).toEqual([false, true]);
  });

  it('are an outage when ten failed in a row, however many went well before', () => {
    expect([outage(9, 1000, 9, 9), outage(10, 1000, 10, 10)]).toEqual([false, true]);
  });

  it('are none when one in twenty fails before the first has ended', () => {
    expect(outage(15, 300, 15, 300)).toBe(false);
  });

  it('do not make a large threshold smaller', () => {
    const settings = { ...healthSettings, failureThreshold: 40 };
    expect(opens(39, { requests: 1000, failures: 39, sinceSuccess: 39 }, settings)).toBe(false);
    expect(opens(40, { requests: 1000, failures: 40, sinceSuccess: 40 }, settings)).toBe(true);
  });
});
