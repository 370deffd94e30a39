import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { EventLevel, GatewayEvent } from '../../exchange/event.ts';
import type { RequestOutcome, RequestRecord } from '../../exchange/record.ts';
import type {
  Cursor,
  EventQuery,
  Page,
  RequestQuery,
  RequestSummary,
  StoredEvent,
  Tally,
} from '../storage.ts';
import { emptyTally } from '../storage.ts';
import { unpackRecord, unpackSummary } from '../unpack-requests.ts';

/**
 * Rows that one query looks at before it returns what it has: about 100 ms, during which nothing is written.
 * The page's `next` goes on from there.
 */
const mostScanned = 200_000;

export interface Reader {
  requests(query: RequestQuery): Page<RequestSummary>;
  request(id: string): RequestRecord | undefined;
  events(query: EventQuery): Page<StoredEvent>;
  tally(since: number): Tally;
}

/** Reads for lists. `scan` is the most rows that one query looks at. Methods throw what SQLite throws. */
export function createReader(database: Pick<DatabaseSync, 'prepare'>, scan = mostScanned): Reader {
  const byId = database.prepare('SELECT * FROM requests WHERE id = ?');
  const countSince = database.prepare(
    'SELECT outcome, count(*) AS requests FROM requests WHERE started_at >= ? GROUP BY outcome',
  );

  /** The rows that match, and where to go on; both lists are an index on (time, seq, what is filtered). */
  function page(table: Table, query: Ranged, filter: Clause[]): Page<Row> {
    const range = rangeOf(table, query);
    const values = range.flatMap((each) => each.values);
    const where = range.length === 0 ? '' : `WHERE ${range.map((each) => each.sql).join(' AND ')}`;
    const newest = `ORDER BY ${table.time} DESC, seq DESC`;
    const window = `SELECT ${table.time} AS at, seq, ${table.filters} FROM ${table.name} ${where} ${newest} LIMIT ${scan}`;
    const keep = filter.length === 0 ? '' : `WHERE ${filter.map((each) => each.sql).join(' AND ')}`;
    const found = database
      .prepare(
        `SELECT ${table.name}.* FROM (SELECT seq AS hit FROM (${window}) ${keep} LIMIT ?)
         CROSS JOIN ${table.name} ON ${table.name}.seq = hit ${newest}`,
      )
      .all(...values, ...filter.flatMap((each) => each.values), query.limit + 1);
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    if (found.length > items.length && last !== undefined) return { items, next: cursorOf(last, table) };
    const edge = database
      .prepare(`SELECT at, seq FROM (${window}) LIMIT 1 OFFSET ${scan - 1}`)
      .get(...values);
    if (edge === undefined) return { items };
    return { items, next: { at: Number(edge.at), seq: Number(edge.seq) } };
  }

  return {
    requests(query) {
      const found = page(requestTable, query, requestFilter(query));
      return { ...found, items: found.items.map(unpackSummary) };
    },
    request(id) {
      const row = byId.get(id);
      return row === undefined ? undefined : unpackRecord(row);
    },
    events(query) {
      const found = page(eventTable, query, eventFilter(query));
      return { ...found, items: found.items.map(unpackEvent) };
    },
    tally(since) {
      const tally: Record<RequestOutcome, number> = { ...emptyTally };
      for (const row of countSince.all(since)) {
        const outcome = String(row.outcome);
        if (isOutcome(outcome, tally)) tally[outcome] = Number(row.requests);
      }
      return tally;
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

interface Clause {
  readonly sql: string;
  readonly values: SQLInputValue[];
}

interface Table {
  readonly name: string;
  readonly time: string;
  readonly filters: string;
}

interface Ranged {
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
  readonly before?: Cursor;
}

const requestTable: Table = {
  name: 'requests',
  time: 'started_at',
  filters: 'outcome, client, tried, model, model_asked',
};

const eventTable: Table = { name: 'events', time: 'at', filters: 'level, code' };

function rangeOf(table: Table, query: Ranged): Clause[] {
  const clauses: Clause[] = [];
  if (query.since !== undefined) clauses.push({ sql: `${table.time} >= ?`, values: [query.since] });
  if (query.until !== undefined) clauses.push({ sql: `${table.time} < ?`, values: [query.until] });
  if (query.before !== undefined) {
    clauses.push({ sql: `(${table.time}, seq) < (?, ?)`, values: [query.before.at, query.before.seq] });
  }
  return clauses;
}

function requestFilter(query: RequestQuery): Clause[] {
  const clauses: Clause[] = [];
  if (query.outcome !== undefined) clauses.push({ sql: 'outcome = ?', values: [query.outcome] });
  if (query.client !== undefined) clauses.push({ sql: 'client = ?', values: [query.client] });
  if (query.provider !== undefined) {
    clauses.push({ sql: 'instr(tried, ?) > 0', values: [`,${query.provider},`] });
  }
  if (query.model !== undefined) {
    clauses.push({ sql: '(model = ? OR model_asked = ?)', values: [query.model, query.model] });
  }
  return clauses;
}

function eventFilter(query: EventQuery): Clause[] {
  const clauses: Clause[] = [];
  if (query.level !== undefined) clauses.push({ sql: 'level = ?', values: [query.level] });
  if (query.code?.endsWith('.') === true) {
    clauses.push({ sql: 'substr(code, 1, ?) = ?', values: [query.code.length, query.code] });
  } else if (query.code !== undefined) {
    clauses.push({ sql: 'code = ?', values: [query.code] });
  }
  return clauses;
}

function cursorOf(row: Row, table: Table): Cursor {
  return { at: Number(row[table.time]), seq: Number(row.seq) };
}

const levels: readonly EventLevel[] = ['debug', 'info', 'warning', 'error'];

function unpackEvent(row: Row): StoredEvent {
  const fields: GatewayEvent['fields'] = JSON.parse(String(row.fields));
  return {
    seq: Number(row.seq),
    at: Number(row.at),
    level: levels.find((level) => level === row.level) ?? 'info',
    code: String(row.code),
    message: String(row.message),
    fields,
  };
}

function isOutcome(value: string, tally: Tally): value is RequestOutcome {
  return Object.hasOwn(tally, value);
}
