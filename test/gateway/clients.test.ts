import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { ClientConfig } from '../../src/gateway/config/config.ts';
import { keyDigest } from '../../src/gateway/exchange/client-key.ts';
import { picoPerToken } from '../../src/gateway/exchange/money.ts';
import type { StoredClient } from '../../src/gateway/storage/client-store.ts';
import { createMemoryStorage } from '../../src/gateway/storage/memory-storage.ts';
import type { Storage } from '../../src/gateway/storage/storage.ts';
import { StorageError } from '../../src/gateway/storage/storage-error.ts';
import { listAt, textAt, valueAt } from '../support/json-value.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure } from '../support/scripted-upstream-behaviour.ts';
import { ownKey, watchClient } from '../support/secret-watch.ts';
import {
  type Asked,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
  testKey,
} from '../support/start-gateway.ts';
import { openStorage, temporaryDirectory } from './storage/workspace.ts';

let cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  const closing = cleanup.reverse();
  cleanup = [];
  for (const close of closing) await close();
});

interface Setup {
  readonly gateway: StartedGateway;
  readonly upstream: ScriptedUpstream;
  readonly second: ScriptedUpstream;
  readonly options: StartOptions;
}

async function setUp(more: Partial<StartOptions> = {}): Promise<Setup> {
  const [upstream, second] = [await createScriptedUpstream(), await createScriptedUpstream()];
  cleanup.push(
    () => upstream.close(),
    () => second.close(),
  );
  const options: StartOptions = {
    providers: [provider('one', upstream.url), provider('two', second.url)],
    ...more,
  };
  const gateway = await startGateway(options);
  cleanup.push(() => gateway.close());
  return { gateway, upstream, second, options };
}

const local: ClientConfig = { id: 'local', key: { env: 'PATCHBAY_KEY' }, role: 'admin' };
const lead: ClientConfig = {
  id: 'lead',
  key: { env: 'LEAD' },
  role: 'manager',
  models: ['gpt-*'],
  mode: 'latency',
};
const leadKey = 'canary-key-of-the-lead';

const call = (
  { gateway }: Pick<Setup, 'gateway'>,
  method: string,
  path: string,
  body?: unknown,
  key = testKey,
): Promise<Asked> => gateway.ask(`/api${path}`, body ?? '', { method, key });

/** Makes a client, and watches that no provider sees its key. */
async function make(setup: Pick<Setup, 'gateway'>, body: object, key = testKey): Promise<string> {
  const asked = await call(setup, 'POST', '/clients', body, key);
  if (asked.status !== 200) throw new Error(asked.text);
  const made = textAt(asked.json(), 'key') ?? '';
  watchClient(made, textAt(asked.json(), 'client', 'id') ?? '');
  return made;
}

const chat = ({ gateway }: Pick<Setup, 'gateway'>, key: string, more: object = {}): Promise<Asked> => {
  const { path, body } = request('openai-chat', { stream: false, ...more });
  return gateway.ask(path, body, { key });
};

async function statuses(setup: Setup, key: string): Promise<number[]> {
  const found: number[] = [];
  for (const dialect of conversing) {
    for (const stream of [true, false]) {
      const { path, body } = request(dialect, { stream });
      found.push((await setup.gateway.ask(path, body, { key })).status);
    }
  }
  return [...new Set(found)];
}

