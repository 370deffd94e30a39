import type { Clock } from '../../src/gateway/exchange/ports.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves the time on; timers that fall due fire in order, also those that are set on the way. */
  advance(ms: number): void;
  /** How many timers are set. */
  readonly timers: number;
  /** Milliseconds until the next one is due; undefined without any. */
  readonly nextMs: number | undefined;
}

export function createManualClock(start = Date.UTC(2026, 0, 1, 12)): ManualClock {
  const timers = new Map<number, { at: number; fire: () => void }>();
  let elapsed = 0;
  let serial = 0;
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    after(ms, fire) {
      serial += 1;
      const id = serial;
      timers.set(id, { at: elapsed + Math.max(0, ms), fire });
      return { cancel: () => void timers.delete(id) };
    },
    advance(ms) {
      const end = elapsed + ms;
      for (;;) {
        const due = [...timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        elapsed = Math.max(elapsed, due[1].at);
        due[1].fire();
      }
      elapsed = end;
    },
    get timers() {
      return timers.size;
    },
    get nextMs() {
      const due = Math.min(...[...timers.values()].map(({ at }) => at));
      return Number.isFinite(due) ? Math.max(0, due - elapsed) : undefined;
    },
  };
}
