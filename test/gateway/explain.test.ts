import { afterEach, describe, expect, it } from 'vitest';
import { explanationSchema } from '../../src/control/explain.ts';
import type { Config } from '../../src/gateway/config/config.ts';
import { picoPerToken } from '../../src/gateway/exchange/money.ts';
import { parsedJson, textAt } from '../support/json-value.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream } from '../support/scripted-upstream.ts';
import { failure } from '../support/scripted-upstream-behaviour.ts';
import { watchClient } from '../support/secret-watch.ts';
import {
  type Asked,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
  testKey,
} from '../support/start-gateway.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const clients: Config['clients'] = [
  { id: 'local', key: { env: 'PATCHBAY_KEY' }, role: 'admin' },
  { id: 'guest', key: { env: 'GUEST' }, role: 'user', providers: ['b'], mode: 'price' },
];
const clientKeys = new Map([
  ['local', 'test-key-of-local'],
  ['guest', 'key-of-guest'],
]);

async function start(options: Partial<StartOptions> = {}) {
  const upstream = await createScriptedUpstream();
  closing.push(() => upstream.close());
  const endpoints = [...provider('b', upstream.url).endpoints].filter(([each]) => each === 'openai-chat');
  const modelPrices = new Map([['m', { input: picoPerToken(1), output: picoPerToken(2) }]]);
  const providers = [
    provider('a', upstream.url, { models: ['m'], role: 'backup' }),
    provider('b', upstream.url, { models: ['m', 'n'], modelPrices, endpoints: new Map(endpoints) }),
    provider('off', upstream.url, { enabled: false }),
  ];
  const gateway = await startGateway({ providers, clients, clientKeys, ...options });
  closing.push(() => gateway.close());
  return { upstream, gateway };
}

/** Makes a client through the API; its key. */
async function made(gateway: StartedGateway, body: object, key = testKey): Promise<string> {
  const asked = await gateway.ask('/api/clients', body, { key });
  expect(asked.status).toBe(200);
  const text = textAt(asked.json(), 'key') ?? '';
  watchClient(text, textAt(asked.json(), 'client', 'id') ?? '');
  return text;
}

function explanation(gateway: StartedGateway, query: Record<string, string>): Promise<Asked> {
  return gateway.ask(`/api/explain?${new URLSearchParams(query)}`, undefined, { method: 'GET' });
}

async function explain(gateway: StartedGateway, query: Record<string, string>) {
  const asked = await explanation(gateway, query);
  expect(asked.status).toBe(200);
  return explanationSchema.parse(asked.json());
}

