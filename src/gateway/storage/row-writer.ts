import type { GatewayEvent } from '../exchange/event.ts';
import type { Clock, Timer } from '../exchange/ports.ts';
import type { RequestRecord } from '../exchange/record.ts';
import { packRequests } from './pack-requests.ts';
import type { Batch } from './protocol.ts';
import { createRowQueue } from './row-queue.ts';
import { StorageError } from './storage-error.ts';

/**
 * A batch goes out with this many rows … Per row 200 cost a quarter less than 50, both threads together: fewer
 * messages, wake-ups and transactions; 500 cost what 200 do, and hold more back.
 */
const batchRows = 200;
/**
 * … or after this many milliseconds. A killed process loses what waits here and what is being written: at most
 * 250 ms together, of which 50 are for the hand-over and the commit.
 */
const batchMs = 200;
/** Rows of one batch when more wait than one: fewer, larger commits let a slow disk catch up. */
const mostBatchRows = 500;
/**
 * Batches under way. What comes while one is written makes the next one larger: at 20,000 rows a second that is a
 * sixth less work than keeping a second one ready.
 */
const mostFlights = 1;
/** A batch that was under way in this many crashes is taken for their cause. */
const mostCrashes = 3;

/** Rows that may wait; at 2 KB a request 40 MB. */
const defaultCapacity = 20_000;
const eventCapacity = 2_000;

export interface RowWriterOptions {
  readonly clock: Clock;
  /** Commits a batch; resolves with the number of rows that were refused, rejects with StorageError. */
  readonly send: (batch: Batch) => Promise<number>;
  /** Rows were given up, so many since the last call. */
  readonly onDropped: (rows: number) => void;
  /** Something was committed. */
  readonly onWritten: () => void;
  /** A commit failed, though the engine lives: a full disk, a lock. `resume` sends it again. */
  readonly onTrouble: (message: string) => void;
  /** Requests that may wait; 20,000 unless told otherwise. */
  readonly capacity?: number;
}

export interface RowWriter {
  request(record: RequestRecord): void;
  event(event: GatewayEvent): void;
  /** Sends what waits without waiting for more. */
  push(): void;
  /** Nothing is sent from now on. */
  pause(): void;
  /** Sends again what was not confirmed, then goes on. */
  resume(): void;
  /** Resolves when every row taken before the call is committed or dropped. */
  settled(): Promise<void>;
  /** Rows waiting or under way. */
  readonly queued: number;
  readonly written: number;
  readonly dropped: number;
}

/** Rows that were sent and are kept until they are confirmed. */
interface Flight {
  readonly batch: Batch;
  readonly rows: number;
  crashes: number;
  sent: boolean;
}

interface Waiter {
  readonly target: number;
  readonly resolve: () => void;
}

/** Collects rows into batches, one under way; the rest waits in bounded queues whose oldest rows go first. */
export function createRowWriter(options: RowWriterOptions): RowWriter {
  const { clock } = options;
  const capacity = options.capacity ?? defaultCapacity;
  const full = Math.min(batchRows, capacity);
  const requests = createRowQueue<RequestRecord>(capacity);
  const events = createRowQueue<GatewayEvent>(eventCapacity);
  let flights: Flight[] = [];
  let waiters: Waiter[] = [];
  let paused = true;
  let timer: Timer | undefined;
  let taken = 0;
  let written = 0;
  let dropped = 0;

  function drop(rows: number): void {
    dropped += rows;
    options.onDropped(rows);
  }

  function notifyWaiters(): void {
    const done = written + dropped;
    const ready = waiters.filter((waiter) => waiter.target <= done);
    if (ready.length === 0) return;
    waiters = waiters.filter((waiter) => waiter.target > done);
    for (const waiter of ready) waiter.resolve();
  }

  function finish(flight: Flight): void {
    flights = flights.filter((each) => each !== flight);
    notifyWaiters();
  }

  function dispatch(flight: Flight): void {
    flight.sent = true;
    options.send(flight.batch).then(
      (refused) => {
        written += flight.rows - refused;
        if (refused > 0) drop(refused);
        finish(flight);
        options.onWritten();
        fill(waiters.length > 0);
      },
      (error: unknown) => {
        flight.sent = false;
        if (error instanceof StorageError && error.code === 'unavailable') {
          flight.crashes += 1;
          if (flight.crashes < mostCrashes) return;
          drop(flight.rows);
          finish(flight);
          return;
        }
        options.onTrouble(error instanceof Error ? error.message : String(error));
      },
    );
  }

  /** Sends batches while there is room; `now`: also one that is not full. */
  function fill(now: boolean): void {
    while (!paused && flights.length < mostFlights) {
      const waiting = requests.size + events.size;
      if (waiting === 0 || (!now && waiting < full)) break;
      const rows = requests.take(mostBatchRows);
      const batch: Batch = {
        events: events.take(mostBatchRows),
        again: false,
        ...(rows.length > 0 && { requests: packRequests(rows) }),
      };
      const flight: Flight = { batch, rows: rows.length + batch.events.length, crashes: 0, sent: false };
      flights.push(flight);
      dispatch(flight);
    }
    if (timer === undefined && requests.size + events.size > 0) timer = clock.after(batchMs, onTimer);
  }

  function onTimer(): void {
    timer = undefined;
    fill(true);
  }

  function added(pushedOut: boolean): void {
    taken += 1;
    if (pushedOut) {
      drop(1);
      notifyWaiters();
    }
    if (requests.size + events.size >= full || timer === undefined) fill(waiters.length > 0);
  }

  return {
    request(record) {
      added(requests.push(record));
    },
    event(event) {
      added(events.push(event));
    },
    push() {
      fill(true);
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      for (const flight of [...flights]) {
        if (flight.sent) continue;
        const again: Flight = { ...flight, batch: { ...flight.batch, again: true } };
        flights = flights.map((each) => (each === flight ? again : each));
        dispatch(again);
      }
      fill(waiters.length > 0);
    },
    settled() {
      const target = taken;
      if (written + dropped >= target) return Promise.resolve();
      return new Promise((resolve) => {
        waiters.push({ target, resolve });
        fill(true);
      });
    },
    get queued() {
      return taken - written - dropped;
    },
    get written() {
      return written;
    },
    get dropped() {
      return dropped;
    },
  };
}
