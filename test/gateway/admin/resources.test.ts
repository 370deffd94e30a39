import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../../src/control/config.ts';
import { apiErrorSchema } from '../../../src/control/error.ts';
import { eventPageSchema } from '../../../src/control/events.ts';
import { presetListSchema } from '../../../src/control/presets.ts';
import { providerListSchema } from '../../../src/control/providers.ts';
import {
  type RequestPageView,
  requestDetailSchema,
  requestPageSchema,
} from '../../../src/control/requests.ts';
import { statusSchema } from '../../../src/control/status.ts';
import type { HealthRow } from '../../../src/gateway/routing/health-rows.ts';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';
import { StorageError } from '../../../src/gateway/storage/storage-error.ts';
import { configOf, provider } from '../../support/start-gateway.ts';
import { attemptRecord, gatewayEvent, requestRecord } from '../storage/records.ts';
import { openStorage, temporaryDirectory } from '../storage/workspace.ts';
import { startApi } from './api.ts';

/** Reads an answer as its schema says, and holds it to having nothing else. */
function read<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const value = schema.parse(body);
  expect(value).toEqual(body);
  return value;
}

async function failure(answer: Promise<{ status: number; body: unknown }>) {
  const { status, body } = await answer;
  return { status, ...read(apiErrorSchema, body).error };
}

describe('GET /api/status', () => {
  test('says who this is, what runs, and what today was', async () => {
    const { get, tracer, clock } = await startApi();
    tracer.started({
      id: 'a',
      startedAt: 5,
      client: 'local',
      dialect: 'openai-chat',
      modelAsked: 'm',
      stream: true,
    });
    tracer.request(requestRecord({ startedAt: clock.now(), outcome: 'client-error' }));
    tracer.request(requestRecord({ startedAt: clock.now() }));
    const status = read(statusSchema, (await get('/api/status')).body);
    expect(status).toMatchObject({
      product: 'patchbay',
      version: '1.2.3',
      instance: 'instance-a',
      pid: process.pid,
      running: { count: 1, requests: [{ id: 'a' }] },
      today: { requests: 2, ok: 1, clientErrors: 1, failed: 0, cancelled: 0 },
      storage: { state: 'ok', written: 2, dropped: 0 },
    });
  });

  test('lists a hundred running requests and counts all', async () => {
    const { get, tracer } = await startApi();
    for (let n = 0; n < 150; n += 1) {
      tracer.started({
        id: `${n}`,
        startedAt: n,
        client: 'c',
        dialect: 'openai-chat',
        modelAsked: 'm',
        stream: true,
      });
    }
    const { running } = read(statusSchema, (await get('/api/status')).body);
    expect([running.count, running.requests.length, running.requests[0]?.id]).toEqual([150, 100, '0']);
  });
});

describe('GET /api/status of a gateway whose keys are being changed', () => {
  test('says who still comes with a former key', async () => {
    const use = { client: 'local', until: 9, requests: 2, lastUsedAt: 8, apps: ['curl'], terminals: ['t1'] };
    const { get } = await startApi({ formerKeys: () => [use] });
    expect(read(statusSchema, (await get('/api/status')).body).formerKeys).toEqual([use]);
  });
});

describe('GET /api/config', () => {
  test('shows where secrets are, and no secret', async () => {
    const settings = configOf({
      providers: [
        provider('openai', 'https://user:canary-password@api.openai.test', {
          headers: { 'x-org': 'canary-header-value' },
          proxy: 'http://me:canary-proxy-pass@proxy:3128',
          group: 'eu',
        }),
      ],
      config: {
        models: {
          rules: [{ match: '*', use: ['openai/*'], set: { effort: 'high' }, mode: 'price' }],
        },
      },
    });
    const { get, redactor } = await startApi({ settings });
    redactor.learn('canary-password');
    const { body } = await get('/api/config');
    expect(JSON.stringify(body)).not.toContain('canary');
    const config = read(configSchema, body);
    expect(config.clients).toEqual([{ id: 'local', role: 'admin', key: { env: 'PATCHBAY_KEY' } }]);
    expect(config.providers[0]).toMatchObject({
      id: 'openai',
      headers: ['x-org'],
      accounts: [{ id: 'main', key: { env: 'KEY_OF_OPENAI' } }],
      proxy: 'http://me:[redacted]@proxy:3128',
    });
    expect(config.models.rules[0]).toMatchObject({ set: { effort: 'high' }, mode: 'price' });
  });
});

