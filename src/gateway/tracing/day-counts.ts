import type { Clock } from '../exchange/ports.ts';
import type { RequestOutcome } from '../exchange/record.ts';
import { emptyTally, type Tally } from '../storage/storage.ts';

/** Requests of today by outcome; the day begins at midnight of this machine. */
export interface DayCounts {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly counts: Tally;
}

export interface DayCounter {
  count(startedAt: number, outcome: RequestOutcome): void;
  /** Adds what an earlier process counted since `since`; ignored when another day has begun meanwhile. */
  add(since: number, tally: Tally): void;
  read(): DayCounts;
}

export function createDayCounter(clock: Clock): DayCounter {
  let since = midnight(clock.now(), 0);
  let next = midnight(since, 1);
  let counts: Record<RequestOutcome, number> = { ...emptyTally };

  function roll(): void {
    const now = clock.now();
    // A machine that was asleep, or whose clock was set back, gets a new day too.
    if (now >= since && now < next) return;
    since = midnight(now, 0);
    next = midnight(now, 1);
    counts = { ...emptyTally };
  }

  return {
    count(startedAt, outcome) {
      roll();
      if (startedAt >= since) counts[outcome] += 1;
    },
    add(day, tally) {
      roll();
      if (day !== since) return;
      counts.ok += tally.ok;
      counts['client-error'] += tally['client-error'];
      counts.failed += tally.failed;
      counts.cancelled += tally.cancelled;
    },
    read() {
      roll();
      return { since, counts: { ...counts } };
    },
  };
}

/** Midnight of the day of `at`, `days` later; days have 23 to 25 hours. */
function midnight(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
