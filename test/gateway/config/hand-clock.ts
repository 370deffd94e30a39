import type { Clock } from '../../../src/gateway/exchange/ports.ts';

/** A clock that a test moves; it tells when something is to be done at a time. */
export function createHandClock(): Clock & { pass(ms: number): void; due(ms: number): Promise<void> } {
  let now = 0;
  let timers: { at: number; fire: () => void }[] = [];
  const waiting: { ms: number; resolve: () => void }[] = [];
  return {
    now: () => now,
    monotonic: () => now,
    after(ms, fire) {
      const timer = { at: now + ms, fire };
      timers.push(timer);
      for (const each of waiting.splice(0)) {
        if (each.ms === ms) each.resolve();
        else waiting.push(each);
      }
      return {
        cancel() {
          timers = timers.filter((each) => each !== timer);
        },
      };
    },
    pass(ms) {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers = timers.filter((each) => each !== timer);
        timer.fire();
      }
    },
    /** Resolves when something asks to be woken after exactly this long. */
    due: (ms) => new Promise((resolve) => waiting.push({ ms, resolve })),
  };
}
