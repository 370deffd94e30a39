import { describe, expect, it } from 'vitest';
import { topCosts } from '../../bench/cpu-profile.ts';

describe('reading a CPU profile', () => {
  const frame = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });
  const profile = JSON.stringify({
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('relay', 'file:///x/dist/patchbay.cjs', 99) },
      { id: 3, callFrame: frame('relay', 'file:///x/dist/patchbay.cjs', 99) },
      { id: 4, callFrame: frame('', 'node:net', 9) },
    ],
    samples: [1, 2, 3, 4, 2],
    timeDeltas: [9000, 1000, 2000, 1000, 1000],
  });

  it('sums the time of a function over its callers and leaves idle time out', () => {
    expect(topCosts(profile)).toEqual([
      { where: 'relay patchbay.cjs:100', selfMs: 4, share: 0.8 },
      { where: '(anonymous) node:net:10', selfMs: 1, share: 0.2 },
    ]);
  });

  it('refuses what is no profile', () => {
    expect(() => topCosts('{"nodes":[]}')).toThrow();
  });
});
