import type { Clock, Timer } from '../exchange/ports.ts';

/** Fires after a time without a touch. */
export interface Deadline {
  /** Starts the time anew. Costs one look at the clock, no timer: made for every chunk of a stream. */
  touch(): void;
  /** As `touch`, with another length from now on. */
  reset(ms: number): void;
  cancel(): void;
}

/**
 * A timer that is rearmed lazily: a touch only notes the time, and the timer, when it fires too early, sleeps for
 * what is left. `onLate` is called once; call `reset` in it to go on.
 */
export function createDeadline(clock: Clock, ms: number, onLate: () => void): Deadline {
  let length = ms;
  let last = clock.monotonic();
  let timer: Timer | undefined;
  const arm = (wait: number): void => {
    timer = clock.after(wait, () => {
      timer = undefined;
      const left = last + length - clock.monotonic();
      if (left > 0.5) arm(left);
      else onLate();
    });
  };
  arm(ms);
  return {
    touch() {
      last = clock.monotonic();
    },
    reset(next) {
      timer?.cancel();
      length = next;
      last = clock.monotonic();
      arm(next);
    },
    cancel() {
      timer?.cancel();
      timer = undefined;
    },
  };
}
