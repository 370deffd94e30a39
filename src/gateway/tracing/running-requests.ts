import type { Dialect } from '../exchange/dialect.ts';
import { createSlots } from '../exchange/slots.ts';

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
  /** Returns what says that the request is over. */
  add(request: RunningRequest): () => void;
  /** The longest running first. */
  list(): readonly RunningRequest[];
  readonly size: number;
}

export function createRunningRequests(): RunningRequests {
  const running = createSlots<RunningRequest>();
  return {
    add(request) {
      const slot = running.add(request);
      return () => running.remove(slot);
    },
    list: () => running.items().sort((a, b) => a.startedAt - b.startedAt),
    get size() {
      return running.size;
    },
  };
}
