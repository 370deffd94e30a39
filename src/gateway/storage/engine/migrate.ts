import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../storage-error.ts';
import type { Migration } from './migration.ts';
import { first } from './migrations/first.ts';

const migrations: readonly Migration[] = [first];

/** The schema that this program writes. */
export const schemaVersion = migrations.at(-1)?.version ?? 0;

/** Throws `schema_newer` when a newer program has used the database; looks only, changes nothing. */
export function refuseNewerSchema(database: DatabaseSync, path: string): void {
  const found = versionOf(database);
  if (found > schemaVersion) {
    throw new StorageError(
      'schema_newer',
      `${path} has schema ${found}, and this Patchbay knows schemas up to ${schemaVersion}: a newer version has used it. ` +
        'Update Patchbay, or start it with another data directory. The file was not changed.',
    );
  }
}

/** Brings the schema up to date, each step in a transaction of its own. Two programs may do it at once. */
export function migrate(
  database: DatabaseSync,
  path: string,
  steps: readonly Migration[] = migrations,
): void {
  for (const step of steps) {
    if (versionOf(database) >= step.version) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      // Read again inside the transaction: another program may have been faster.
      if (versionOf(database) < step.version) {
        database.exec(step.sql);
        database.exec(`PRAGMA user_version = ${step.version}`);
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
  refuseNewerSchema(database, path);
}

function versionOf(database: DatabaseSync): number {
  const version = database.prepare('PRAGMA user_version').get()?.user_version;
  return typeof version === 'number' ? version : 0;
}