describe('a client that is made through the API', () => {
  it('is let in at once, in every dialect, and its requests are its own', async () => {
    const setup = await setUp();
    const key = await make(setup, { id: 'laptop' });
    expect(await statuses(setup, key)).toEqual([200]);
    expect((await setup.gateway.record(await chat(setup, key))).client).toBe('laptop');
    expect((await call(setup, 'GET', '/status', undefined, key)).status).toBe(403);
  });

  it('is told its key once; afterwards nothing but the last four characters is to be had', async () => {
    const lines: string[] = [];
    const line = (message: string, fields?: unknown) => void lines.push(message + JSON.stringify(fields));
    const setup = await setUp({ log: { debug: line, info: line, warn: line, error: line } });
    const key = await make(setup, { id: 'laptop', name: 'Anna', providers: ['one'] });
    await setup.gateway.ask(`/k/${key}/v1/nowhere`, {}, { key: undefined });
    const said = [
      await call(setup, 'GET', '/clients'),
      await call(setup, 'GET', '/clients/laptop'),
      await call(setup, 'PATCH', '/clients/laptop', { name: null }),
      await call(setup, 'GET', '/events'),
      await call(setup, 'GET', '/requests'),
      await chat(setup, key, { model: 'two/m' }),
      await call(setup, 'DELETE', '/clients/laptop'),
      await chat(setup, key),
    ];
    expect(said.map(({ text }) => text).join() + lines.join()).not.toContain(key.slice(4, -4));
    expect(said[1]?.json()).toMatchObject({
      id: 'laptop',
      name: 'Anna',
      source: 'api',
      state: 'active',
      role: 'user',
      keyEnd: key.slice(-4),
      createdBy: 'local',
      providers: ['one'],
    });
  });

  it('uses what its lists allow, by patterns', async () => {
    const setup = await setUp();
    const key = await make(setup, { id: 'laptop', models: ['gpt-*'], providers: ['t*'] });
    expect((await chat(setup, key, { model: 'gpt-5' })).headers.get('x-patchbay-provider')).toBe('two');
    expect((await chat(setup, key, { model: 'claude-5' })).status).toBe(403);
    expect((await chat(setup, key, { model: 'one/gpt-5' })).status).toBe(403);
    await call(setup, 'PATCH', '/clients/laptop', { models: null, providers: ['one'] });
    expect((await chat(setup, key, { model: 'claude-5' })).headers.get('x-patchbay-provider')).toBe('one');
    expect(setup.upstream.calls).toHaveLength(1);
  });

  it('is ordered by its own mode, which a request may change, until the mode is taken away', async () => {
    const [upstream, second] = [await createScriptedUpstream(), await createScriptedUpstream()];
    const costing = (usd: number) => {
      const rates = { input: picoPerToken(usd), output: picoPerToken(usd) };
      return { models: ['m'], modelPrices: new Map([['m', rates]]) };
    };
    cleanup.push(
      () => upstream.close(),
      () => second.close(),
    );
    const setup = await setUp({
      providers: [provider('dear', upstream.url, costing(10)), provider('cheap', second.url, costing(1))],
    });
    const key = await make(setup, { id: 'laptop', mode: 'price' });
    const by = async (headers: Readonly<Record<string, string>> = {}) => {
      const { path, body } = request('openai-chat', { stream: false, model: 'm' });
      return (await setup.gateway.ask(path, body, { key, headers })).headers.get('x-patchbay-provider');
    };
    expect(await by()).toBe('cheap');
    expect(await by({ 'x-patchbay-sort': 'preferred' })).toBe('dear');
    const shownMode = async () => {
      const explained = await call(setup, 'GET', '/explain?model=m&client=laptop');
      const own = await setup.gateway.ask('/v1/status', undefined, { method: 'GET', key });
      return [
        textAt((await call(setup, 'GET', '/clients/laptop')).json(), 'mode'),
        textAt(explained.json(), 'mode'),
        textAt(explained.json(), 'modeFrom'),
        textAt(own.json(), 'mode'),
      ];
    };
    expect(await shownMode()).toEqual(['price', 'price', 'client', 'price']);
    expect((await call(setup, 'PATCH', '/clients/laptop', { mode: 'preferred' })).status).toBe(200);
    expect(await by()).toBe('dear');
    expect((await call(setup, 'PATCH', '/clients/laptop', { name: 'Anna' })).status).toBe(200);
    expect(await shownMode()).toEqual(['preferred', 'preferred', 'client', 'preferred']);
    expect((await call(setup, 'PATCH', '/clients/laptop', { mode: null })).status).toBe(200);
    expect(await shownMode()).toEqual([undefined, 'preferred', 'config', undefined]);
  });

  it('brings a key of its own to the provider that it pins, and to no other', async () => {
    const setup = await setUp();
    const key = await make(setup, { id: 'laptop' });
    for (const dialect of conversing) {
      for (const name of ['one', 'two']) {
        const { path, body } = request(dialect, { stream: false });
        const headers = { 'x-patchbay-api-key': ownKey(name) };
        expect((await setup.gateway.ask(`/p/${name}${path}`, body, { key, headers })).status).toBe(200);
      }
    }
    expect([setup.upstream.calls.length, setup.second.calls.length]).toEqual([4, 4]);
  });

  it.each(conversing)('brings a key in %s that no other provider gets, whatever happens', async (dialect) => {
    const setup = await setUp();
    const key = await make(setup, { id: 'laptop' });
    const { path, body } = request(dialect, { stream: false });
    const unpinned = { 'x-patchbay-api-key': 'canary-brought-for-nobody' };
    expect((await setup.gateway.ask(path, body, { key, headers: unpinned })).status).toBe(400);
    setup.upstream.script(failure(500));
    const headers = { 'x-patchbay-api-key': ownKey('one') };
    expect((await setup.gateway.ask(`/p/one${path}`, body, { key, headers })).status).toBeGreaterThanOrEqual(
      500,
    );
    expect([setup.upstream.calls.length, setup.second.calls.length]).toEqual([1, 0]);
  });

  it('is refused at once when it is revoked, on kept connections too, and is told so', async () => {
    const setup = await setUp();
    const key = await make(setup, { id: 'laptop', role: 'admin' });
    expect(await statuses(setup, key)).toEqual([200]);
    expect((await call(setup, 'DELETE', '/clients/laptop')).json()).toMatchObject({
      state: 'revoked',
      revokedBy: 'local',
    });
    expect(await statuses(setup, key)).toEqual([401]);
    const refused = await chat(setup, key);
    expect(refused.text).toMatch(
      /The key laptop is not accepted any more: it was revoked on 20.*patchbay keys add/,
    );
    expect((await call(setup, 'GET', '/status', undefined, key)).status).toBe(401);
    // Once more is no mistake, and no second event.
    expect((await call(setup, 'DELETE', '/clients/laptop')).status).toBe(200);
    const events = listAt((await call(setup, 'GET', '/events?code=client.')).json(), 'items');
    expect(events.map((event) => textAt(event, 'code'))).toEqual(['client.revoked', 'client.created']);
    expect(valueAt(events[0], 'fields')).toEqual({ client: 'laptop', role: 'admin', by: 'local' });
  });

  it('finishes the stream that it has when it is revoked', async () => {
    const setup = await setUp();
    setup.upstream.script(answer('to the very end', { fault: { do: 'stall', after: 2 } }));
    const key = await make(setup, { id: 'laptop' });
    const running = chat(setup, key, { stream: true });
    await setup.upstream.stalled();
    await call(setup, 'DELETE', '/clients/laptop');
    expect((await chat(setup, key)).status).toBe(401);
    setup.upstream.release();
    const whole = await running;
    expect([whole.status, whole.text.includes('[DONE]')]).toEqual([200, true]);
  });

  it('loses its WebSocket at the next turn after it is revoked', async () => {
    const setup = await setUp();
    const key = await make(setup, { id: 'laptop' });
    const socket = new WebSocket(`${setup.gateway.url.replace('http', 'ws')}/v1/responses`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const messages: string[] = [];
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    const completed = new Promise<void>((resolve) =>
      socket.on('message', (data) => {
        messages.push(String(data));
        if (String(data).includes('response.completed')) resolve();
      }),
    );
    const turn = JSON.stringify({ type: 'response.create', model: 'm', input: 'hello' });
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(turn);
    await completed;
    await call(setup, 'DELETE', '/clients/laptop');
    const { length } = setup.upstream.calls;
    socket.send(turn);
    expect(await closed).toBe(1008);
    expect(messages.at(-1)).toContain('The key laptop is not accepted any more');
    expect(setup.upstream.calls).toHaveLength(length);
  });

  it('loses the stream of changes within a second of the end of its role or key', async () => {
    for (const end of [
      (setup: Setup) => call(setup, 'DELETE', '/clients/boss'),
      (setup: Setup) => call(setup, 'PATCH', '/clients/boss', { role: 'user' }),
    ]) {
      const clock = createManualClock();
      const setup = await setUp({ clock });
      const key = await make(setup, { id: 'boss', role: 'admin' });
      const response = await fetch(`${setup.gateway.url}/api/stream`, {
        headers: { authorization: `Bearer ${key}` },
      });
      expect(response.status).toBe(200);
      const text = response.text();
      await end(setup);
      clock.advance(1_000);
      expect(await text).not.toMatch(/client\.(?:revoked|changed)/);
    }
  });
});

describe('a client that expires', () => {
  const minute = 60_000;

  async function withExpiring(): Promise<{ setup: Setup; clock: ManualClock; key: string; end: number }> {
    const clock = createManualClock();
    const setup = await setUp({ clock });
    const end = clock.now() + minute;
    return { setup, clock, end, key: await make(setup, { id: 'guest', expiresAt: end }) };
  }

  it('is let in until then, and then told when it was and what to do', async () => {
    const { setup, clock, key, end } = await withExpiring();
    clock.advance(minute - 1);
    expect(await statuses(setup, key)).toEqual([200]);
    expect((await setup.gateway.ask('/v1/status', '', { method: 'GET', key })).json()).toMatchObject({
      id: 'guest',
      expiresAt: end,
    });
    clock.advance(1);
    expect(await statuses(setup, key)).toEqual([401]);
    const moment = new Date(end).toISOString().slice(0, 19);
    expect((await chat(setup, key)).text).toMatch(
      new RegExp(`The key guest expired on ${moment}Z\\. Ask whoever`),
    );
    expect((await call(setup, 'GET', '/clients?state=expired')).json()).toMatchObject({
      items: [{ id: 'guest' }],
    });
  });

  it('is let in again when its time is extended', async () => {
    const { setup, clock, key, end } = await withExpiring();
    clock.advance(minute);
    expect((await chat(setup, key)).status).toBe(401);
    const later = new Date(end + minute).toISOString();
    const changed = await call(setup, 'PATCH', '/clients/guest', { expiresAt: later });
    expect(changed.json()).toMatchObject({ state: 'active', expiresAt: end + minute });
    expect((await chat(setup, key)).status).toBe(200);
  });
});

describe('what cannot be', () => {
  it.each([
    [{ id: 'Laptop' }, 400, 'id: is not an id; allowed are 1 to 40'],
    [{}, 400, 'id: is missing'],
    [{ id: 'x', role: 'root' }, 400, 'role: "root" is not allowed; allowed are "admin", "manager" or "user"'],
    [{ id: 'x', mode: 'cheap' }, 400, 'mode: "cheap" is not allowed; allowed are "preferred", "balanced",'],
    [{ id: 'x', models: [] }, 400, 'models: is empty, so the key could use nothing'],
    [{ id: 'x', providers: ['tow'] }, 400, 'providers[0]: there is no provider "tow"; did you mean "two"?'],
    [{ id: 'x', expiresAt: 1 }, 400, 'expiresAt: is over already'],
    [{ id: 'x', expiresAt: 'soon' }, 400, 'expiresAt: is not a moment; allowed are'],
    [{ id: 'x', quota: 5 }, 400, 'quota: is not a known key; known here: id, name'],
    [{ id: 'local' }, 409, 'local is the id of a client of the config. Choose another.'],
    [{ id: 'laptop' }, 409, 'laptop is the id of another client. Choose another, or revoke that one.'],
  ])('%j is %i: %s', async (body, status, words) => {
    const setup = await setUp();
    await make(setup, { id: 'laptop' });
    const refused = await call(setup, 'POST', '/clients', body);
    expect([refused.status, textAt(refused.json(), 'error', 'message')]).toEqual([
      status,
      expect.stringContaining(words),
    ]);
  });

  it('a client of the config is listed, and changed where it is defined', async () => {
    const setup = await setUp({
      clients: [local, lead],
      clientKeys: new Map([['local', testKey]]),
    });
    expect((await call(setup, 'GET', '/clients')).json()).toMatchObject({
      items: [
        {
          id: 'lead',
          source: 'config',
          role: 'manager',
          state: 'no-key',
          models: ['gpt-*'],
          mode: 'latency',
        },
        { id: 'local', source: 'config', role: 'admin', state: 'active' },
      ],
    });
    for (const [method, body] of [
      ['PATCH', { role: 'user' }],
      ['DELETE', undefined],
    ] as const) {
      const refused = await call(setup, method, '/clients/lead', body);
      expect([refused.status, refused.text]).toEqual([
        409,
        expect.stringContaining('The client lead is defined in the config. Change it there.'),
      ]);
    }
    expect((await call(setup, 'DELETE', '/clients/nobody')).status).toBe(404);
  });

  it('an id that the config takes for itself: its key is refused, told, and can be revoked', async () => {
    const setup = await setUp();
    const key = await make(setup, { id: 'lead' });
    setup.gateway.apply({
      ...setup.options,
      clients: [local, lead],
      clientKeys: new Map([
        ['local', testKey],
        ['lead', leadKey],
      ]),
    });
    expect((await chat(setup, key)).text).toContain('the config has a client of this id now');
    expect((await chat(setup, leadKey, { model: 'gpt-5' })).status).toBe(200);
    const [event] = listAt((await call(setup, 'GET', '/events?code=client.shadowed')).json(), 'items');
    expect(event).toMatchObject({ level: 'warning', fields: { client: 'lead' } });
    expect((await call(setup, 'GET', '/clients?limit=1')).json()).toMatchObject({
      items: [
        { source: 'config', id: 'lead' },
        { source: 'api', id: 'lead', state: 'shadowed' },
      ],
      next: 'lead',
    });
    expect((await call(setup, 'DELETE', '/clients/lead')).status).toBe(200);
    setup.gateway.apply(setup.options);
    expect((await chat(setup, key)).text).toContain('it was revoked');
  });
});

describe('a manager', () => {
  async function withLead(): Promise<Setup> {
    return setUp({
      clients: [local, lead],
      clientKeys: new Map([
        ['local', testKey],
        ['lead', leadKey],
      ]),
    });
  }

  it('makes, sees, changes and revokes clients of its own, and no others', async () => {
    const setup = await withLead();
    await make(setup, { id: 'of-the-admin' });
    const key = await make(setup, { id: 'of-the-lead' }, leadKey);
    const mine = await call(setup, 'GET', '/clients', undefined, leadKey);
    expect(mine.json()).toMatchObject({ items: [{ id: 'of-the-lead', manager: 'lead', createdBy: 'lead' }] });
    expect(listAt(mine.json(), 'items')).toHaveLength(1);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      for (const id of ['of-the-admin', 'local', 'lead', 'nobody']) {
        const body = method === 'PATCH' ? { name: 'x' } : undefined;
        expect((await call(setup, method, `/clients/${id}`, body, leadKey)).status).toBe(404);
      }
    }
    expect((await call(setup, 'PATCH', '/clients/of-the-lead', { name: 'x' }, leadKey)).status).toBe(200);
    expect((await call(setup, 'DELETE', '/clients/of-the-lead', undefined, leadKey)).status).toBe(200);
    expect((await chat(setup, key)).status).toBe(401);
  });

  it('has nothing else of the control API', async () => {
    const setup = await withLead();
    for (const path of [
      '/status',
      '/config',
      '/requests',
      '/events',
      '/stream',
      '/openapi.json',
      '/nothing',
    ]) {
      const refused = await call(setup, 'GET', path, undefined, leadKey);
      expect([path, refused.status]).toEqual([path, 403]);
      expect(refused.text).toContain('With the key of a manager the control API has /api/clients only');
    }
  });

  it('gives nobody more than it has', async () => {
    const setup = await withLead();
    for (const [body, words] of [
      [{ id: 'x', role: 'admin' }, 'role: must be'],
      [{ id: 'x', role: 'manager' }, 'role: must be'],
      [{ id: 'x', models: ['claude-*'] }, 'models: is nothing that you may use; yours are \\"gpt-*\\"'],
    ] as const) {
      const refused = await call(setup, 'POST', '/clients', body, leadKey);
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(words)]);
    }
    const key = await make(setup, { id: 'child', models: ['*'] }, leadKey);
    expect((await chat(setup, key, { model: 'gpt-5' })).status).toBe(200);
    expect((await chat(setup, key, { model: 'claude-5' })).status).toBe(403);
    expect((await call(setup, 'GET', '/clients', undefined, key)).status).toBe(403);
  });

  it('takes its clients with it', async () => {
    const setup = await withLead();
    const key = await make(setup, { id: 'child' }, leadKey);
    setup.gateway.apply({ ...setup.options, clients: [local], clientKeys: new Map([['local', testKey]]) });
    expect((await chat(setup, key, { model: 'gpt-5' })).text).toContain('the manager who made it');
  });
});

