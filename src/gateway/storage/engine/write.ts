import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { GatewayEvent } from '../../exchange/event.ts';
import type { PackedRequests } from '../pack-requests.ts';
import type { Batch } from '../protocol.ts';
import { requestColumns, requestWidth } from '../request-columns.ts';
import { isConstraint } from './sqlite-error.ts';
import { inTransaction } from './transaction.ts';

/** Rows per statement: ten save about 1 µs per row over one, more save nothing. */
const rowsAtOnce = 10;

const isText = requestColumns.map(([, kind]) => kind === 'text');

export interface Writer {
  /**
   * Commits the batch in one transaction. Returns how many rows the database would not take; they are left out.
   * Throws what SQLite throws (disk full, locked, damaged), and then nothing of the batch was kept.
   */
  write(batch: Batch): { readonly refused: number };
}

export function createWriter(database: DatabaseSync): Writer {
  const insertMany = database.prepare(insertSql(rowsAtOnce));
  const insertOne = database.prepare(insertSql(1));
  const insertEvent = database.prepare(
    'INSERT INTO events (at, level, code, message, fields) VALUES (?, ?, ?, ?, ?)',
  );
  // After a crash nobody knows whether the batch was committed; events have no id to tell.
  const insertEventOnce = database.prepare(`
    INSERT INTO events (at, level, code, message, fields)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (
      SELECT 1 FROM events WHERE at = ?1 AND level = ?2 AND code = ?3 AND message = ?4 AND fields = ?5)`);

  function writeAll(batch: Batch): void {
    if (batch.requests !== undefined) writeRequests(batch.requests, insertMany, insertOne);
    for (const event of batch.events) {
      (batch.again ? insertEventOnce : insertEvent).run(...eventValues(event));
    }
  }

  /** The slow way round a row that offends: each alone, so that only that one is lost. */
  function writeEach(batch: Batch): number {
    let refused = 0;
    const tries: (() => void)[] = batch.events.map((event) => () => {
      insertEventOnce.run(...eventValues(event));
    });
    const packed = batch.requests;
    for (let row = 0; packed !== undefined && row < packed.count; row += 1) {
      tries.push(() => insertOne.run(...valuesOf(packed, row, 1)));
    }
    for (const each of tries) {
      try {
        each();
      } catch (error) {
        if (!isConstraint(error)) throw error;
        refused += 1;
      }
    }
    return refused;
  }

  return {
    write(batch) {
      try {
        inTransaction(database, () => writeAll(batch));
        return { refused: 0 };
      } catch (error) {
        if (!isConstraint(error)) throw error;
        let refused = 0;
        inTransaction(database, () => {
          refused = writeEach(batch);
        });
        return { refused };
      }
    },
  };
}

function writeRequests(packed: PackedRequests, many: StatementSync, one: StatementSync): void {
  let row = 0;
  for (; row + rowsAtOnce <= packed.count; row += rowsAtOnce) many.run(...valuesOf(packed, row, rowsAtOnce));
  for (; row < packed.count; row += 1) one.run(...valuesOf(packed, row, 1));
}

function valuesOf(packed: PackedRequests, from: number, rows: number): SQLInputValue[] {
  const { cells, texts } = packed;
  const values: SQLInputValue[] = [];
  let at = from * requestWidth;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < requestWidth; column += 1, at += 1) {
      const cell = cells[at];
      if (cell === undefined || Number.isNaN(cell)) values.push(null);
      else values.push(isText[column] === true ? (texts[cell] ?? null) : cell);
    }
  }
  return values;
}

function eventValues(event: GatewayEvent): SQLInputValue[] {
  return [Math.round(event.at), event.level, event.code, event.message, JSON.stringify(event.fields)];
}

function insertSql(rows: number): string {
  const names = requestColumns.map(([name]) => name).join(', ');
  const marks = `(${requestColumns.map(() => '?').join(', ')})`;
  const all = Array.from({ length: rows }, () => marks).join(', ');
  // A batch that is sent again may be there already.
  return `INSERT INTO requests (${names}) VALUES ${all} ON CONFLICT (id) DO NOTHING`;
}
