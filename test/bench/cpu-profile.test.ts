import { describe, expect, it } from 'vitest';
import { costsOf } from '../../bench/cpu-profile.ts';

describe('reading a CPU profile', () => {
  const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
    id,
    callFrame: { functionName, url, lineNumber: 99, columnNumber: 4 },
    children,
  });
  const bundle = 'file:///x/dist/patchbay.cjs';
  const profile = JSON.stringify({
    nodes: [
      node(1, '(root)', '', [2, 3, 6]),
      node(2, '(idle)', ''),
      node(3, 'relay', bundle, [4]),
      node(4, 'write', 'node:net', [5]),
      node(5, 'relay', bundle),
      node(6, 'write', 'node:net'),
    ],
    samples: [2, 3, 4, 5, 6, 3],
    timeDeltas: [9000, 1000, 2000, 3000, 3000, 1000],
  });

  it('sums the time of a function over its callers and leaves idle time out', () => {
    expect(costsOf(profile).map(({ where, self }) => [where, self])).toEqual([
      ['relay file:///x/dist/patchbay.cjs:100', 0.5],
      ['write node:net:100', 0.5],
      ['(root)', 0],
    ]);
  });

  it('counts what a function calls, once per stack even when it calls itself', () => {
    expect(costsOf(profile).map(({ total }) => total)).toEqual([0.7, 0.8, 1]);
  });

  it('names the source when it is known', () => {
    const costs = costsOf(profile, (url) =>
      url === bundle ? { source: 'src/relay.ts', line: 7 } : undefined,
    );
    expect(costs[0]?.where).toBe('relay src/relay.ts:7');
  });

  it('refuses what is no profile', () => {
    expect(() => costsOf('{"nodes":[]}')).toThrow();
  });
});
