import type { Migration } from '../migration.ts';

/** How the candidates of a client's requests are ordered. Empty, as in all rows from before: as everybody's. */
export const clientModes: Migration = {
  version: 4,
  sql: 'ALTER TABLE clients ADD COLUMN mode TEXT',
};
