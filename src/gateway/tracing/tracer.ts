import type { GatewayEvent } from '../exchange/event.ts';
import type { Clock, Sink } from '../exchange/ports.ts';
import type { RequestRecord } from '../exchange/record.ts';
import { createRedactor, type Redactor } from '../exchange/redact.ts';
import type { Storage } from '../storage/storage.ts';
import { type ChangeListener, createChangeBus } from './change-bus.ts';
import { createChangeRing } from './change-ring.ts';
import { createDayCounter, type DayCounts } from './day-counts.ts';
import { createLastFailures, type LastFailure } from './last-failures.ts';
import { redactEvent, redactRecord, redactRunning } from './redact-record.ts';
import { createRunningRequests, type RunningRequest } from './running-requests.ts';

/**
 * Changes in memory: what a view that was away for a moment catches up with; about 1 MB. At a thousand requests a
 * second more would only be garbage that lives long enough to be expensive.
 */
const defaultRing = 512;
/**
 * As many are kept while nobody looks on, for who asks for a request that was just answered. At ten thousand a second
 * 512 outlive two collections of the young generation, and moving them twice cost each request some microseconds.
 */
const quietRing = 64;

export interface TracerOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Changes kept in memory while somebody looks on; 512 unless told otherwise. */
  readonly ringSize?: number;
  /** Knows the secrets; without one only what looks like a key is taken out. */
  readonly redactor?: Pick<Redactor, 'text'>;
  /** Calls back when the present turn of the event loop has answered whom it could. */
  readonly afterwards: (act: () => void) => void;
}

/**
 * Where the gateway reports what happens; keeps it, counts it and tells live views. Nothing here throws.
 *
 * Requests are recorded after the turn of the event loop in which they end: first everybody is answered, then the books
 * are kept, many rows at a time. Whoever looks finds them recorded.
 */
export interface Tracer extends Sink {
  /** A request has begun; returns what says that it is over. */
  started(request: RunningRequest): () => void;
  /** A recent request, before and after it is written. */
  find(id: string): RequestRecord | undefined;
  running(): { readonly count: number; readonly requests: readonly RunningRequest[] };
  today(): DayCounts;
  lastFailure(provider: string): LastFailure | undefined;
  /** Number of the latest change; a view that starts here sees only what is new. */
  readonly latest: number;
  /** Calls the listener, in batches, with the changes after `seq`. Undefined: there are too many subscribers. */
  subscribe(listener: ChangeListener, seq: number): (() => void) | undefined;
  /** Records what has ended and waits; for the last moment before the storage is closed. */
  settle(): void;
}

export function createTracer(options: TracerOptions): Tracer {
  const { storage, clock, afterwards } = options;
  const redactor = options.redactor ?? createRedactor();
  const ring = createChangeRing(options.ringSize ?? defaultRing);
  const bus = createChangeBus(ring, clock, reportFault);
  const running = createRunningRequests();
  const today = createDayCounter(clock);
  const failures = createLastFailures();
  let ended: RequestRecord[] = [];

  function added(): void {
    if (bus.watched()) bus.wake();
    else ring.trim(quietRing);
  }

  function addEvent(event: GatewayEvent): void {
    ring.addEvent(event);
    storage.event(event);
    added();
  }

  /** The request path calls us: a fault of ours becomes an event, never an error of the request. */
  function reportFault(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    addEvent({
      at: clock.now(),
      level: 'error',
      code: 'tracing.fault',
      message: redactor.text(`Something could not be recorded: ${message}`),
      fields: {},
    });
  }

  function settle(): void {
    if (ended.length === 0) return;
    const records = ended;
    ended = [];
    for (const record of records) addRequest(record);
    added();
  }

  function addRequest(finished: RequestRecord): void {
    try {
      const record = redactRecord(finished, redactor);
      today.count(record.startedAt, record.outcome);
      if (record.outcome !== 'ok' || record.attempts.length > 1) failures.note(record);
      ring.addRequest(record);
      storage.record(record);
    } catch (error) {
      reportFault(error);
    }
  }

  function event(next: GatewayEvent): void {
    settle();
    try {
      addEvent(redactEvent(next, redactor));
    } catch (error) {
      reportFault(error);
    }
  }

  const since = today.read().since;
  // Asked before any request is recorded, so that none is counted twice.
  storage.tally(since).then((tally) => today.add(since, tally), reportFault);
  storage.reportTo(event);

  return {
    request(finished) {
      if (ended.push(finished) === 1) afterwards(settle);
    },
    event,
    started: (request) => running.add(request),
    find(id) {
      settle();
      return ring.find(id);
    },
    running: () => ({
      count: running.size,
      requests: running.list().map((each) => redactRunning(each, redactor)),
    }),
    today() {
      settle();
      return today.read();
    },
    lastFailure(provider) {
      settle();
      return failures.of(provider);
    },
    get latest() {
      settle();
      return ring.latest;
    },
    subscribe(listener, seq) {
      settle();
      return bus.subscribe(listener, seq);
    },
    settle,
  };
}
