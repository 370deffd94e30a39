import type { Clock, Timer } from '../exchange/ports.ts';

/**
 * Calls `onLate` once after a time without a touch; call `reset` in it to go on. The timer is rearmed lazily: a touch
 * only notes the time, and the timer, when it fires too early, sleeps for what is left. A class with one closure,
 * because one is made for every request.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #onLate: () => void;
  readonly #fire: () => void;
  #length: number;
  #last: number;
  #timer: Timer | undefined;

  /** Runs from now on. */
  constructor(clock: Clock, ms: number, onLate: () => void) {
    this.#clock = clock;
    this.#onLate = onLate;
    this.#length = ms;
    this.#last = clock.monotonic();
    // Not assigned at once: V8 takes a function that is assigned to a property for a method and makes it in the old
    // generation, where, dead, it kept everything of its request alive until the next collection of everything.
    const fire = (): void => {
      this.#timer = undefined;
      const left = this.#last + this.#length - clock.monotonic();
      if (left > 0.5) this.#arm(left);
      else this.#onLate();
    };
    this.#fire = fire;
    this.#arm(ms);
  }

  /** Starts the time anew. Costs one look at the clock, no timer: made for every chunk of a stream. */
  touch(): void {
    this.#last = this.#clock.monotonic();
  }

  /** As `touch`, with another length from now on. */
  reset(ms: number): void {
    this.#timer?.cancel();
    this.#length = ms;
    this.#last = this.#clock.monotonic();
    this.#arm(ms);
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(wait: number): void {
    this.#timer = this.#clock.after(wait, this.#fire);
  }
}
