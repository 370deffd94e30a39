import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../../src/gateway/storage/engine/migrate.ts';
import type { Migration } from '../../../../src/gateway/storage/engine/migration.ts';

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
  expect(() => migrate(database, 'db', [one, two])).toThrow(/newer version/);
  expect(database.prepare('SELECT * FROM a').get()).toEqual({ x: 7, y: null });
});

test('a step that fails leaves the database as it was before it', () => {
  const database = new DatabaseSync(':memory:');
  const broken: Migration = { version: 2, sql: 'CREATE TABLE b (x); CREATE TABLE a (x)' };
  expect(() => migrate(database, 'db', [one, broken])).toThrow(/already exists/);
  expect(versionOf(database)).toBe(1);
  expect(database.isTransaction).toBe(false);
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'b'").get()).toBeUndefined();
});
