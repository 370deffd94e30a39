import type { GatewayEvent } from '../exchange/event.ts';
import type { RequestOutcome, RequestRecord } from '../exchange/record.ts';
import type { ClientStore } from './client-store.ts';

/**
 * Where requests, events and clients are kept. Asynchronous everywhere but for the two that take a row, so that an engine
 * on another thread or another machine fits behind it. Rows may be visible up to 250 ms after they were taken.
 */
export interface Storage {
  /** Takes a finished request; returns at once and never throws. */
  record(record: RequestRecord): void;
  /** Takes an event; returns at once and never throws. */
  event(event: GatewayEvent): void;
  /** Requests, the latest start first. Rejects with a StorageError. */
  requests(query: RequestQuery): Promise<Page<RequestSummary>>;
  /** One request with its attempts; undefined when it is not known (any more). Rejects with a StorageError. */
  request(id: string): Promise<RequestRecord | undefined>;
  /** Events, the latest first. Rejects with a StorageError. */
  events(query: EventQuery): Promise<Page<StoredEvent>>;
  /** How many requests started at or after `since` (milliseconds since the epoch), by outcome. */
  tally(since: number): Promise<Tally>;
  /** Clients that were made through the control API. */
  readonly clients: ClientStore;
  stats(): StorageStats;
  /** Changes how long requests and events are kept, in days. */
  retain(days: number): void;
  /**
   * Says where the storage's own events go (damage, dropped rows, trouble with the disk). Those from before the
   * call are kept, at most 32, and delivered at once. There is one listener: a second call replaces the first.
   */
  reportTo(listener: (event: GatewayEvent) => void): void;
  /** Resolves when every row taken before the call is on its way out of this process's memory, or was dropped. */
  flush(): Promise<void>;
  /** Writes what waits and ends. Rows taken afterwards are dropped and counted. Safe to call twice. */
  close(): Promise<void>;
}

/** Filters of the requests; all that are given must hold. */
export interface RequestFilter {
  /** Provider that was tried, whether or not it answered. */
  readonly provider?: string;
  /** Model that answered or that was asked for. */
  readonly model?: string;
  readonly client?: string;
  readonly outcome?: RequestOutcome;
  /** Started at or after; milliseconds since the epoch. */
  readonly since?: number;
  /** Started before; milliseconds since the epoch. */
  readonly until?: number;
}

export interface RequestQuery extends RequestFilter {
  /** 1 to 500. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly before?: Cursor;
}

export interface EventQuery {
  readonly level?: GatewayEvent['level'];
  /** Whole (`provider.cooling`), or a prefix that ends in a dot (`provider.`). */
  readonly code?: string;
  readonly since?: number;
  readonly until?: number;
  /** 1 to 500. */
  readonly limit: number;
  readonly before?: Cursor;
}

/** A place in a list that is ordered by time, then by arrival. */
export interface Cursor {
  readonly at: number;
  readonly seq: number;
}

/**
 * `next` is absent on the last page. A page may be shorter than its limit and have a `next`: one query looks at
 * a bounded number of rows, and rare ones may be further back.
 */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: Cursor;
}

export interface StoredEvent extends GatewayEvent {
  /** Rises by arrival; unique within one database. */
  readonly seq: number;
}

/** A request without its attempts and losses: one line of a list. */
export interface RequestSummary
  extends Omit<RequestRecord, 'attempts' | 'losses' | 'failure' | 'modelAnswered'> {
  /** How many candidates were tried. */
  readonly attempts: number;
  readonly failure?: { readonly class: string; readonly code: string };
}

export type Tally = Readonly<Record<RequestOutcome, number>>;

/** Numbers since the start of the process. */
export interface StorageStats {
  /** Rows waiting here or on their way to the engine. */
  readonly queued: number;
  /** Rows that were given up: the queue was full, or the engine refused them. */
  readonly dropped: number;
  /** Rows that the engine has confirmed. */
  readonly written: number;
  /** `down`: restarting or in trouble, rows wait; `closed`: nothing is taken any more. */
  readonly state: 'ok' | 'down' | 'closed';
}

/** No request. */
export const emptyTally: Tally = { ok: 0, 'client-error': 0, failed: 0, cancelled: 0 };
