import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../storage-error.ts';
import type { Migration } from './migration.ts';
import { clientKeys } from './migrations/client-keys.ts';
import { clientModes } from './migrations/client-modes.ts';
import { costs } from './migrations/costs.ts';
import { first } from './migrations/first.ts';

const migrations: readonly Migration[] = [first, costs, clientKeys, clientModes];

/** The schema that this program writes. */
export const schemaVersion = migrations.at(-1)?.version ?? 0;

/** Throws `schema_newer` when the schema is later than `known`; looks only, changes nothing. */
export function refuseNewerSchema(database: DatabaseSync, path: string, known = schemaVersion): void {
  const found = versionOf(database);
  if (found > known) {
    throw new StorageError(
      'schema_newer',
      `${path} has schema ${found}, and this Patchbay knows schemas up to ${known}: a newer version has used it. ` +
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
  refuseNewerSchema(database, path, steps.at(-1)?.version);
}

function versionOf(database: DatabaseSync): number {
  const version = database.prepare('PRAGMA user_version').get()?.user_version;
  return typeof version === 'number' ? version : 0;
}
