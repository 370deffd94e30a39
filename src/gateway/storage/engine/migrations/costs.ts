import type { Migration } from '../migration.ts';

/** What requests cost. Rows from before have nothing there: their cost is not known. */
export const costs: Migration = {
  version: 2,
  sql: `
    ALTER TABLE requests ADD COLUMN cost_nano_usd INTEGER;
    ALTER TABLE requests ADD COLUMN cost_source TEXT;
    ALTER TABLE requests ADD COLUMN price_version TEXT;
  `,
};
