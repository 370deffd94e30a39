import type { DatabaseSync } from 'node:sqlite';

/** Commits what the work does, or nothing of it. Throws what SQLite or the work throws. */
export function inTransaction(
  database: Pick<DatabaseSync, 'exec' | 'isTransaction'>,
  work: () => void,
): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
