import type { Clock } from '../../../src/gateway/exchange/ports.ts';

/** The machine's own clock, for tests in which real sockets decide when things happen. */
export const wallClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, fire) => {
    const timer = setTimeout(fire, ms);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

export interface StillClock extends Clock {
  /** Lets time pass and fires what is due, in order, also what is set meanwhile. */
  pass(ms: number): void;
  /** Timers that wait. */
  readonly waiting: number;
}

/** A clock that stands still until it is told otherwise. */
export function createStillClock(start = 1_700_000_000_000): StillClock {
  let time = 0;
  let timers: { at: number; fire: () => void }[] = [];
  return {
    now: () => start + time,
    monotonic: () => time,
    after: (ms, fire) => {
      const timer = { at: time + ms, fire };
      timers.push(timer);
      return {
        cancel: () => {
          timers = timers.filter((other) => other !== timer);
        },
      };
    },
    pass: (ms) => {
      const end = time + ms;
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        time = Math.max(time, next.at);
        next.fire();
      }
      time = end;
    },
    get waiting() {
      return timers.length;
    },
  };
}
