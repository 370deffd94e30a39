/** A request on its way: its body is being read, or it is being answered. */
export interface Running {
  /** Ends it with the dialect's error; nothing happens when it has its whole answer. */
  shutDown(): void;
}

/** The requests that were let in and are not over; shutting down waits for them. */
export interface RunningRuns {
  add(run: Running): void;
  delete(run: Running): void;
  readonly size: number;
  /** Resolves when none is left. */
  idle(): Promise<void>;
  /** Ends all of them with the dialect's error. */
  shutDown(): void;
}

export function createRunningRuns(): RunningRuns {
  const runs = new Set<Running>();
  let waiting: (() => void)[] = [];
  const settle = (): void => {
    if (runs.size > 0) return;
    const ready = waiting;
    waiting = [];
    for (const wake of ready) wake();
  };
  return {
    add: (run) => {
      runs.add(run);
    },
    delete: (run) => {
      runs.delete(run);
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
      for (const run of [...runs]) run.shutDown();
    },
  };
}
