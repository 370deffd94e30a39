import { randomBytes } from 'node:crypto';
import type { Clock, Random, Timer } from './ports.ts';

/** Node's clock. Timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fire) {
    const timer = setTimeout(fire, ms);
    timer.unref();
    return new NodeTimer(timer);
  },
};

class NodeTimer implements Timer {
  readonly #timer: NodeJS.Timeout;

  constructor(timer: NodeJS.Timeout) {
    this.#timer = timer;
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}

/** Node's randomness. */
export const systemRandom: Random = {
  hex: (bytes) => randomBytes(bytes).toString('hex'),
  unit: () => Math.random(),
};
