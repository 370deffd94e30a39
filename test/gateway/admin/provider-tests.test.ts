import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import { apiErrorSchema } from '../../../src/control/error.ts';
import { type ProviderTestView, providerTestSchema } from '../../../src/control/provider-tests.ts';
import type { Provider } from '../../../src/gateway/exchange/provider.ts';
import { createDemoTransport } from '../../../src/gateway/upstream/demo/demo-transport.ts';
import { demoProvider } from '../../../src/gateway/upstream/presets.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import {
  createScriptedUpstream,
  type RecordedRequest,
  type ScriptedUpstream,
  type ScriptedUpstreamOptions,
} from '../../support/scripted-upstream.ts';
import { failure, raw } from '../../support/scripted-upstream-behaviour.ts';
import { configOf, provider } from '../../support/start-gateway.ts';
import { addressOf } from '../upstream/transport/servers.ts';
import { type ApiAnswer, type ApiOptions, startApi } from './api.ts';

async function upstreamOf(options?: ScriptedUpstreamOptions): Promise<ScriptedUpstream> {
  const upstream = await createScriptedUpstream(options);
  onTestFinished(() => upstream.close());
  return upstream;
}

/** Reads an answer as its schema says, and holds it to having nothing else. */
function read<T extends z.ZodType>(schema: T, { body }: ApiAnswer): z.infer<T> {
  const value = schema.parse(body);
  expect(value).toEqual(body);
  return value;
}

/** The test of a configured provider with one account. */
async function tested(upstream: ScriptedUpstream, more: Partial<Provider> = {}): Promise<ProviderTestView> {
  const settings = configOf({ providers: [provider('openai', upstream.url, more)] });
  const { post } = await startApi({ settings });
  const answer = await post('/api/providers/openai/test');
  expect(answer.status).toBe(200);
  return read(providerTestSchema, answer);
}

const list = (...names: string[]) =>
  raw(JSON.stringify({ object: 'list', data: names.map((id) => ({ id, object: 'model' })) }));

/** A provider that gives its list to everybody, and takes one key where `/v1/key` asks for it. */
const openList =
  (key: string) =>
  ({ path, headers }: RecordedRequest) => {
    if (path !== '/v1/key') return list('a-model');
    return headers.authorization === `Bearer ${key}` ? raw('{"data":{}}') : failure(401);
  };

const account = (id: string, more: Partial<Provider['accounts'][number]> = {}) => ({
  id,
  key: { env: `KEY_${id}` },
  priority: 1,
  weight: 1,
  enabled: true,
  passthrough: false,
  ...more,
});

