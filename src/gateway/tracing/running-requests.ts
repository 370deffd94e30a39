import type { Dialect } from '../exchange/dialect.ts';

/** A request that is being answered. */
export interface RunningRequest {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly client: string;
  readonly dialect: Dialect;
  readonly modelAsked: string;
  readonly stream: boolean;
  readonly terminal?: string;
  readonly app?: string;
}

export interface RunningRequests {
  add(request: RunningRequest): void;
  delete(id: string): void;
  /** The longest running first. */
  list(): readonly RunningRequest[];
  readonly size: number;
}

/** More open requests than a machine serves; beyond it the oldest is no longer listed (its end was never told). */
const mostRunning = 20_000;

export function createRunningRequests(): RunningRequests {
  const running = new Map<string, RunningRequest>();
  return {
    add(request) {
      running.set(request.id, request);
      if (running.size <= mostRunning) return;
      for (const oldest of running.keys()) {
        running.delete(oldest);
        return;
      }
    },
    delete(id) {
      running.delete(id);
    },
    list: () => [...running.values()],
    get size() {
      return running.size;
    },
  };
}
