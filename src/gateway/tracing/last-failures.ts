import type { Failure } from '../exchange/failure.ts';
import type { RequestRecord } from '../exchange/record.ts';

/** The latest failure that a provider was to blame for. */
export interface LastFailure {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly model: string;
  readonly requestId: string;
  readonly failure: Failure;
}

/** Provider ids come from the config; this bounds one that is changed all day. */
const mostProviders = 500;

export interface LastFailures {
  note(record: RequestRecord): void;
  of(provider: string): LastFailure | undefined;
}

export function createLastFailures(): LastFailures {
  const latest = new Map<string, LastFailure>();
  return {
    note(record) {
      for (const attempt of record.attempts) {
        const { failure, provider, account, model } = attempt;
        if (failure === undefined || failure.class === 'client' || failure.class === 'cancelled') continue;
        const at = Math.round(attempt.startedAt + attempt.timings.totalMs);
        latest.delete(provider);
        latest.set(provider, { at, account, model, requestId: record.id, failure });
        if (latest.size <= mostProviders) continue;
        for (const oldest of latest.keys()) {
          latest.delete(oldest);
          break;
        }
      }
    },
    of: (provider) => latest.get(provider),
  };
}
