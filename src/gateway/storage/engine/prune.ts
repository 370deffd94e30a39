import type { DatabaseSync } from 'node:sqlite';

/**
 * Deletes at most `step` requests and `step` events from before a time (milliseconds since the epoch), the oldest
 * first. Returns how many; fewer than `step` mean that little is left. Throws what SQLite throws.
 */
export function createPruner(database: DatabaseSync): (before: number, step: number) => number {
  const requests = database.prepare(
    'DELETE FROM requests WHERE seq IN (SELECT seq FROM requests WHERE started_at < ? ORDER BY started_at LIMIT ?)',
  );
  const events = database.prepare(
    'DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE at < ? ORDER BY at LIMIT ?)',
  );
  return (before, step) =>
    Number(requests.run(before, step).changes) + Number(events.run(before, step).changes);
}
