import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Why the gateway sometimes asks for a collection of the young generation: bodies live outside of V8's heap, and V8
 * answers 64 MiB of them with a collection of everything, at 200 KB a request ten times a second. They are dead by
 * then, but only a collection of the young generation would notice, and that one waits for the heap itself to fill.
 * Asked for every 16 MiB of bodies, a 200 KB request costs half as much CPU (measured; docs/performance.md).
 */
export const collectEveryBytes = 16 * 1024 * 1024;

/**
 * Collects the young generation, some 0.5 ms. V8 hands the function out under a flag that is taken back at once, so
 * that no other code in the process finds it. Does nothing where the runtime has none.
 */
export function createYoungCollector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    setFlagsFromString('--no-expose-gc');
    if (typeof collect !== 'function') return () => undefined;
    return () => collect({ type: 'minor' });
  } catch {
    return () => undefined;
  }
}

/**
 * Heap settings for a process of our own; never for a host that others share, whose flags these would be, too.
 *
 * The young generation does not grow much beyond the size it has now. It would grow to 128 MB under load and stay there: a
 * third of the memory of 1,000 streams, for no less work. V8 shrinks it to 1 MB when little happens for some seconds; it
 * may grow back then, by doubling, because in a small one most of what is looked at is still needed.
 *
 * The old one may grow to four times what was alive at its last collection, which is some 60 MB. By itself V8 soon
 * sets that limit 16 MB above the live 20, memory outside the heap counts towards it, and then a handful of bodies
 * that wait for their next collection of the young generation starts one of everything: eighteen a second under
 * 200 KB requests, at two to three times the CPU, and for as long as the load lasts.
 *
 * When a process has been idle for eight seconds, V8 collects everything in a way that saves memory: it also forgets the
 * shapes of objects of which none lives at that moment, and those are the shapes of everything that a request is made
 * of. The code that was compiled for them goes with them, and the next ten thousand requests cost twice as much. It
 * may collect, but keeps the shapes.
 */
export function tuneOwnHeap(): void {
  const most = youngBytes();
  let grows = false;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=300');
  setFlagsFromString('--no-memory-reducer-favors-memory');
  setFlagsFromString('--retain-maps-for-n-gc=100');
  const observer = new PerformanceObserver(() => {
    const isSmall = youngBytes() < most;
    if (isSmall === grows) return;
    grows = isSmall;
    setFlagsFromString(`--semi-space-growth-factor=${isSmall ? 2 : 1}`);
  });
  observer.observe({ entryTypes: ['gc'] });
}

/** Bytes that V8 has reserved for the young generation. */
function youngBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
}
