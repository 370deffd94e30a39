import { describe, expect, it } from 'vitest';
import { threadTimes, threadTimesBetween } from '../../bench/thread-time.ts';

describe.skipIf(process.platform !== 'linux')('CPU time by thread', () => {
  it('sees the work of this thread, and only what came between the readings', async () => {
    const before = await threadTimes(process.pid);
    const end = process.cpuUsage().user + 30_000;
    for (let sum = 0; process.cpuUsage().user < end; ) sum += Math.sqrt(sum + 1);
    const after = await threadTimes(process.pid);
    const spent = threadTimesBetween(before, after);
    expect(spent.reduce((sum, [, ms]) => sum + ms, 0)).toBeGreaterThan(20);
    expect(spent[0]?.[1]).toBeGreaterThan(0);
  });

  it('puts the dearest first and counts a new thread from nothing', () => {
    const before = new Map([['main', 100]]);
    const after = new Map([
      ['main', 105],
      ['storage', 40],
    ]);
    expect(threadTimesBetween(before, after)).toEqual([
      ['storage', 40],
      ['main', 5],
    ]);
  });
});
