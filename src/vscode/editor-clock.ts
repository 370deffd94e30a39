import type { Clock } from '../gateway/exchange/ports.ts';

/** Node's clock in the extension host, which keeps running whatever timers there are. */
export const editorClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fire) {
    const timer = setTimeout(fire, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};
