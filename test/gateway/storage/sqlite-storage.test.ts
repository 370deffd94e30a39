import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Storage } from '../../../src/gateway/storage/storage.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { gatewayEvent, requestRecord } from './records.ts';
import { openStorage, temporaryDirectory } from './workspace.ts';

/** Another thread decides when: how long to wait for it on a busy machine, and how often to look. */
const soon = { timeout: 15_000, interval: 20 };

const frailWorker = new URL('./frail-worker.ts', import.meta.url);

test('rows are there when the database is opened again', async () => {
  const dataDir = temporaryDirectory();
  const record = requestRecord();
  const first = await openStorage(dataDir);
  first.storage.record(record);
  first.storage.event(gatewayEvent());
  await first.storage.close();

  const { storage, events } = await openStorage(dataDir);
  expect(await storage.request(record.id)).toEqual(record);
  expect((await storage.events({ limit: 10 })).items).toHaveLength(1);
  expect(events).toEqual([]);
});

test('makes the data directory, and a database that only its owner can read', async () => {
  const dataDir = join(temporaryDirectory(), 'a', 'b');
  await openStorage(dataDir);
  expect(statSync(join(dataDir, 'patchbay.db')).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

test('says which directory is at fault when it cannot be written', async () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  await expect(openStorage(join(file, 'sub'))).rejects.toMatchObject({
    code: 'open_failed',
    message: expect.stringContaining(join(file, 'sub', 'patchbay.db')),
  });
});

test('a row that nobody follows goes out after 200 ms', async () => {
  const clock = createManualClock();
  const { storage } = await openStorage(temporaryDirectory(), { clock });
  const record = requestRecord();
  storage.record(record);
  expect(storage.stats()).toMatchObject({ queued: 1, written: 0 });
  clock.advance(200);
  // Only the timer has sent it; the queue was not touched since.
  await expect.poll(() => storage.stats().written, soon).toBe(1);
});

test('two hundred rows go out without waiting', async () => {
  const { storage } = await openStorage(temporaryDirectory(), { clock: createManualClock() });
  for (let n = 0; n < 200; n += 1) storage.record(requestRecord());
  await expect.poll(() => storage.stats().written, soon).toBe(200);
});

test('a killed process leaves a sound database with every confirmed row', async () => {
  const dataDir = temporaryDirectory();
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./writing-child.ts', import.meta.url)), dataDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let confirmed = 0;
  for await (const chunk of child.stdout) {
    confirmed = Number(String(chunk).trimEnd().split('\n').at(-1));
    if (confirmed >= 500) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');

  const { storage, events } = await openStorage(dataDir);
  expect(events).toEqual([]);
  const { ok } = await storage.tally(0);
  expect(ok).toBeGreaterThanOrEqual(confirmed);
  // Rows are lost from the end only.
  for (const row of [0, confirmed - 1, ok - 1]) expect(await storage.request(`row-${row}`)).toBeDefined();
  expect(await storage.request(`row-${ok}`)).toBeUndefined();
});

test('a schema of a newer version is refused and not touched', async () => {
  const dataDir = temporaryDirectory();
  const path = join(dataDir, 'patchbay.db');
  const newer = new DatabaseSync(path);
  newer.exec('CREATE TABLE later (x); PRAGMA user_version = 99');
  newer.close();
  const before = readFileSync(path);

  await expect(openStorage(dataDir)).rejects.toMatchObject({
    code: 'schema_newer',
    message: expect.stringMatching(/has schema 99.*up to \d+\b.*Update Patchbay/s),
  });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(dataDir)).toEqual(['patchbay.db']);
});

test('a file that is no database is set aside whole, reported, and a new one begun', async () => {
  const dataDir = temporaryDirectory();
  const garbage = Buffer.from('this is not a database, but somebody may want it back'.repeat(100));
  writeFileSync(join(dataDir, 'patchbay.db'), garbage);
  writeFileSync(join(dataDir, 'patchbay.db-wal'), 'old wal');

  const { storage, events } = await openStorage(dataDir);
  const [event] = events;
  expect(event).toMatchObject({ level: 'error', code: 'storage.damaged' });
  const aside = String(event?.fields.path);
  expect(readFileSync(aside).equals(garbage)).toBe(true);
  expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('old wal');
  storage.record(requestRecord());
  expect((await storage.requests({ limit: 5 })).items).toHaveLength(1);
});

test('damage inside a database that still opens is found at the start', async () => {
  const dataDir = temporaryDirectory();
  const path = join(dataDir, 'patchbay.db');
  await fill(dataDir, 300);
  damagePages(path);

  const { storage, events } = await openStorage(dataDir);
  expect(events.map(({ code }) => code)).toEqual(['storage.damaged']);
  expect((await storage.requests({ limit: 5 })).items).toEqual([]);
});

test('damage that is met while it runs costs the old rows, not the new ones', async () => {
  const dataDir = temporaryDirectory();
  // More than SQLite keeps in its cache, so that it has to read from the file again.
  await fill(dataDir, 12_000);
  const { storage, events } = await openStorage(dataDir);
  damagePages(join(dataDir, 'patchbay.db'));
  expect((await storage.requests({ limit: 500, until: 500 })).items).toEqual([]);
  expect(events.map(({ code }) => code)).toEqual(['storage.damaged']);
  expect(events[0]?.fields.path).toMatch(/patchbay\.db\.damaged-\d{8}T\d{6}Z$/);
  const next = requestRecord();
  storage.record(next);
  expect(await storage.request(next.id)).toEqual(next);
});

test('a thread that dies is started again and the rows that were under way are written once', async () => {
  const dataDir = temporaryDirectory();
  const { storage, told } = await openStorage(dataDir, { workerUrl: frailWorker });
  writeFileSync(join(dataDir, 'die-once'), '');
  const records = Array.from({ length: 60 }, () => requestRecord());
  for (const record of records) storage.record(record);
  storage.event(gatewayEvent());

  expect(await told('storage.thread_ended')).toMatchObject({ level: 'error' });
  await told('storage.recovered');
  await storage.flush();
  expect(storage.stats()).toEqual({ queued: 0, written: 61, dropped: 0, state: 'ok' });
  expect((await storage.requests({ limit: 500 })).items).toHaveLength(60);
  expect((await storage.events({ limit: 500 })).items).toHaveLength(1);
});

test('a batch that kills the thread three times is given up, and the next is written', async () => {
  const clock = createManualClock();
  const { storage, events } = await openStorage(temporaryDirectory(), { workerUrl: frailWorker, clock });
  storage.record(requestRecord({ client: 'poison' }));
  await expect.poll(() => droppedAfter(clock, storage), soon).toBe(1);
  await expect.poll(() => stateAfter(clock, storage), soon).toBe('ok');
  const good = requestRecord();
  storage.record(good);
  expect(await storage.request(good.id)).toEqual(good);
  expect(storage.stats()).toMatchObject({ dropped: 1, written: 1 });
  clock.advance(10_000);
  expect(events.find(({ code }) => code === 'storage.rows_dropped')?.fields).toEqual({ rows: 1 });
});

test('queries say that the database restarts while it does', async () => {
  const dataDir = temporaryDirectory();
  const clock = createManualClock();
  const { storage, told } = await openStorage(dataDir, { workerUrl: frailWorker, clock });
  writeFileSync(join(dataDir, 'die-once'), '');
  storage.record(requestRecord());
  clock.advance(200);
  await told('storage.thread_ended');
  await expect(storage.requests({ limit: 1 })).rejects.toMatchObject({ code: 'unavailable' });
});

test('rows that wait for a locked database are bounded: the oldest go, are counted and reported', async () => {
  const dataDir = temporaryDirectory();
  const clock = createManualClock();
  const { storage, events } = await openStorage(dataDir, { clock, capacity: 100 });
  const other = new DatabaseSync(join(dataDir, 'patchbay.db'));
  other.exec('BEGIN IMMEDIATE');
  const records = Array.from({ length: 1_000 }, () => requestRecord());
  for (const record of records) storage.record(record);
  // A batch of a hundred, which is as much as may wait, is under way, and a hundred rows wait.
  expect(storage.stats()).toMatchObject({ queued: 200, dropped: 800, written: 0 });
  other.exec('COMMIT');
  other.close();

  await storage.flush();
  expect(storage.stats()).toMatchObject({ queued: 0, dropped: 800, written: 200 });
  expect(await storage.request(records[0]?.id ?? '')).toBeDefined();
  expect(await storage.request(records[500]?.id ?? '')).toBeUndefined();
  expect(await storage.request(records[999]?.id ?? '')).toBeDefined();
  clock.advance(10_000);
  expect(events.filter(({ code }) => code === 'storage.rows_dropped')).toMatchObject([
    { level: 'warning', fields: { rows: 800 } },
  ]);
});

test('a commit that fails is reported once and tried again until it works', async () => {
  const dataDir = temporaryDirectory();
  const clock = createManualClock();
  const { storage, events, told } = await openStorage(dataDir, { clock });
  const other = new DatabaseSync(join(dataDir, 'patchbay.db'));
  other.exec('ALTER TABLE requests RENAME TO hidden');
  const record = requestRecord();
  storage.record(record);
  clock.advance(200);
  await told('storage.write_failed');
  for (let n = 0; n < 3; n += 1) {
    clock.advance(30_000);
    await expect(storage.request('x')).rejects.toMatchObject({ code: 'query_failed' });
  }
  expect(storage.stats()).toMatchObject({ queued: 1, dropped: 0 });
  other.exec('ALTER TABLE hidden RENAME TO requests');
  other.close();
  clock.advance(30_000);
  await told('storage.recovered');
  expect(await storage.request(record.id)).toEqual(record);
  expect(events.filter(({ code }) => code === 'storage.write_failed')).toHaveLength(1);
});

test('a thread that dies while commits fail is started again all the same', async () => {
  const dataDir = temporaryDirectory();
  const clock = createManualClock();
  const { storage, told } = await openStorage(dataDir, { workerUrl: frailWorker, clock });
  const other = new DatabaseSync(join(dataDir, 'patchbay.db'));
  other.exec('ALTER TABLE events RENAME TO hidden');
  storage.event(gatewayEvent());
  clock.advance(200);
  await told('storage.write_failed');
  writeFileSync(join(dataDir, 'die-once'), '');
  await expect(storage.tally(0)).rejects.toMatchObject({ code: 'unavailable' });
  await told('storage.thread_ended');
  other.exec('ALTER TABLE hidden RENAME TO events');
  other.close();
  await expect.poll(() => stateAfter(clock, storage), soon).toBe('ok');
  await storage.flush();
  expect(storage.stats()).toMatchObject({ written: 1, dropped: 0 });
});

test('closing does not wait for the next restart: what was taken is written', async () => {
  const dataDir = temporaryDirectory();
  const clock = createManualClock();
  const { storage, told } = await openStorage(dataDir, { workerUrl: frailWorker, clock });
  writeFileSync(join(dataDir, 'die-once'), '');
  const record = requestRecord();
  storage.record(record);
  clock.advance(200);
  await told('storage.thread_ended');
  await storage.close();
  expect(clock.timers).toBe(0);
  const again = await openStorage(dataDir);
  expect(await again.storage.request(record.id)).toEqual(record);
});

test('rows older than the retention are deleted in steps, an hour apart when nothing is left', async () => {
  const clock = createManualClock();
  const day = 86_400_000;
  const { storage, told } = await openStorage(temporaryDirectory(), { clock, retentionDays: 90 });
  for (let n = 0; n < 1_100; n += 1) storage.record(requestRecord({ startedAt: clock.now() - 91 * day }));
  const young = requestRecord({ startedAt: clock.now() - 89 * day });
  storage.record(young);
  storage.event(gatewayEvent({ at: clock.now() - 91 * day }));
  await storage.flush();

  const pruned = told('storage.pruned');
  clock.advance(60_000);
  await expect
    .poll(async () => {
      clock.advance(50);
      return (await storage.tally(0)).ok;
    }, soon)
    .toBe(1);
  expect((await pruned).fields).toEqual({ rows: 1_101, days: 90 });
  expect((await storage.events({ limit: 5 })).items).toEqual([]);

  storage.retain(88);
  clock.advance(3_600_000);
  await expect.poll(async () => (await storage.tally(0)).ok, soon).toBe(0);
});

test('its own events from before anybody listened are delivered late, not lost', async () => {
  const dataDir = temporaryDirectory();
  writeFileSync(join(dataDir, 'patchbay.db'), 'garbage'.repeat(1_000));
  const { storage } = await openStorage(dataDir);
  const heard: string[] = [];
  storage.reportTo(({ code }) => heard.push(code));
  expect(heard).toEqual(['storage.damaged']);
});

/** Lets retries fall due, then says how it is. */
function droppedAfter(clock: ManualClock, storage: Storage): number {
  clock.advance(30_000);
  return storage.stats().dropped;
}

function stateAfter(clock: ManualClock, storage: Storage): string {
  clock.advance(30_000);
  return storage.stats().state;
}

async function fill(dataDir: string, rows: number): Promise<void> {
  const { storage } = await openStorage(dataDir);
  for (let n = 0; n < rows; n += 1) storage.record(requestRecord({ startedAt: n }));
  await storage.close();
}

/** Overwrites every page but the first two, as a disk does that lost its mind. */
function damagePages(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 8_192);
  writeFileSync(path, bytes);
}