describe('what a test finds out about the key', () => {
  test('a list that needs the key says that it is right', async () => {
    const upstream = await upstreamOf({ key: 'key-of-openai', listed: ['gpt-a', 'gpt-b'] });
    const result = await tested(upstream);
    expect(result).toMatchObject({
      ok: true,
      accounts: [{ account: 'main', ok: true, checked: 'key' }],
      models: { count: 2, names: ['gpt-a', 'gpt-b'] },
    });
    expect(result).not.toHaveProperty('advice');
    // One with the key, one without; neither asks a model for anything.
    expect(upstream.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models',
      'GET /v1/models',
    ]);
    expect(upstream.calls).toEqual([]);
  });

  test('a list for everybody says nothing, and the answer says so', async () => {
    const upstream = await upstreamOf({ listed: ['m'] });
    expect(await tested(upstream)).toMatchObject({
      ok: true,
      accounts: [{ ok: true, checked: 'address' }],
      models: { count: 1 },
      advice:
        'The address answers, but it lists its models to anybody, so the key could not be checked; the first request will tell.',
    });
  });

  test('where the provider has a check of keys that costs nothing, that one decides', async () => {
    const upstream = await upstreamOf();
    upstream.scriptOthers(openList('key-of-openai'));
    const keyCheck = { path: '/v1/key' };
    expect(await tested(upstream, { keyCheck })).toMatchObject({ ok: true, accounts: [{ checked: 'key' }] });

    upstream.scriptOthers(openList('another-key'));
    const wrong = await tested(upstream, { keyCheck });
    expect(wrong).toMatchObject({
      ok: false,
      accounts: [{ ok: false, checked: 'key', failure: { class: 'credential', status: 401 } }],
      models: { names: ['a-model'] },
    });
    expect(wrong.advice).toMatch(/^The provider refused the key: check that it is whole/);
  });

  test.each([404, 429, 500])('a check of keys that answers %s says nothing of the key', async (status) => {
    const upstream = await upstreamOf();
    upstream.scriptOthers(({ path }) => (path === '/v1/key' ? failure(status) : list('m')));
    expect(await tested(upstream, { keyCheck: { path: '/v1/key' } })).toMatchObject({
      ok: true,
      accounts: [{ checked: 'address' }],
    });
  });

  test('the demo provider answers without any', async () => {
    const settings = configOf({ providers: [demoProvider] });
    const transport = createDemoTransport({ clock: createManualClock() });
    const { post } = await startApi({ settings, transport: () => transport, accountKey: () => undefined });
    const result = read(providerTestSchema, await post('/api/providers/demo/test'));
    expect(result).toMatchObject({
      ok: true,
      accounts: [{ account: 'demo', ok: true, checked: 'address' }],
      models: { count: 1, names: ['demo'] },
    });
    expect(result).not.toHaveProperty('advice');
  });

  test('a login of the client’s own is not here to be checked', async () => {
    const upstream = await upstreamOf({ key: 'somebody’s' });
    const { key: _key, ...login } = account('login', { passthrough: true });
    const settings = configOf({ providers: [provider('openai', upstream.url, { accounts: [login] })] });
    const { post } = await startApi({ settings, accountKey: () => undefined });
    expect(read(providerTestSchema, await post('/api/providers/openai/test'))).toMatchObject({
      ok: true,
      accounts: [{ account: 'login', ok: true, checked: 'address' }],
      advice: expect.stringMatching(/login is the client’s own/),
    });
  });
});

