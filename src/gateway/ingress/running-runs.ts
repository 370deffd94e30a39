import { createSlots } from '../exchange/slots.ts';

/** A request that is on its way: its body comes in, or its answer goes out. */
export interface Underway {
  /** Ends it with the dialect's error. */
  shutDown(): void;
}

/** The requests that are on their way now; shutting down waits for them. */
export interface RunningRuns {
  /** Returns the number to give back when it is over. */
  add(run: Underway): number;
  delete(slot: number): void;
  readonly size: number;
  /** Resolves when none is left. */
  idle(): Promise<void>;
  /** Ends all of them with the dialect's error. */
  shutDown(): void;
}

export function createRunningRuns(): RunningRuns {
  const runs = createSlots<Underway>();
  let waiting: (() => void)[] = [];
  const settle = (): void => {
    if (runs.size > 0) return;
    const ready = waiting;
    waiting = [];
    for (const wake of ready) wake();
  };
  return {
    add: runs.add,
    delete: (slot) => {
      runs.remove(slot);
      if (waiting.length > 0) settle();
    },
    get size() {
      return runs.size;
    },
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        settle();
      }),
    shutDown: () => {
      for (const run of runs.items()) run.shutDown();
    },
  };
}
