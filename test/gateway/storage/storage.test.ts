import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';
import type { Cursor, RequestQuery, Storage } from '../../../src/gateway/storage/storage.ts';
import { attemptRecord, gatewayEvent, requestRecord } from './records.ts';
import { openStorage, temporaryDirectory } from './workspace.ts';

/** What every engine promises. */
describe.each([
  ['memory', async (): Promise<Storage> => createMemoryStorage()],
  ['sqlite', async (): Promise<Storage> => (await openStorage(temporaryDirectory())).storage],
])('storage in %s', (_name, open) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await open();
  });

  async function ids(query: Partial<RequestQuery> = {}): Promise<string[]> {
    return (await storage.requests({ limit: 100, ...query })).items.map(({ id }) => id);
  }

  test('gives back a request as it was recorded', async () => {
    const record = requestRecord({
      terminal: 't1',
      user: 'me',
      losses: [{ code: 'cache-marks', path: '/system', detail: 'two of six were kept' }],
      attempts: [
        attemptRecord({
          provider: 'anthropic',
          outcome: 'failed',
          failure: { class: 'overload', code: 'overloaded_error', message: 'busy', status: 529, retryAt: 5 },
        }),
        attemptRecord(),
      ],
    });
    storage.record(record);
    expect(await storage.request(record.id)).toEqual(record);
  });

  test('gives back a request that nobody answered', async () => {
    const {
      provider: _p,
      account: _a,
      model: _m,
      usage: _u,
      firstByteMs: _f,
      app: _app,
      ...rest
    } = requestRecord();
    const record = {
      ...rest,
      status: 401,
      outcome: 'client-error' as const,
      failure: { class: 'client' as const, code: 'key_wrong', message: 'not ours' },
      attempts: [],
    };
    storage.record(record);
    expect(await storage.request(record.id)).toEqual(record);
  });

  test('knows nothing of an id that never was', async () => {
    expect(await storage.request('req_never')).toBeUndefined();
  });

  test('lists the latest start first, whatever came in first', async () => {
    const middle = requestRecord({ startedAt: 2_000 });
    const first = requestRecord({ startedAt: 1_000 });
    const last = requestRecord({ startedAt: 3_000 });
    for (const record of [middle, last, first]) storage.record(record);
    expect(await ids()).toEqual([last.id, middle.id, first.id]);
  });

  test('says in a list how many candidates were tried and what failed', async () => {
    storage.record(
      requestRecord({
        outcome: 'failed',
        failure: { class: 'overload', code: 'overloaded_error', message: 'busy' },
        attempts: [attemptRecord(), attemptRecord()],
      }),
    );
    const [line] = (await storage.requests({ limit: 1 })).items;
    expect(line).toMatchObject({ attempts: 2, failure: { class: 'overload', code: 'overloaded_error' } });
    expect(line).not.toHaveProperty('losses');
  });

  test('filters by provider, also by one that was tried and did not answer', async () => {
    const moved = requestRecord({
      attempts: [attemptRecord({ provider: 'open' }), attemptRecord({ provider: 'openai' })],
    });
    const plain = requestRecord();
    storage.record(moved);
    storage.record(plain);
    expect(await ids({ provider: 'open' })).toEqual([moved.id]);
    expect(await ids({ provider: 'openai' })).toEqual([plain.id, moved.id]);
    expect(await ids({ provider: 'pen' })).toEqual([]);
  });

  test('filters by the model that answered or was asked for', async () => {
    const ruled = requestRecord({ modelAsked: 'gpt-4', model: 'claude' });
    const other = requestRecord({ modelAsked: 'claude', model: 'claude' });
    storage.record(ruled);
    storage.record(other);
    expect(await ids({ model: 'gpt-4' })).toEqual([ruled.id]);
    expect(await ids({ model: 'claude' })).toEqual([other.id, ruled.id]);
  });

  test('filters by client and outcome together', async () => {
    const wanted = requestRecord({ client: 'a', outcome: 'failed' });
    storage.record(requestRecord({ client: 'a' }));
    storage.record(wanted);
    storage.record(requestRecord({ client: 'b', outcome: 'failed' }));
    expect(await ids({ client: 'a', outcome: 'failed' })).toEqual([wanted.id]);
  });

  test('takes since as included and until as excluded', async () => {
    const records = [1_000, 2_000, 3_000].map((startedAt) => requestRecord({ startedAt }));
    for (const record of records) storage.record(record);
    expect(await ids({ since: 2_000 })).toEqual([records[2]?.id, records[1]?.id]);
    expect(await ids({ until: 2_000 })).toEqual([records[0]?.id]);
  });

  test('pages through equal moments without losing or repeating a row', async () => {
    const all = Array.from({ length: 7 }, (_, at) => requestRecord({ startedAt: at < 5 ? 2_000 : 1_000 }));
    for (const record of all) storage.record(record);
    const seen: string[] = [];
    let before: Cursor | undefined;
    for (;;) {
      const page = await storage.requests({ limit: 3, ...(before !== undefined && { before }) });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === undefined) break;
      before = page.next;
    }
    expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(await ids()).toEqual(seen);
  });

  test('has no further page when the last one is exactly full', async () => {
    storage.record(requestRecord());
    storage.record(requestRecord());
    expect((await storage.requests({ limit: 2 })).next).toBeUndefined();
  });

  test('keeps a request once, however often it is recorded', async () => {
    const record = requestRecord();
    storage.record(record);
    storage.record(record);
    await storage.flush();
    expect(await ids()).toEqual([record.id]);
  });

  test('lists events, the latest first, filtered by level, code and the beginning of codes', async () => {
    storage.event(gatewayEvent({ at: 1_000, code: 'provider.cooling', level: 'warning' }));
    storage.event(gatewayEvent({ at: 2_000, code: 'providers.odd' }));
    storage.event(
      gatewayEvent({ at: 3_000, code: 'provider.recovered', fields: { n: 1, ok: true, id: 'x' } }),
    );
    const codes = async (query: object) =>
      (await storage.events({ limit: 10, ...query })).items.map(({ code }) => code);
    expect(await codes({})).toEqual(['provider.recovered', 'providers.odd', 'provider.cooling']);
    expect(await codes({ code: 'provider.' })).toEqual(['provider.recovered', 'provider.cooling']);
    expect(await codes({ code: 'provider.cooling' })).toEqual(['provider.cooling']);
    expect(await codes({ level: 'warning' })).toEqual(['provider.cooling']);
    expect(await codes({ since: 2_000, until: 3_000 })).toEqual(['providers.odd']);
    const [latest] = (await storage.events({ limit: 1 })).items;
    expect(latest).toMatchObject({ at: 3_000, fields: { n: 1, ok: true, id: 'x' } });
  });

  test('pages through events', async () => {
    for (let at = 0; at < 5; at += 1) storage.event(gatewayEvent({ at: 1_000, fields: { at } }));
    const first = await storage.events({ limit: 3 });
    expect(first.items.map(({ fields }) => fields.at)).toEqual([4, 3, 2]);
    if (first.next === undefined) throw new Error('there is a second page');
    const second = await storage.events({ limit: 3, before: first.next });
    expect(second.items.map(({ fields }) => fields.at)).toEqual([1, 0]);
    expect(second.next).toBeUndefined();
  });

  test('counts requests by outcome since a moment', async () => {
    storage.record(requestRecord({ startedAt: 999 }));
    storage.record(requestRecord({ startedAt: 1_000 }));
    storage.record(requestRecord({ startedAt: 1_000, outcome: 'failed' }));
    expect(await storage.tally(1_000)).toEqual({ ok: 1, 'client-error': 0, failed: 1, cancelled: 0 });
  });

  test('counts what it has written and has nothing waiting after a flush', async () => {
    for (let n = 0; n < 3; n += 1) storage.record(requestRecord());
    storage.event(gatewayEvent());
    await storage.flush();
    expect(storage.stats()).toEqual({ queued: 0, written: 4, dropped: 0, state: 'ok' });
  });

  test('counts what comes after the end as dropped, and refuses queries', async () => {
    await storage.close();
    storage.record(requestRecord());
    expect(storage.stats()).toMatchObject({ dropped: 1, state: 'closed' });
    await expect(storage.requests({ limit: 1 })).rejects.toMatchObject({ code: 'closed' });
    await storage.close();
  });
});

test('the memory engine forgets the oldest arrival when it is full', async () => {
  const storage = createMemoryStorage({ rows: 2 });
  const records = [requestRecord(), requestRecord(), requestRecord()];
  for (const record of records) storage.record(record);
  expect(await storage.request(records[0]?.id ?? '')).toBeUndefined();
  expect((await storage.requests({ limit: 10 })).items).toHaveLength(2);
});