describe('GET /api/providers', () => {
  const row: HealthRow = {
    provider: 'openai',
    kind: 'transport',
    state: 'cooling',
    until: 1_767_268_840_000,
    failures: 2,
    failedAt: 1_767_268_800_000,
    code: 'connect_refused',
    message: 'no connection',
  };

  async function providerWith(more: Parameters<typeof startApi>[0]) {
    const { get, tracer } = await startApi(more);
    tracer.request(
      requestRecord({
        id: 'req_failing',
        outcome: 'failed',
        attempts: [
          attemptRecord({
            outcome: 'failed',
            failure: { class: 'overload', code: 'busy', message: 'x', status: 529 },
          }),
        ],
      }),
    );
    const list = read(providerListSchema, (await get('/api/providers')).body);
    const [first] = list.providers;
    if (first === undefined) throw new Error('there is a provider');
    return first;
  }

  test('a provider that is well answers, with its accounts, models and last failure', async () => {
    const view = await providerWith({
      modelLists: () => [
        {
          provider: 'openai',
          source: 'discovered',
          count: 2,
          fetchedAt: Date.UTC(2026, 0, 1, 11, 59),
          fetching: false,
        },
      ],
      modelNames: () => new Set(['gpt-5.5', 'gpt-5.5-mini']),
    });
    expect(view).toMatchObject({
      id: 'openai',
      state: 'ok',
      words: 'Answers.',
      accounts: [{ id: 'main', hasKey: true }],
      models: {
        source: 'discovered',
        count: 2,
        names: ['gpt-5.5', 'gpt-5.5-mini'],
        ageSeconds: 60,
        fetching: false,
      },
      health: [],
      lastFailure: { requestId: 'req_failing', failure: { code: 'busy', status: 529 } },
    });
  });

  test('a provider that cools down says until when and why', async () => {
    const view = await providerWith({ health: () => [row, { ...row, provider: 'another' }] });
    expect(view).toMatchObject({
      state: 'cooling',
      words: 'Not called until 2026-01-01 12:00:40 UTC (in 40 s): connect_refused, 2 failures in a row.',
      health: [{ kind: 'transport', state: 'cooling' }],
    });
    expect(view.health).toHaveLength(1);
  });

  test.each<[string, Partial<HealthRow>, string, RegExp]>([
    [
      'used up',
      { account: 'main', kind: 'quota', state: 'exhausted' },
      'exhausted',
      /^Its quota is used up until/,
    ],
    [
      'refused',
      { account: 'main', kind: 'credential', state: 'refused' },
      'refused',
      /^Its keys were refused until/,
    ],
    [
      'one model lacking',
      { model: 'm', state: 'model-unsupported' },
      'impaired',
      /^Answers, with trouble: m is not/,
    ],
    [
      'failing below the threshold',
      { state: 'failing' },
      'impaired',
      /^Answers, with trouble: it has failed lately/,
    ],
  ])('a provider with its account %s is told apart', async (_name, more, state, words) => {
    const view = await providerWith({ health: () => [{ ...row, ...more }] });
    expect(view.state).toBe(state);
    expect(view.words).toMatch(words);
  });

  test('a missing key and a switched-off provider come before everything else', async () => {
    const keyless = await providerWith({ hasKey: () => false, health: () => [row] });
    expect(keyless).toMatchObject({ state: 'needs-key', accounts: [{ hasKey: false }] });
    expect(keyless.words).toContain('main');
    const off = configOf({ providers: [provider('openai', 'https://x.test', { enabled: false })] });
    expect(await providerWith({ settings: off, hasKey: () => false })).toMatchObject({ state: 'disabled' });
  });
});

describe('GET /api/presets', () => {
  test('lists what a provider can be made of', async () => {
    const { get } = await startApi();
    const { presets } = read(presetListSchema, (await get('/api/presets')).body);
    expect(presets.map(({ id }) => id)).toEqual([
      'openai',
      'anthropic',
      'gemini',
      'openrouter',
      'deepseek',
      'ollama',
    ]);
    expect(presets[1]).toEqual({
      id: 'anthropic',
      name: 'Anthropic',
      vendor: 'anthropic',
      dialects: ['anthropic-messages'],
      needsKey: true,
      keyEnv: 'ANTHROPIC_API_KEY',
      baseUrl: 'https://api.anthropic.com',
    });
    expect(presets.at(-1)).toMatchObject({ id: 'ollama', needsKey: false });
    expect(presets.at(-1)).not.toHaveProperty('keyEnv');
  });
});

