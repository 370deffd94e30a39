import { execFile } from 'node:child_process';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createYoungCollector } from '../../src/gateway/garbage.ts';

test('collects the young generation and nothing else, and leaves no `gc` behind', async () => {
  const kinds: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // Node's types have the entry of the Performance API only, which knows no `detail`.
      const detail: unknown = Reflect.get(entry, 'detail');
      if (typeof detail === 'object' && detail !== null && 'kind' in detail) kinds.push(Number(detail.kind));
    }
  });
  const collect = createYoungCollector();
  observer.observe({ entryTypes: ['gc'] });
  collect();
  for (let wait = 0; wait < 50 && kinds.length === 0; wait += 1) await turn();
  observer.disconnect();
  expect(kinds).toContain(constants.NODE_PERFORMANCE_GC_MINOR);
  expect(kinds).not.toContain(constants.NODE_PERFORMANCE_GC_MAJOR);
  expect(Reflect.has(globalThis, 'gc')).toBe(false);
});

test('the young generation grows back after memory was given back, to no more than twice what it was', async () => {
  const child = fileURLToPath(new URL('./frozen-young-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child]);
  const [frozen, shrunk, loaded, later] = z.array(z.number()).parse(JSON.parse(stdout));
  expect(shrunk).toBeLessThan(frozen ?? 0);
  // It doubles until it is as large again; V8 measures it in the middle of its growth, too.
  expect(loaded).toBeGreaterThanOrEqual(frozen ?? 0);
  expect(later).toBeLessThanOrEqual(2 * (frozen ?? 0));
});
