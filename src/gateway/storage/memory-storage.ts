import type { GatewayEvent } from '../exchange/event.ts';
import type { RequestOutcome, RequestRecord } from '../exchange/record.ts';
import type { StoredClient } from './client-store.ts';
import type { Cursor, EventQuery, Page, Storage, StoredEvent } from './storage.ts';
import { emptyTally } from './storage.ts';
import { StorageError } from './storage-error.ts';
import { matches, summaryOf } from './summary.ts';

/** Rows of each kind that are kept unless told otherwise; about 20 MB at 2 KB a request. */
const defaultRows = 10_000;

interface Kept<T> {
  readonly at: number;
  readonly seq: number;
  readonly value: T;
}

/**
 * Keeps the latest rows in memory: for a host without a data directory, and for tests. The oldest arrival goes
 * first and is not counted as dropped: forgetting is this engine's retention.
 */
export function createMemoryStorage(options: { readonly rows?: number } = {}): Storage {
  const most = options.rows ?? defaultRows;
  const requests = new Map<string, Kept<RequestRecord>>();
  const events = new Map<number, Kept<GatewayEvent>>();
  const clients = new Map<string, StoredClient>();
  const uses = new Map<string, number>();
  let seq = 0;
  let written = 0;
  let dropped = 0;
  let closed = false;

  function admit(): boolean {
    if (closed) dropped += 1;
    else written += 1;
    return !closed;
  }

  /** At once, and not a turn later: a query sees the rows from before it and no others. */
  function assertOpen(): void {
    if (closed) throw new StorageError('closed', 'The storage is closed.');
  }

  return {
    record(record) {
      if (!admit() || requests.has(record.id)) return;
      seq += 1;
      requests.set(record.id, { at: record.startedAt, seq, value: record });
      forgetOldest(requests, most);
    },
    event(event) {
      if (!admit()) return;
      seq += 1;
      events.set(seq, { at: event.at, seq, value: event });
      forgetOldest(events, most);
    },
    async requests(query) {
      assertOpen();
      const page = pageOf([...requests.values()], query, (record) => matches(record, query));
      return { ...page, items: page.items.map((kept) => summaryOf(kept.value)) };
    },
    async request(id) {
      assertOpen();
      return requests.get(id)?.value;
    },
    async events(query) {
      assertOpen();
      const page = pageOf([...events.values()], query, (event) => eventMatches(event, query));
      return { ...page, items: page.items.map((kept): StoredEvent => ({ ...kept.value, seq: kept.seq })) };
    },
    async tally(since) {
      assertOpen();
      const tally: Record<RequestOutcome, number> = { ...emptyTally };
      for (const { value } of requests.values()) if (value.startedAt >= since) tally[value.outcome] += 1;
      return tally;
    },
    clients: {
      async load() {
        assertOpen();
        return {
          clients: [...clients.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
          uses: [...uses]
            .map(([client, at]) => ({ client, at }))
            .sort((a, b) => (a.client < b.client ? -1 : 1)),
        };
      },
      async save(client) {
        assertOpen();
        clients.set(client.id, client);
      },
      async remove(id) {
        assertOpen();
        clients.delete(id);
        uses.delete(id);
      },
      async noteUses(noted) {
        assertOpen();
        for (const { client, at } of noted) uses.set(client, Math.max(at, uses.get(client) ?? 0));
      },
    },
    stats: () => ({ queued: 0, dropped, written, state: closed ? 'closed' : 'ok' }),
    retain() {},
    reportTo() {},
    async flush() {},
    async close() {
      closed = true;
    },
  };
}

function forgetOldest<K>(rows: Map<K, unknown>, most: number): void {
  if (rows.size <= most) return;
  for (const key of rows.keys()) {
    rows.delete(key);
    return;
  }
}

function eventMatches(event: GatewayEvent, query: EventQuery): boolean {
  if (query.level !== undefined && event.level !== query.level) return false;
  if (query.since !== undefined && event.at < query.since) return false;
  if (query.until !== undefined && event.at >= query.until) return false;
  if (query.code === undefined) return true;
  return query.code.endsWith('.') ? event.code.startsWith(query.code) : event.code === query.code;
}

function pageOf<T>(
  rows: Kept<T>[],
  query: { readonly limit: number; readonly before?: Cursor },
  keep: (value: T) => boolean,
): Page<Kept<T>> {
  const found = rows
    .filter((row) => (query.before === undefined || isBefore(row, query.before)) && keep(row.value))
    .sort((a, b) => b.at - a.at || b.seq - a.seq);
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  if (found.length <= items.length || last === undefined) return { items };
  return { items, next: { at: last.at, seq: last.seq } };
}

function isBefore(row: Cursor, cursor: Cursor): boolean {
  return row.at < cursor.at || (row.at === cursor.at && row.seq < cursor.seq);
}
