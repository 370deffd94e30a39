import type { Migration } from '../migration.ts';

/**
 * Requests and events. Two indexes, because each costs about 1.5 µs per row: by id (ids begin with the time, so
 * that the index grows at its end; random ids tripled the cost of a row), and by time with everything that lists
 * filter by, so that a filter reads the index and not the rows.
 */
export const first: Migration = {
  version: 1,
  sql: `
    CREATE TABLE requests (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      client TEXT NOT NULL,
      terminal TEXT,
      conversation TEXT,
      app TEXT,
      user TEXT,
      dialect TEXT NOT NULL,
      operation TEXT NOT NULL,
      path TEXT NOT NULL,
      model_asked TEXT NOT NULL,
      stream INTEGER NOT NULL,
      status INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      failure_class TEXT,
      failure_code TEXT,
      provider TEXT,
      account TEXT,
      model TEXT,
      tried TEXT NOT NULL,
      queue_us INTEGER NOT NULL,
      first_byte_us INTEGER,
      first_output_us INTEGER,
      total_us INTEGER NOT NULL,
      tokens_input INTEGER,
      tokens_cache_read INTEGER,
      tokens_cache_write_5m INTEGER,
      tokens_cache_write_1h INTEGER,
      tokens_output INTEGER,
      tokens_reasoning INTEGER,
      tokens_estimated INTEGER,
      request_bytes INTEGER NOT NULL,
      response_bytes INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX requests_id ON requests (id);
    CREATE INDEX requests_time ON requests
      (started_at, seq, outcome, client, tried, model, model_asked);

    CREATE TABLE events (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      level TEXT NOT NULL,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      fields TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_time ON events (at, seq);
  `,
};
