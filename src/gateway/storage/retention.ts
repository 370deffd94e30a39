import type { EventLevel, GatewayEvent } from '../exchange/event.ts';
import type { Clock, Timer } from '../exchange/ports.ts';

const dayMs = 86_400_000;
/** The first look comes when the start is over, the next ones every hour. */
const firstMs = 60_000;
const everyMs = 3_600_000;
/** Rows per step, and the pause in which waiting rows are written: a step of 500 takes about 5 ms. */
const stepRows = 500;
const pauseMs = 50;

export interface RetentionOptions {
  readonly clock: Clock;
  readonly days: number;
  /** Deletes at most `step` rows of each kind from before a time; resolves with how many. */
  readonly prune: (before: number, step: number) => Promise<number>;
  readonly report: (
    level: EventLevel,
    code: string,
    message: string,
    fields?: GatewayEvent['fields'],
  ) => void;
}

export interface Retention {
  /** Changes how many days are kept; holds from the next look. */
  days(days: number): void;
  stop(): void;
}

/** Deletes old rows in small steps, so that new ones never wait long. */
export function scheduleRetention(options: RetentionOptions): Retention {
  const { clock } = options;
  let days = options.days;
  let timer: Timer;
  let stopped = false;
  let deleted = 0;

  function next(ms: number): void {
    if (!stopped) timer = clock.after(ms, look);
  }

  function look(): void {
    options.prune(clock.now() - days * dayMs, stepRows).then(
      (rows) => {
        deleted += rows;
        if (rows >= stepRows) return next(pauseMs);
        if (deleted > 0) {
          options.report('info', 'storage.pruned', `${deleted} rows older than ${days} days were deleted.`, {
            rows: deleted,
            days,
          });
        }
        deleted = 0;
        next(everyMs);
      },
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        options.report(
          'warning',
          'storage.prune_failed',
          `Old rows could not be deleted (${message}). It is tried again in an hour.`,
        );
        next(everyMs);
      },
    );
  }

  timer = clock.after(firstMs, look);
  return {
    days(value) {
      days = value;
    },
    stop() {
      stopped = true;
      timer.cancel();
    },
  };
}