describe('clients over time', () => {
  const sqlite = async (dataDir: string): Promise<Storage> => (await openStorage(dataDir)).storage;

  it('survive a restart: keys, limits, revocations and last uses', async () => {
    const dataDir = temporaryDirectory();
    const setup = await setUp({ storage: await sqlite(dataDir) });
    const kept = await make(setup, { id: 'kept', models: ['gpt-*'] });
    const revoked = await make(setup, { id: 'revoked' });
    await chat(setup, kept, { model: 'gpt-5' });
    await call(setup, 'DELETE', '/clients/revoked');
    const before = (await call(setup, 'GET', '/clients')).json();
    await setup.gateway.close();

    const again = await startGateway({ ...setup.options, storage: await sqlite(dataDir) });
    cleanup.push(() => again.close());
    const next = { ...setup, gateway: again };
    expect((await chat(next, kept, { model: 'gpt-5' })).status).toBe(200);
    expect((await chat(next, kept, { model: 'claude-5' })).status).toBe(403);
    expect((await chat(next, revoked)).text).toContain('it was revoked');
    const after = (await call(next, 'GET', '/clients')).json();
    for (const [index, id] of ['kept', 'local', 'revoked'].entries()) {
      expect(textAt(after, 'items', index, 'id')).toBe(id);
    }
    expect(valueAt(after, 'items', 2)).toEqual(valueAt(before, 'items', 2));
    expect(valueAt(before, 'items', 0, 'lastUsedAt')).toBeGreaterThan(0);
  });

  it('are asked for again later when the database could not be read, and until then nobody is called wrong', async () => {
    const storage = createMemoryStorage();
    const first = await setUp({ storage });
    const key = await make(first, { id: 'laptop' });
    const disk = { works: false };
    const clock = createManualClock();
    const setup = await setUp({
      clock,
      storage: {
        ...storage,
        clients: {
          ...storage.clients,
          async load() {
            if (!disk.works) throw new StorageError('unavailable', 'not now');
            return storage.clients.load();
          },
        },
      },
    });
    const unsure = await chat(setup, key);
    expect([unsure.status, unsure.headers.get('retry-after')]).toEqual([503, '3']);
    expect((await chat(setup, 'sk-of-somebody')).status).toBe(401);
    expect((await chat(setup, testKey)).status).toBe(200);
    disk.works = true;
    clock.advance(500);
    await expect.poll(async () => (await chat(setup, key)).status).toBe(200);
  });

  it('are listed by pages, each client once, when there are thousands', async () => {
    const storage = createMemoryStorage();
    const count = 5_000;
    for (let index = 0; index < count; index += 1) await storage.clients.save(stored(index));
    const setup = await setUp({ storage });
    const pages: string[][] = [];
    let cursor = '';
    do {
      const page = (await call(setup, 'GET', `/clients?limit=500${cursor}`)).json();
      pages.push(listAt(page, 'items').map((item) => textAt(item, 'id') ?? ''));
      const next = textAt(page, 'next');
      cursor = next === undefined ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect([pages.length, new Set(pages.flat()).size, pages.flat().length]).toEqual([11, 5_001, 5_001]);
    for (const index of [0, 2_500, count - 1]) {
      expect((await chat(setup, `key-number-${index}`)).status).toBe(200);
    }
  });
});

function stored(index: number): StoredClient {
  return {
    id: `key-${index}`,
    role: 'user',
    digest: keyDigest(`key-number-${index}`),
    keyEnd: '0000',
    createdAt: index,
    createdBy: 'local',
  };
}
