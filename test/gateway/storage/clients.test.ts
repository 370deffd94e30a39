import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StoredClient } from '../../../src/gateway/storage/client-store.ts';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';
import type { Storage } from '../../../src/gateway/storage/storage.ts';
import { openStorage, temporaryDirectory } from './workspace.ts';

const plain: StoredClient = {
  id: 'plain',
  role: 'user',
  digest: 'digest-of-plain',
  keyEnd: 'abcd',
  createdAt: 1_000,
  createdBy: 'local',
};

const whole: StoredClient = {
  id: 'whole',
  name: 'Ärger & Söhne',
  role: 'manager',
  models: ['gpt-*', 'a "quoted" one'],
  providers: ['openai', 'eu-*'],
  mode: 'price',
  digest: 'digest-of-whole',
  keyEnd: 'ef01',
  createdAt: 2_000,
  createdBy: 'lead',
  manager: 'lead',
  expiresAt: 9_000,
  revokedAt: 8_000,
  revokedBy: 'local',
};

/** What every engine promises. */
describe.each([
  ['memory', async (): Promise<Storage> => createMemoryStorage()],
  ['sqlite', async (): Promise<Storage> => (await openStorage(temporaryDirectory())).storage],
])('clients in %s', (_name, open) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await open();
  });

  test('come back as they were saved, in the order of ids', async () => {
    await storage.clients.save(whole);
    await storage.clients.save(plain);
    expect(await storage.clients.load()).toEqual({ clients: [plain, whole], uses: [] });
  });

  test('are replaced whole by their id', async () => {
    await storage.clients.save(whole);
    const next = { ...plain, id: whole.id };
    await storage.clients.save(next);
    expect((await storage.clients.load()).clients).toEqual([next]);
  });

  test('are forgotten with their last use', async () => {
    await storage.clients.save(plain);
    await storage.clients.noteUses([
      { client: 'plain', at: 5 },
      { client: 'of-the-config', at: 6 },
    ]);
    await storage.clients.remove('plain');
    await storage.clients.remove('nobody');
    expect(await storage.clients.load()).toEqual({ clients: [], uses: [{ client: 'of-the-config', at: 6 }] });
  });

  test('are never set back by a late note of their use', async () => {
    await storage.clients.noteUses([{ client: 'plain', at: 50 }]);
    await storage.clients.noteUses([{ client: 'plain', at: 40 }]);
    expect((await storage.clients.load()).uses).toEqual([{ client: 'plain', at: 50 }]);
  });

  test('are refused when the storage is closed', async () => {
    await storage.close();
    await expect(storage.clients.save(plain)).rejects.toMatchObject({ code: 'closed' });
    await expect(storage.clients.load()).rejects.toMatchObject({ code: 'closed' });
  });
});

test('a killed process leaves every client and every revocation that it has confirmed', async () => {
  const dataDir = temporaryDirectory();
  const program = fileURLToPath(new URL('./saving-child.ts', import.meta.url));
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let confirmed = 0;
  for await (const chunk of child.stdout) {
    confirmed = Number(String(chunk).trimEnd().split('\n').at(-1));
    if (confirmed >= 100) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const { storage, events } = await openStorage(dataDir);
  expect(events).toEqual([]);
  const kept = new Map((await storage.clients.load()).clients.map((client) => [client.id, client]));
  for (let index = 0; index < confirmed; index += 1) {
    expect([index, kept.get(`key-${index}`)?.revokedAt]).toEqual([
      index,
      index % 2 === 1 ? index : undefined,
    ]);
  }
});

test('a database of an earlier schema gets the tables, and keeps its rows', async () => {
  const dataDir = temporaryDirectory();
  const first = await openStorage(dataDir);
  first.storage.event({ at: 1, level: 'info', code: 'a.b', message: 'kept', fields: {} });
  await first.storage.close();
  const database = new DatabaseSync(join(dataDir, 'patchbay.db'));
  database.exec('DROP TABLE clients; DROP TABLE client_uses; PRAGMA user_version = 2');
  database.close();
  const { storage } = await openStorage(dataDir);
  await storage.clients.save(plain);
  expect((await storage.clients.load()).clients).toEqual([plain]);
  expect((await storage.events({ limit: 5 })).items).toMatchObject([{ message: 'kept' }]);
});

test('a database from before clients had modes keeps its clients, who have none then', async () => {
  const dataDir = temporaryDirectory();
  const first = await openStorage(dataDir);
  await first.storage.clients.save(plain);
  await first.storage.close();
  const database = new DatabaseSync(join(dataDir, 'patchbay.db'));
  database.exec('ALTER TABLE clients DROP COLUMN mode; PRAGMA user_version = 3');
  database.close();
  const { storage } = await openStorage(dataDir);
  expect((await storage.clients.load()).clients).toEqual([plain]);
  await storage.clients.save({ ...plain, mode: 'latency' });
  expect((await storage.clients.load()).clients).toEqual([{ ...plain, mode: 'latency' }]);
});

test('a list that somebody has spoilt allows nothing, and a role or mode that nobody knows the least', async () => {
  const dataDir = temporaryDirectory();
  const first = await openStorage(dataDir);
  await first.storage.clients.save(whole);
  await first.storage.close();
  const database = new DatabaseSync(join(dataDir, 'patchbay.db'));
  database.exec("UPDATE clients SET models = '[\"gpt', role = 'emperor', mode = 'best'");
  database.close();
  const { storage } = await openStorage(dataDir);
  const { clients } = await storage.clients.load();
  expect(clients).toMatchObject([{ models: [], role: 'user' }]);
  expect(clients[0]).not.toHaveProperty('mode');
});