describe('what a test says when the provider cannot be used', () => {
  const openai = (status: number, message: string) =>
    failure(status, { body: JSON.stringify({ error: { message, type: 'x', code: null } }) });

  test.each<[string, Parameters<ScriptedUpstream['scriptOthers']>[0], object, RegExp]>([
    [
      'a refused key',
      failure(401),
      { checked: 'key', failure: { class: 'credential', status: 401 } },
      /^The provider refused the key/,
    ],
    [
      'a key that may not',
      openai(403, 'Forbidden.'),
      { checked: 'key', failure: { class: 'credential', status: 403 } },
      /belongs to this provider and not to another account/,
    ],
    [
      'a wrong path',
      failure(404, { body: 'Not found' }),
      { checked: 'address', failure: { status: 404 } },
      /^There is no list of models at http:\/\/127\.0\.0\.1:\d+\/v1: the address may lack a part of its path/,
    ],
    [
      'a page',
      raw('<html><title>Welcome</title></html>', { headers: { 'content-type': 'text/html' } }),
      { checked: 'address', failure: { class: 'transport', code: 'not_a_list', status: 200 } },
      /^Something else than the API of a model answers at/,
    ],
    [
      'an empty balance',
      openai(402, 'Insufficient credits.'),
      { checked: 'key', failure: { class: 'quota', status: 402 } },
      /^The provider wants to be paid/,
    ],
    [
      'a limit',
      openai(429, 'Slow down, please.'),
      { checked: 'address', failure: { class: 'quota', status: 429 } },
      /wait a little, then test again/,
    ],
    [
      'its own trouble',
      failure(503),
      { checked: 'address', failure: { class: 'overload', status: 503 } },
      /^The provider has trouble of its own/,
    ],
    [
      'another address',
      raw('', { status: 301, headers: { location: 'https://elsewhere.test' } }),
      { checked: 'address', failure: { class: 'transport', code: 'unexpected_redirect' } },
      /write the one that it leads to/,
    ],
  ])('%s', async (_what, behaviour, expected, advice) => {
    const upstream = await upstreamOf();
    upstream.scriptOthers(behaviour);
    const result = await tested(upstream);
    expect(result).toMatchObject({ ok: false, accounts: [{ account: 'main', ok: false, ...expected }] });
    expect(result.advice).toMatch(advice);
    expect(result).not.toHaveProperty('models');
  });

  test('nobody at the address', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${addressOf(server).port}`;
    await new Promise((resolve) => server.close(resolve));
    const settings = configOf({ providers: [provider('openai', url)] });
    const { post } = await startApi({ settings });
    const result = read(providerTestSchema, await post('/api/providers/openai/test'));
    expect(result).toMatchObject({
      ok: false,
      accounts: [{ checked: 'nothing', failure: { class: 'transport', code: 'connect_refused' } }],
      advice: `Nobody listens at ${url}/v1: check the address and its port, and whether the server runs.`,
    });
  });

  test('something that does not speak TLS', async () => {
    const upstream = await upstreamOf();
    const settings = configOf({
      providers: [provider('openai', upstream.url.replace('http:', 'https:'))],
    });
    const { post } = await startApi({ settings });
    const { ok, accounts, advice } = read(providerTestSchema, await post('/api/providers/openai/test'));
    expect([ok, accounts[0]?.checked, accounts[0]?.failure?.class]).toEqual([false, 'nothing', 'transport']);
    expect(advice).toContain('https://127.0.0.1');
  });

  test('a key that is missing is not asked for anything', async () => {
    const upstream = await upstreamOf();
    const settings = configOf({ providers: [provider('openai', upstream.url)] });
    const { post } = await startApi({ settings, accountKey: () => undefined });
    expect(read(providerTestSchema, await post('/api/providers/openai/test'))).toMatchObject({
      ok: false,
      accounts: [{ checked: 'nothing', failure: { class: 'credential', code: 'key_missing' } }],
      advice: expect.stringContaining('KEY_OF_OPENAI'),
    });
    expect(upstream.requests).toEqual([]);
  });

  test('a provider that does not answer is waited for 10 s', async () => {
    const upstream = await upstreamOf();
    upstream.scriptOthers(raw('{"data":[]}', { fault: { do: 'stall', after: 'nothing' } }));
    const settings = configOf({ providers: [provider('openai', upstream.url)] });
    const { post, clock } = await startApi({ settings });
    const answer = post('/api/providers/openai/test');
    await upstream.stalled();
    clock.advance(10_000);
    expect(read(providerTestSchema, await answer)).toMatchObject({
      ok: false,
      ms: 10_000,
      accounts: [{ checked: 'nothing', failure: { class: 'transport', code: 'timeout' } }],
      advice: expect.stringMatching(/did not answer in time/),
    });
  });

  test('the whole test ends after 15 s, with what is known by then', async () => {
    const upstream = await upstreamOf({ listed: ['m'] });
    const settings = configOf({
      providers: [provider('openai', upstream.url, { keyCheck: { path: '/v1/key' } })],
    });
    const { post, clock } = await startApi({ settings });
    upstream.scriptOthers(({ path }) => {
      if (path === '/v1/key') return raw('{}', { fault: { do: 'stall', after: 'nothing' } });
      clock.advance(9_000);
      return list('m');
    });
    const answer = post('/api/providers/openai/test');
    await upstream.stalled();
    clock.advance(6_000);
    expect(read(providerTestSchema, await answer)).toMatchObject({
      ok: true,
      ms: 15_000,
      accounts: [{ checked: 'address' }],
    });
    expect(clock.timers).toBe(0);
  });

  test('a client that leaves ends the test', async () => {
    const upstream = await upstreamOf();
    upstream.scriptOthers(raw('{"data":[]}', { fault: { do: 'stall', after: 'nothing' } }));
    const settings = configOf({ providers: [provider('openai', upstream.url)] });
    const { post } = await startApi({ settings });
    const controller = new AbortController();
    const answer = post('/api/providers/openai/test', undefined, { signal: controller.signal });
    await upstream.stalled();
    controller.abort();
    await expect(answer).rejects.toThrow();
    const [asked] = upstream.requests;
    await asked?.closed;
    expect(asked?.aborted).toBe(true);
  });
});

describe('POST /api/providers/{id}/test', () => {
  async function withAccounts(body?: unknown): Promise<ApiAnswer> {
    const upstream = await upstreamOf({ key: 'right' });
    const accounts = [account('good'), account('bad'), account('off', { enabled: false })];
    const settings = configOf({ providers: [provider('openai', upstream.url, { accounts })] });
    const options: ApiOptions = {
      settings,
      accountKey: (_provider, name) => (name === 'bad' ? 'wrong-key' : 'right'),
    };
    const { post } = await startApi(options);
    return post('/api/providers/openai/test', body);
  }

  test('tries every enabled account, and advises about the one that failed', async () => {
    const result = read(providerTestSchema, await withAccounts());
    expect(result).toMatchObject({
      ok: false,
      accounts: [
        { account: 'good', ok: true, checked: 'key' },
        { account: 'bad', ok: false, checked: 'key' },
      ],
      advice: expect.stringMatching(/refused the key/),
    });
    expect(result.models).toBeDefined();
  });

  test.each(['good', 'off'])('tries the account %s alone when it is named', async (name) => {
    const result = read(providerTestSchema, await withAccounts({ account: name }));
    expect([result.ok, result.accounts.map((each) => each.account)]).toEqual([true, [name]]);
  });

  test('says which accounts and providers there are', async () => {
    const unknown = await withAccounts({ account: 'best' });
    expect([unknown.status, read(apiErrorSchema, unknown).error]).toEqual([
      400,
      {
        code: 'invalid_parameter',
        message:
          'The body has one problem:\naccount: "best" is not an account of this provider; there are "good", "bad" or "off"',
        problems: [
          {
            path: 'account',
            message: '"best" is not an account of this provider; there are "good", "bad" or "off"',
          },
        ],
      },
    ]);
    const { post } = await startApi();
    const nobody = await post('/api/providers/nobody/test');
    expect([nobody.status, read(apiErrorSchema, nobody).error]).toEqual([
      404,
      { code: 'not_found', message: 'There is no provider of this id. Known are "openai".' },
    ]);
  });

  test('a provider with no account to try says so', async () => {
    const settings = configOf({
      providers: [provider('openai', 'https://x.test', { accounts: [account('a', { enabled: false })] })],
    });
    const { post } = await startApi({ settings });
    expect(read(providerTestSchema, await post('/api/providers/openai/test'))).toMatchObject({
      ok: false,
      accounts: [],
      advice: expect.stringMatching(/^None of its accounts is enabled/),
    });
  });

  test('at most eight go on at once', async () => {
    const upstream = await upstreamOf();
    upstream.scriptOthers(raw('{"data":[]}', { fault: { do: 'stall', after: 'nothing' } }));
    const settings = configOf({ providers: [provider('openai', upstream.url)] });
    const { post, clock } = await startApi({ settings });
    const tests = Array.from({ length: 8 }, () => post('/api/providers/openai/test'));
    while (upstream.requests.length < 8) await upstream.nextRequest();
    const ninth = await post('/api/providers/openai/test');
    expect([ninth.status, read(apiErrorSchema, ninth).error.code]).toEqual([503, 'too_many_tests']);
    clock.advance(15_000);
    await Promise.all(tests);
    upstream.scriptOthers(list('m'));
    expect((await post('/api/providers/openai/test')).status).toBe(200);
  });
});

describe('POST /api/providers/test', () => {
  test('tries a definition with the key that came with it', async () => {
    const upstream = await upstreamOf({ key: 'a-new-key', listed: ['m'] });
    const { post } = await startApi();
    const definition = { id: 'mine', baseUrl: upstream.url, dialects: ['openai-chat'] };
    const right = await post('/api/providers/test', { provider: definition, key: ' a-new-key\n' });
    expect(read(providerTestSchema, right)).toMatchObject({
      ok: true,
      accounts: [{ account: 'main', checked: 'key' }],
      models: { names: ['m'] },
    });
    const wrong = await post('/api/providers/test', { provider: definition, key: 'another-key' });
    expect(read(providerTestSchema, wrong)).toMatchObject({ ok: false, accounts: [{ checked: 'key' }] });
    const none = await post('/api/providers/test', { provider: definition });
    expect(read(providerTestSchema, none)).toMatchObject({
      ok: false,
      accounts: [{ checked: 'address', failure: { class: 'credential' } }],
      advice: 'The provider wants a key: give the account one.',
    });
  });

  test('fills in the preset, also its check of keys', async () => {
    const upstream = await upstreamOf();
    upstream.scriptOthers(openList('a-new-key'));
    const { post } = await startApi();
    const router = { id: 'router', preset: 'openrouter', baseUrl: upstream.url };
    const right = await post('/api/providers/test', { provider: router, key: 'a-new-key' });
    expect(read(providerTestSchema, right)).toMatchObject({ ok: true, accounts: [{ checked: 'key' }] });
    const wrong = await post('/api/providers/test', { provider: router, key: 'another-key' });
    expect(read(providerTestSchema, wrong)).toMatchObject({ ok: false, accounts: [{ checked: 'key' }] });
    const none = await post('/api/providers/test', { provider: router });
    expect(read(providerTestSchema, none)).toMatchObject({
      ok: false,
      accounts: [{ failure: { code: 'key_missing' } }],
    });
  });

  test('sends the key also where the preset needs none', async () => {
    const upstream = await upstreamOf({ key: 'of-a-guarded-ollama' });
    const { post } = await startApi();
    const ollama = { id: 'far', preset: 'ollama', baseUrl: `${upstream.url}/v1` };
    const answer = await post('/api/providers/test', { provider: ollama, key: 'of-a-guarded-ollama' });
    expect(read(providerTestSchema, answer)).toMatchObject({ ok: true, accounts: [{ checked: 'key' }] });
  });

  test('tells every problem of a definition, in the words of the config', async () => {
    const { post } = await startApi();
    const answer = await post('/api/providers/test', {
      provider: { id: 'A', baseUrl: 'htp://x', dialects: ['openai-chat'], colour: 'red' },
    });
    expect(answer.status).toBe(400);
    const { error } = read(apiErrorSchema, answer);
    expect(error.code).toBe('invalid_parameter');
    expect(error.problems?.map(({ path }) => path).toSorted()).toEqual([
      'provider.baseUrl',
      'provider.colour',
      'provider.id',
    ]);
    expect(error.message).toMatch(/^The provider has 3 problems:\n/);
    expect(error.message).toContain('provider.baseUrl: "htp://x" is not an http or https address');
  });

  test('does not call the gateway itself a provider', async () => {
    const { post } = await startApi();
    const answer = await post('/api/providers/test', {
      provider: { id: 'loop', baseUrl: 'http://127.0.0.1:4000', dialects: ['openai-chat'] },
    });
    expect(read(apiErrorSchema, answer).error.message).toContain('is where the gateway itself listens');
  });
});

describe('the body of an action', () => {
  const problems: readonly [string, unknown, string][] = [
    ['no JSON', '{"provider": canary-in-bad-json', 'The body is not valid JSON. Send one JSON object.'],
    ['a list', [], 'body: a list is not an object'],
    ['nothing', undefined, 'provider: is missing; an object is needed'],
    ['a key that is none', { provider: {}, key: 'two words' }, 'key: is empty, or holds spaces'],
    [
      'an unknown key',
      { provider: {}, apiKey: 'x' },
      'apiKey: is not a known key; known here: provider, key',
    ],
  ];

  test.each(problems)('%s is refused with what is allowed', async (_what, body, message) => {
    const { post } = await startApi();
    const answer = await post('/api/providers/test', body);
    expect(answer.status).toBe(400);
    expect(read(apiErrorSchema, answer).error.message).toContain(message);
    expect(JSON.stringify(answer.body)).not.toContain('canary');
  });

  test('may have 1 MiB, whatever its head calls it', async () => {
    const { post } = await startApi();
    const filled = (bytes: number) => `{"provider":{}}${' '.repeat(bytes - 15)}`;
    const fits = await post('/api/providers/test', filled(1024 * 1024));
    expect(read(apiErrorSchema, fits).error.code).toBe('invalid_parameter');
    const over = await post('/api/providers/test', filled(1024 * 1024 + 1));
    expect([over.status, read(apiErrorSchema, over).error]).toEqual([
      413,
      { code: 'body_too_large', message: 'The body is larger than 1 MiB.' },
    ]);
    for (const type of ['application/x-www-form-urlencoded', 'application/json', 'nonsense']) {
      const answer = await post('/api/providers/openai/test', '{"account":"x"}', {
        headers: { 'content-type': type },
      });
      expect([answer.status, type]).toEqual([400, type]);
    }
    const packed = await post('/api/providers/test', 'x', { headers: { 'content-encoding': 'gzip' } });
    expect(read(apiErrorSchema, packed).error).toMatchObject({ code: 'invalid_body' });
  });

  test('takes no query', async () => {
    const { post } = await startApi();
    const answer = await post('/api/providers/openai/test?account=main');
    expect(read(apiErrorSchema, answer).error.message).toContain('`account` is not a parameter');
  });
});
