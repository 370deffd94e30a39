import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../../src/gateway/storage/engine/migrate.ts';
import type { Migration } from '../../../../src/gateway/storage/engine/migration.ts';
import { first } from '../../../../src/gateway/storage/engine/migrations/first.ts';
import { createReader } from '../../../../src/gateway/storage/engine/read.ts';
import { packRequests } from '../../../../src/gateway/storage/pack-requests.ts';
import { requestColumns } from '../../../../src/gateway/storage/request-columns.ts';
import { requestRecord } from '../records.ts';

const versionOf = (database: DatabaseSync) => database.prepare('PRAGMA user_version').get()?.user_version;

const one: Migration = { version: 1, sql: 'CREATE TABLE a (x)' };
const two: Migration = { version: 2, sql: 'ALTER TABLE a ADD COLUMN y' };

test('an empty database gets every step, in order, and then none again', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 'db');
  expect(versionOf(database)).toBe(schemaVersion);
  migrate(database, 'db');
  expect(versionOf(database)).toBe(schemaVersion);
});

test('an older database gets only what it lacks', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 'db', [one]);
  database.exec('INSERT INTO a VALUES (7)');
  expect(() => migrate(database, 'db', [one])).not.toThrow();
  migrate(database, 'db', [one, two]);
  expect(database.prepare('SELECT * FROM a').get()).toEqual({ x: 7, y: null });
});

test('a database of a later schema is refused as it is', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 'db', [one, two]);
  expect(() => migrate(database, 'db', [one])).toThrow(/schema 2.*up to 1.*newer version/s);
  expect(versionOf(database)).toBe(2);
});

test('requests from before costs were kept are read as ever, with no cost', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(first.sql);
  database.exec('PRAGMA user_version = 1');
  const names = requestColumns.map(([name]) => name).slice(0, 35);
  expect(names.at(-1)).toBe('detail');
  const old = requestRecord();
  const { cost: _, ...withoutCost } = old;
  const attempts = old.attempts.map(({ cost: _cost, ...rest }) => rest);
  const { cells, texts } = packRequests([{ ...withoutCost, attempts }]);
  const values = names.map((_name, at) => {
    const cell = cells[at] ?? Number.NaN;
    if (Number.isNaN(cell)) return null;
    return requestColumns[at]?.[1] === 'text' ? (texts[cell] ?? null) : cell;
  });
  database
    .prepare(`INSERT INTO requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...values);
  migrate(database, 'db');
  const read = createReader(database);
  expect(read.request(old.id)).toEqual({ ...withoutCost, attempts });
  expect(read.requests({ limit: 1 }).items[0]).not.toHaveProperty('cost');
});

test('a step that fails leaves the database as it was before it', () => {
  const database = new DatabaseSync(':memory:');
  const broken: Migration = { version: 2, sql: 'CREATE TABLE b (x); CREATE TABLE a (x)' };
  expect(() => migrate(database, 'db', [one, broken])).toThrow(/already exists/);
  expect(versionOf(database)).toBe(1);
  expect(database.isTransaction).toBe(false);
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'b'").get()).toBeUndefined();
});