describe('GET /api/requests', () => {
  test('pages through a real database by cursor, filtered', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    const { get } = await startApi({ storage });
    for (let n = 0; n < 25; n += 1) {
      storage.record(requestRecord({ startedAt: 1_000 + n, client: n % 2 === 0 ? 'even' : 'odd' }));
    }
    const seen: number[] = [];
    const path = '/api/requests?client=even&limit=5&since=1970-01-01T00:00:01.002Z&until=1023';
    let next: string | undefined = '';
    while (next !== undefined) {
      const cursor = next === '' ? '' : `&cursor=${next}`;
      const page: RequestPageView = read(requestPageSchema, (await get(path + cursor)).body);
      expect(page.items.length).toBeLessThanOrEqual(5);
      seen.push(...page.items.map(({ startedAt }) => startedAt));
      next = page.next;
    }
    expect(seen).toEqual([1_022, 1_020, 1_018, 1_016, 1_014, 1_012, 1_010, 1_008, 1_006, 1_004, 1_002]);
  });

  test.each([
    ['limit=0', '`limit` must be a whole number from 1 to 500; it was "0".'],
    ['limit=501', '`limit` must be a whole number from 1 to 500; it was "501".'],
    ['limit=ten', '`limit` must be a whole number from 1 to 500; it was "ten".'],
    ['limit=1&limit=2', '`limit` must be a whole number from 1 to 500; it was given more than once.'],
    ['outcome=bad', '`outcome` must be one of ok, client-error, failed, cancelled; it was "bad".'],
    ['cursor=x', '`cursor` must be the `next` of the page before; it was "x".'],
    ['since=soon', /^`since` must be a moment \(inclusive\): milliseconds since the epoch, or ISO 8601/],
    ['until=99999999999999999', /^`until` must be a moment/],
    ['provider=', /^`provider` must be the id of a provider/],
    ['colour=red', /^`colour` is not a parameter of \/api\/requests\. Allowed: provider, model, client/],
  ])('refuses ?%s and says what is allowed', async (query, message) => {
    const { get } = await startApi();
    expect(await failure(get(`/api/requests?${query}`))).toEqual({
      status: 400,
      code: 'invalid_parameter',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  test('does not mind the gateway’s key in the query', async () => {
    const { get } = await startApi();
    expect((await get('/api/requests?key=abc')).status).toBe(200);
  });

  test('says that the history cannot be read now, when it cannot', async () => {
    const storage = {
      ...createMemoryStorage(),
      requests: () => Promise.reject(new StorageError('unavailable', 'The database is being restarted.')),
    };
    const { get, logged } = await startApi({ storage });
    expect(await failure(get('/api/requests'))).toMatchObject({ status: 503, code: 'storage_unavailable' });
    expect(logged).toHaveLength(1);
  });

  test('says nothing of the cause of a fault of its own, but logs it', async () => {
    const storage = { ...createMemoryStorage(), requests: () => Promise.reject(new Error('secret detail')) };
    const { get, logged } = await startApi({ storage });
    const { status, code, message } = await failure(get('/api/requests'));
    expect([status, code]).toEqual([500, 'internal']);
    expect(message).not.toContain('secret');
    expect(logged).toHaveLength(1);
  });
});

describe('GET /api/requests/{id}', () => {
  test('finds a request before it is written', async () => {
    const storage = { ...createMemoryStorage(), record: () => undefined };
    const { get, tracer } = await startApi({ storage });
    const record = requestRecord();
    tracer.request(record);
    expect(read(requestDetailSchema, (await get(`/api/requests/${record.id}`)).body)).toEqual(record);
  });

  test('finds one that memory has forgotten', async () => {
    const { get, storage } = await startApi();
    const record = requestRecord({ attempts: [attemptRecord(), attemptRecord()] });
    storage.record(record);
    expect(read(requestDetailSchema, (await get(`/api/requests/${record.id}`)).body)).toEqual(record);
  });

  test('answers 404 for one that is not known', async () => {
    const { get } = await startApi();
    expect(await failure(get('/api/requests/req_never'))).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('GET /api/events', () => {
  test('filters by level and code, and pages', async () => {
    const { get, tracer } = await startApi();
    tracer.event(gatewayEvent({ level: 'warning', code: 'provider.cooling' }));
    tracer.event(gatewayEvent());
    tracer.event(gatewayEvent({ code: 'storage.pruned' }));
    const codes = async (query: string) =>
      read(eventPageSchema, (await get(`/api/events?${query}`)).body).items.map(({ code }) => code);
    expect(await codes('')).toEqual(['storage.pruned', 'provider.recovered', 'provider.cooling']);
    expect(await codes('code=provider.')).toEqual(['provider.recovered', 'provider.cooling']);
    expect(await codes('level=warning')).toEqual(['provider.cooling']);
    const first = read(eventPageSchema, (await get('/api/events?limit=2')).body);
    expect(await codes(`limit=2&cursor=${first.next}`)).toEqual(['provider.cooling']);
  });

  test('refuses a level that there is not', async () => {
    const { get } = await startApi();
    expect((await failure(get('/api/events?level=fatal'))).message).toBe(
      '`level` must be one of debug, info, warning, error; it was "fatal".',
    );
  });
});

describe('every path below /api', () => {
  const paths = [
    'status',
    'config',
    'providers',
    'requests',
    'presets',
    'requests/x',
    'events',
    'stream',
    'openapi.json',
    'zzz',
  ];

  test.each(paths)('%s is for admins only', async (path) => {
    const { get } = await startApi();
    expect(await failure(get(`/api/${path}`, { headers: { 'x-user': 'guest' } }))).toMatchObject({
      status: 403,
      code: 'not_allowed',
    });
  });

  test('that is not there is a 404 that lists what is', async () => {
    const { get } = await startApi();
    for (const path of ['/api/nothing', '/api', '/api/', '/api/status/x']) {
      const answer = await failure(get(path));
      expect(answer).toMatchObject({ status: 404, code: 'not_found' });
      expect(answer.message).toContain('/api/requests/{id}');
    }
  });

  test.each([
    ['status', 'POST', 'GET, HEAD'],
    ['requests/x', 'DELETE', 'GET, HEAD'],
    ['config', 'PUT', 'GET, HEAD'],
    ['openapi.json', 'PATCH', 'GET'],
    ['stream', 'POST', 'GET'],
    ['providers/test', 'GET', 'POST'],
    ['providers/openai/test', 'PUT', 'POST'],
  ])('%s does not know %s, and says what it does', async (path, method, allow) => {
    const { get } = await startApi();
    const answer = await get(`/api/${path}`, { method, ...(method !== 'GET' && { body: 'anything' }) });
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await failure(Promise.resolve(answer))).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  test('that can be read can be asked for its head, and is not to be stored', async () => {
    const { url } = await startApi();
    const head = await fetch(`${url}/api/status`, { method: 'HEAD' });
    expect([head.status, head.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  test('leaves the rest of the server alone', async () => {
    const { url } = await startApi();
    expect(await (await fetch(`${url}/apis`)).text()).toBe('not the control API');
  });
});

describe('GET /api/openapi.json', () => {
  const operationSchema = z.object({
    parameters: z.array(z.object({ name: z.string() })),
    requestBody: z.unknown().optional(),
  });
  const documentSchema = z.object({
    openapi: z.literal('3.1.0'),
    paths: z.record(
      z.string(),
      z.object({ get: operationSchema.optional(), post: operationSchema.optional() }),
    ),
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  });

  test('describes every path, and every reference leads somewhere', async () => {
    const { get } = await startApi();
    const { body } = await get('/api/openapi.json');
    const document = documentSchema.parse(body);
    expect(Object.keys(document.paths)).toEqual([
      '/api/status',
      '/api/config',
      '/api/providers',
      '/api/providers/test',
      '/api/providers/{id}/test',
      '/api/accounts/{provider}/{account}/test',
      '/api/accounts',
      '/api/accounts/{provider}/{account}/heal',
      '/api/providers/{id}/heal',
      '/api/presets',
      '/api/explain',
      '/api/key/rotate',
      '/api/key/revoke-former',
      '/api/clients',
      '/api/clients/{id}',
      '/api/requests',
      '/api/requests/{id}',
      '/api/events',
      '/api/stream',
    ]);
    for (const [, name] of JSON.stringify(body).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(document.components.schemas).toHaveProperty(name ?? '');
    }
    expect(document.paths['/api/requests']?.get?.parameters.map(({ name }) => name)).toEqual([
      'provider',
      'model',
      'client',
      'outcome',
      'since',
      'until',
      'limit',
      'cursor',
    ]);
  });

  test('describes actions with what they take', async () => {
    const { get } = await startApi();
    const { paths } = documentSchema.parse((await get('/api/openapi.json')).body);
    const content = (name: string) => ({
      'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
    });
    expect(paths['/api/providers/test']?.get).toBeUndefined();
    expect(paths['/api/providers/test']?.post?.requestBody).toEqual({
      required: true,
      content: content('DefinitionTestBody'),
    });
    expect(paths['/api/providers/{id}/test']?.post).toMatchObject({
      parameters: [{ name: 'id' }],
      requestBody: { required: false, content: content('ProviderTestBody') },
    });
  });
});
