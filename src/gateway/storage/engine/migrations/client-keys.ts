import type { Migration } from '../migration.ts';

/**
 * Clients made through the control API, and when each client was last let in. The uses have a table of their own: they
 * change all the time, and clients of the config have one, too.
 */
export const clientKeys: Migration = {
  version: 3,
  sql: `
    CREATE TABLE clients (
      id TEXT PRIMARY KEY,
      name TEXT,
      role TEXT NOT NULL,
      models TEXT,
      providers TEXT,
      digest TEXT NOT NULL UNIQUE,
      key_end TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL,
      manager TEXT,
      expires_at INTEGER,
      revoked_at INTEGER,
      revoked_by TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE client_uses (
      client TEXT PRIMARY KEY,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
