import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { RequestRecord } from '../../../../src/gateway/exchange/record.ts';
import { migrate } from '../../../../src/gateway/storage/engine/migrate.ts';
import { createReader } from '../../../../src/gateway/storage/engine/read.ts';
import { createWriter } from '../../../../src/gateway/storage/engine/write.ts';
import { packRequests } from '../../../../src/gateway/storage/pack-requests.ts';
import type { Cursor } from '../../../../src/gateway/storage/storage.ts';
import { requestRecord } from '../records.ts';

function databaseWith(records: readonly RequestRecord[]): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  migrate(database, ':memory:');
  createWriter(database).write({ requests: packRequests(records), events: [], again: false });
  return database;
}

test('a query for what is rare stops after its share of rows, and its cursor leads on to every hit', () => {
  const records = Array.from({ length: 95 }, (_, n) =>
    requestRecord({ startedAt: Math.floor(n / 3), client: n % 40 === 7 ? 'rare' : 'local' }),
  );
  const reader = createReader(databaseWith(records), 20);
  const found: string[] = [];
  let pages = 0;
  let before: Cursor | undefined;
  for (;;) {
    const page = reader.requests({ client: 'rare', limit: 10, ...(before !== undefined && { before }) });
    found.push(...page.items.map(({ id }) => id));
    pages += 1;
    if (page.next === undefined) break;
    before = page.next;
  }
  expect(found).toEqual([records[87]?.id, records[47]?.id, records[7]?.id]);
  expect(pages).toBe(5);
});

test('a filter reads the index and sorts nothing', () => {
  const database = databaseWith([requestRecord()]);
  const plans: string[] = [];
  const spied = {
    prepare: (sql: string) => {
      const rows = database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array(sql.split('?').length - 1).fill(1));
      if (sql.includes('hit')) plans.push(rows.map((row) => String(row.detail)).join('\n'));
      return database.prepare(sql);
    },
  };
  const reader = createReader(spied);
  reader.requests({
    provider: 'openai',
    outcome: 'failed',
    since: 1,
    until: 9,
    before: { at: 5, seq: 1 },
    limit: 5,
  });
  reader.events({ level: 'error', limit: 5 });
  expect(plans[0]).toContain('SEARCH requests USING COVERING INDEX requests_time');
  expect(plans[0]).toContain('SEARCH requests USING INTEGER PRIMARY KEY');
  // The page itself, a few hundred rows, is all that may be sorted.
  expect(plans[0]?.match(/TEMP B-TREE/g) ?? []).toHaveLength(1);
  expect(plans[1]).toMatch(/SCAN events USING INDEX events_time/);
});