describe('GET /api/explain', () => {
  it('says who would answer, in order, and why not the others', async () => {
    const { gateway } = await start();
    const told = await explain(gateway, { model: 'm', dialect: 'anthropic-messages' });
    expect(told).toMatchObject({
      model: 'm',
      dialect: 'anthropic-messages',
      mode: 'preferred',
      modeFrom: 'config',
    });
    expect(told.candidates).toEqual([
      {
        provider: 'b',
        account: 'main',
        model: 'm',
        dialect: 'openai-chat',
        reason: 'listed',
        words: 'b/main lists m.',
        probe: false,
        measures: { inFlight: 0, inputPerMillion: 1, outputPerMillion: 2 },
      },
      {
        provider: 'a',
        account: 'main',
        model: 'm',
        dialect: 'anthropic-messages',
        reason: 'backup',
        words: 'a/main is a backup; it comes after the primaries.',
        probe: false,
        measures: { inFlight: 0 },
      },
    ]);
    expect(told.rejected).toEqual([
      { provider: 'off', reason: 'disabled', words: 'off is disabled in the config.' },
    ]);
  });

  it('takes a client’s restrictions and mode into account', async () => {
    const { gateway } = await start();
    const told = await explain(gateway, { model: 'm', client: 'guest' });
    expect(told).toMatchObject({ client: 'guest', mode: 'price', modeFrom: 'client' });
    expect(told.candidates.map(({ provider: id, reason }) => [id, reason])).toEqual([['b', 'price']]);
    expect(told.rejected).toContainEqual({
      provider: 'a',
      reason: 'not-allowed',
      words: 'The client’s key may not use the model at a.',
    });
  });

  it('knows the clients that were made through the API, within what their managers may use', async () => {
    const { gateway } = await start();
    await made(gateway, { id: 'laptop', providers: ['a'] });
    const told = await explain(gateway, { model: 'm', client: 'laptop' });
    expect(told).toMatchObject({ client: 'laptop', candidates: [{ provider: 'a' }] });
    expect(told.rejected).toContainEqual(expect.objectContaining({ provider: 'b', reason: 'not-allowed' }));

    const key = await made(gateway, { id: 'lead', role: 'manager', models: ['m'] });
    await made(gateway, { id: 'child' }, key);
    expect((await explain(gateway, { model: 'n', client: 'child' })).candidates).toEqual([]);
    expect((await explain(gateway, { model: 'm', client: 'child' })).candidates).toHaveLength(2);
  });

  it('takes the client of the config where both have an id, as the door does', async () => {
    const [local] = clients;
    const { gateway, upstream } = await start({ clients: local === undefined ? [] : [local] });
    await made(gateway, { id: 'guest', providers: ['a'] });
    gateway.apply({ providers: [provider('b', upstream.url)], clients, clientKeys });
    const told = await explain(gateway, { model: 'm', client: 'guest' });
    expect(told).toMatchObject({ modeFrom: 'client', candidates: [{ provider: 'b' }] });
  });

  it('says why nothing of a client is answered whose key has ended', async () => {
    const clock = createManualClock();
    const { gateway } = await start({ clock });
    await made(gateway, { id: 'late', expiresAt: clock.now() + 1000 });
    const key = await made(gateway, { id: 'lead', role: 'manager' });
    await made(gateway, { id: 'child' }, key);
    clock.advance(1000);
    await gateway.ask('/api/clients/lead', '', { method: 'DELETE' });
    const refusal = async (client: string) => {
      const { status, text } = await explanation(gateway, { model: 'm', client });
      return [status, textAt(parsedJson(text), 'error', 'message')];
    };
    expect(await refusal('late')).toEqual([
      409,
      'The key late has expired, so none of its requests is answered.',
    ]);
    expect(await refusal('lead')).toEqual([
      409,
      'The key lead is revoked, so none of its requests is answered.',
    ]);
    expect(await refusal('child')).toEqual([
      409,
      'The key child is refused, since the manager who made it is gone, so none of its requests is answered.',
    ]);
    // Such keys are none that one would ask for.
    expect(await refusal('nobody')).toEqual([400, 'There is no client "nobody". Known: local, guest.']);
  });

  it('names some of many clients only', async () => {
    const { gateway } = await start();
    for (let at = 0; at < 20; at += 1) await made(gateway, { id: `key-${at}` });
    const { text } = await explanation(gateway, { model: 'm', client: 'nobody' });
    expect(text).toContain('key-17 and others, which GET /api/clients lists.');
    expect(text).not.toContain('key-18');
  });

  it('names the rule, and what it sets', async () => {
    const rules = [{ match: 'x-*', use: ['b/{*}'], set: { effort: 'high' as const } }];
    const { gateway } = await start({ config: { models: { rules } } });
    const told = await explain(gateway, { model: 'x-n' });
    expect(told).toMatchObject({ rule: 'x-*', candidates: [{ model: 'n', set: { effort: 'high' } }] });
    expect(told.mode).toBeUndefined();
  });

  it('says what a client is told when nobody is left, and since when', async () => {
    const { gateway, upstream } = await start();
    upstream.script(failure(429, { retryAfter: 600 }));
    const { path, body } = request('openai-chat', { stream: false, model: 'b/m' });
    await gateway.ask(path, body);
    const told = await explain(gateway, { model: 'b/m' });
    expect(told.candidates).toEqual([]);
    expect(told.refusal).toMatchObject({ code: 'everything_exhausted', status: 429 });
    expect(told.refusal?.message).toContain('b/m is exhausted');
    expect(told.rejected).toContainEqual(
      expect.objectContaining({ provider: 'b', reason: 'exhausted', until: expect.any(Number) }),
    );
  });

  it('is what happens: the next request goes to its first candidate', async () => {
    const { gateway } = await start();
    const told = await explain(gateway, { model: 'm' });
    const { path, body } = request('openai-chat', { stream: false, model: 'm' });
    const asked = await gateway.ask(path, body);
    expect(asked.headers.get('x-patchbay-provider')).toBe(told.candidates[0]?.provider);
  });

  it.each([
    ['', '`model` must be the name of a model, as a client would send it; it was "undefined".'],
    ['model=m&dialect=morse', '`dialect` must be the dialect of the client, one of openai-chat, '],
    ['model=m&client=nobody', 'There is no client "nobody". Known: local, guest.'],
    ['model=m&body=x', '`body` is not a parameter of /api/explain. Allowed: model, dialect, client.'],
  ])('?%s is refused with what is allowed', async (query, words) => {
    const { gateway } = await start();
    const asked = await gateway.ask(`/api/explain?${query}`, undefined, { method: 'GET' });
    expect(asked.status).toBe(400);
    expect(asked.json()).toMatchObject({ error: { message: expect.stringContaining(words) } });
  });

  it('is for admins', async () => {
    const { gateway } = await start();
    const init = { method: 'GET', key: 'key-of-guest' };
    expect((await gateway.ask('/api/explain?model=m', undefined, init)).status).toBe(403);
  });
});
