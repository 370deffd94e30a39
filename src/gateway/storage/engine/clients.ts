import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { clientRoles } from '../../exchange/client.ts';
import { routingModes } from '../../exchange/routing-mode.ts';
import type { ClientUse, StoredClient } from '../client-store.ts';
import { inTransaction } from './transaction.ts';

/** Reads and writes clients. Methods throw what SQLite throws. */
export interface ClientKeeper {
  load(): { readonly clients: StoredClient[]; readonly uses: ClientUse[] };
  save(client: StoredClient): void;
  remove(id: string): void;
  noteUses(uses: readonly ClientUse[]): void;
}

export function createClientKeeper(database: DatabaseSync): ClientKeeper {
  const all = database.prepare('SELECT * FROM clients ORDER BY id');
  const allUses = database.prepare('SELECT client, at FROM client_uses ORDER BY client');
  const put = database.prepare(`
    INSERT INTO clients (id, name, role, models, providers, mode, digest, key_end, created_at, created_by, manager,
      expires_at, revoked_at, revoked_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, models = excluded.models,
      providers = excluded.providers, mode = excluded.mode, digest = excluded.digest, key_end = excluded.key_end,
      created_at = excluded.created_at, created_by = excluded.created_by, manager = excluded.manager,
      expires_at = excluded.expires_at, revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by`);
  const drop = database.prepare('DELETE FROM clients WHERE id = ?');
  const dropUse = database.prepare('DELETE FROM client_uses WHERE client = ?');
  // A batch that was sent twice, or late, must not set a client back.
  const putUse = database.prepare(`
    INSERT INTO client_uses (client, at) VALUES (?, ?)
    ON CONFLICT (client) DO UPDATE SET at = max(at, excluded.at)`);

  /** With NORMAL a power cut may undo the last commits, and a revoked key would open again. */
  function durably(work: () => void): void {
    database.exec('PRAGMA synchronous = FULL');
    try {
      inTransaction(database, work);
    } finally {
      database.exec('PRAGMA synchronous = NORMAL');
    }
  }

  return {
    load: () => ({
      clients: all.all().map(unpack),
      uses: allUses.all().map((row) => ({ client: String(row.client), at: Number(row.at) })),
    }),
    save: (client) => durably(() => put.run(...valuesOf(client))),
    remove: (id) =>
      durably(() => {
        drop.run(id);
        dropUse.run(id);
      }),
    noteUses: (uses) =>
      inTransaction(database, () => {
        for (const { client, at } of uses) putUse.run(client, Math.round(at));
      }),
  };
}

function valuesOf(client: StoredClient): SQLInputValue[] {
  return [
    client.id,
    client.name ?? null,
    client.role,
    client.models === undefined ? null : JSON.stringify(client.models),
    client.providers === undefined ? null : JSON.stringify(client.providers),
    client.mode ?? null,
    client.digest,
    client.keyEnd,
    Math.round(client.createdAt),
    client.createdBy,
    client.manager ?? null,
    client.expiresAt === undefined ? null : Math.round(client.expiresAt),
    client.revokedAt === undefined ? null : Math.round(client.revokedAt),
    client.revokedBy ?? null,
  ];
}

function unpack(row: Readonly<Record<string, SQLOutputValue>>): StoredClient {
  // A mode that an older program does not know is none.
  const mode = routingModes.find((each) => each === row.mode);
  const { name, models, providers, manager, expires_at, revoked_at, revoked_by } = row;
  return {
    id: String(row.id),
    // A role that an older program does not know may do the least.
    role: clientRoles.find((role) => role === row.role) ?? 'user',
    digest: String(row.digest),
    keyEnd: String(row.key_end),
    createdAt: Number(row.created_at),
    createdBy: String(row.created_by),
    ...(typeof name === 'string' && { name }),
    ...(typeof models === 'string' && { models: patterns(models) }),
    ...(typeof providers === 'string' && { providers: patterns(providers) }),
    ...(mode !== undefined && { mode }),
    ...(typeof manager === 'string' && { manager }),
    ...(typeof expires_at === 'number' && { expiresAt: expires_at }),
    ...(typeof revoked_at === 'number' && { revokedAt: revoked_at }),
    ...(typeof revoked_by === 'string' && { revokedBy: revoked_by }),
  };
}

/** A list that cannot be read allows nothing: an edited database must not open a restricted key. */
function patterns(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
