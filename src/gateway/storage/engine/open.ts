import { closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SetAside } from '../protocol.ts';
import { StorageError } from '../storage-error.ts';
import { migrate, refuseNewerSchema } from './migrate.ts';
import { setAside } from './set-aside.ts';
import { isDamage, messageOf } from './sqlite-error.ts';

/** Bytes up to which the whole file is checked at the start; 32 MiB take about 50 ms. Later damage shows on use. */
const fullCheckBytes = 32 * 1024 * 1024;

/** Milliseconds to wait for another program that holds the write lock. */
const busyMs = 5_000;

export interface Opened {
  readonly database: DatabaseSync;
  /** The damaged file that stood in the way. */
  readonly setAside?: SetAside;
}

/**
 * Opens `patchbay.db`, makes it when it is not there and brings its schema up to date. A damaged file is set
 * aside and a new one begun; `damage` says that it was found out while the file was in use (and is closed now).
 * Throws StorageError `schema_newer` or `open_failed`.
 */
export function openDatabase(dataDir: string, now: () => Date, damage?: string): Opened {
  const path = join(dataDir, 'patchbay.db');
  function beginAnew(reason: string): Opened {
    const aside = setAside(path, now());
    return { database: attempt(path), setAside: { path: aside, reason } };
  }
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (damage !== undefined) return beginAnew(damage);
    // SQLite deletes the `-wal` of what it does not recognise, so it must not see such a file.
    if (hasForeignHeader(path)) return beginAnew('file is not a database');
    try {
      return { database: attempt(path) };
    } catch (error) {
      if (!isDamage(error)) throw error;
      return beginAnew(messageOf(error));
    }
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageError(
      'open_failed',
      `${path} could not be opened (${messageOf(error)}). Check that the directory can be written, or choose another data directory.`,
    );
  }
}

function attempt(path: string): DatabaseSync {
  // SQLite would make it readable for everybody; `-wal` and `-shm` take their mode from it.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    refuseNewerSchema(database, path);
    if (statSync(path).size <= fullCheckBytes) fullCheck(database);
    // With NORMAL a killed process loses nothing that was committed; a power cut may lose the latest commits.
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA temp_store = MEMORY;
      PRAGMA journal_size_limit = 67108864;
    `);
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The first bytes of every SQLite database (https://www.sqlite.org/fileformat.html, 1.3). */
const header = Buffer.from('SQLite format 3\0');

/** Whether there is a file that begins otherwise. An empty one is a database without tables. */
function hasForeignHeader(path: string): boolean {
  if (!existsSync(path)) return false;
  const start = Buffer.alloc(header.length);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, start, 0, start.length, 0);
    return read > 0 && !start.equals(header);
  } finally {
    closeSync(file);
  }
}

function fullCheck(database: DatabaseSync): void {
  const verdict = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (verdict !== 'ok') throw new DamageFound(String(verdict));
}

/** `quick_check` reports damage as a row; from here on it is the error that SQLite would raise on use. */
class DamageFound extends Error {
  readonly errcode = 11;
}
