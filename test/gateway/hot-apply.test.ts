import { afterEach, describe, expect, test } from 'vitest';
import type { Config } from '../../src/gateway/config/config.ts';
import type { Secrets } from '../../src/gateway/gateway-contract.ts';
import { listAt, textAt } from '../support/json-value.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import {
  type Asked,
  configOf,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
  testKey,
} from '../support/start-gateway.ts';

const cleanup: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close();
});

async function upstreamOf(...options: Parameters<typeof createScriptedUpstream>): Promise<ScriptedUpstream> {
  const upstream = await createScriptedUpstream(...options);
  cleanup.push(() => upstream.close());
  return upstream;
}

async function started(options: StartOptions): Promise<StartedGateway> {
  const gateway = await startGateway(options);
  cleanup.push(() => gateway.close());
  return gateway;
}

const chat = (gateway: StartedGateway, more: { stream?: boolean; key?: string } = {}): Promise<Asked> => {
  const { path, body } = request('openai-chat', { stream: more.stream === true });
  return gateway.ask(path, body, more.key === undefined ? {} : { key: more.key });
};

const accounts = (key: string): Pick<StartOptions, 'accountKeys'> => ({
  accountKeys: new Map([['one/main', key]]),
});

const health = async (gateway: StartedGateway): Promise<unknown> => {
  const listed = (await gateway.ask('/api/providers', undefined, { method: 'GET' })).json();
  return textAt(listAt(listed, 'providers')[0], 'state');
};

describe('a changed key', () => {
  test('heals the account that the provider had refused', async () => {
    const upstream = await upstreamOf({
      script: ({ headers }) =>
        headers.authorization === 'Bearer the-right-key' ? answer('now') : failure(401),
    });
    const providers = [provider('one', upstream.url)];
    const gateway = await started({ providers, ...accounts('a-wrong-key') });
    expect((await chat(gateway)).status).toBe(403);
    const asked = upstream.calls.length;
    expect((await chat(gateway)).status).toBe(403);
    expect(upstream.calls.length).toBe(asked);
    expect(await health(gateway)).not.toBe('ok');

    gateway.apply({ providers, ...accounts('the-right-key') });
    expect((await chat(gateway)).status).toBe(200);
    expect(upstream.calls.length).toBe(asked + 1);
    expect(await health(gateway)).toBe('ok');
  });

  test('that is the same one leaves the account refused: nobody is asked again for nothing', async () => {
    const upstream = await upstreamOf({ script: failure(401) });
    const providers = [provider('one', upstream.url)];
    const gateway = await started({ providers, ...accounts('a-wrong-key') });
    await chat(gateway);
    const asked = upstream.calls.length;
    gateway.apply({ providers, ...accounts('a-wrong-key') });
    expect((await chat(gateway)).status).toBe(403);
    expect(upstream.calls.length).toBe(asked);
  });

  test('is used by the next request; a running stream keeps its own', async () => {
    const upstream = await upstreamOf({ script: answer('whole', { fault: { do: 'stall', after: 2 } }) });
    const providers = [provider('one', upstream.url)];
    const gateway = await started({ providers, ...accounts('key-before') });
    const running = chat(gateway, { stream: true });
    await upstream.stalled();
    gateway.apply({ providers, ...accounts('key-after') });
    upstream.script(answer('next'));
    expect((await chat(gateway)).status).toBe(200);
    upstream.release();
    expect((await running).text).toContain('[DONE]');
    expect(upstream.calls.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer key-before',
      'Bearer key-after',
    ]);
  });

  test('that is taken away leaves a provider that needs one', async () => {
    const upstream = await upstreamOf();
    const providers = [provider('one', upstream.url)];
    const gateway = await started({ providers });
    expect((await chat(gateway)).status).toBe(200);
    gateway.apply({ providers, accountKeys: new Map() });
    expect((await chat(gateway)).status).toBeGreaterThanOrEqual(400);
    expect(upstream.calls).toHaveLength(1);
  });
});

describe('a provider that is removed', () => {
  test('finishes the stream that it sends, and gets no new request', async () => {
    const one = await upstreamOf({ script: answer('to the end', { fault: { do: 'stall', after: 2 } }) });
    const two = await upstreamOf({ script: answer('from two') });
    const gateway = await started({ providers: [provider('one', one.url), provider('two', two.url)] });
    const running = chat(gateway, { stream: true });
    await one.stalled();
    gateway.apply({ providers: [provider('two', two.url)] });
    const next = await chat(gateway);
    expect([next.status, next.headers.get('x-patchbay-provider')]).toEqual([200, 'two']);
    one.release();
    const whole = await running;
    expect([whole.status, whole.headers.get('x-patchbay-provider')]).toEqual([200, 'one']);
    expect(whole.text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(await gateway.record(whole)).toMatchObject({ outcome: 'ok', provider: 'one' });
    expect(one.calls).toHaveLength(1);
  });

  test('is not failed over to by a request that was planned before', async () => {
    const one = await upstreamOf({ script: failure(500, { fault: { do: 'stall', after: 'nothing' } }) });
    const two = await upstreamOf();
    const gateway = await started({ providers: [provider('one', one.url), provider('two', two.url)] });
    const running = chat(gateway);
    await one.stalled();
    gateway.apply({ providers: [provider('one', one.url)] });
    one.release();
    expect((await running).status).toBeGreaterThanOrEqual(500);
    expect(two.calls).toHaveLength(0);
  });

  test('that comes back is as good as new', async () => {
    const upstream = await upstreamOf({ script: failure(500) });
    const one = [provider('one', upstream.url)];
    const gateway = await started({ providers: one });
    for (let turn = 0; turn < 4; turn += 1) await chat(gateway);
    expect(await health(gateway)).not.toBe('ok');
    const spare = await upstreamOf();
    gateway.apply({ providers: [provider('two', spare.url)] });
    expect((await chat(gateway)).headers.get('x-patchbay-provider')).toBe('two');
    upstream.script(answer());
    gateway.apply({ providers: one });
    expect(await health(gateway)).toBe('ok');
    expect((await chat(gateway)).status).toBe(200);
  });
});

describe('client keys', () => {
  const local: Config['clients'][number] = { id: 'local', key: { env: 'PATCHBAY_KEY' }, role: 'admin' };
  const guest: Config['clients'][number] = {
    id: 'guest',
    key: { env: 'GUEST' },
    role: 'user',
    providers: ['two'],
  };
  const both = new Map([
    ['local', testKey],
    ['guest', 'key-of-the-guest'],
  ]);

  test('a restricted one works from the moment it is added, within its bounds, and not after it is gone', async () => {
    const [one, two] = [await upstreamOf(), await upstreamOf()];
    const providers = [provider('one', one.url), provider('two', two.url)];
    const gateway = await started({ providers, clients: [local] });
    expect((await chat(gateway, { key: 'key-of-the-guest' })).status).toBe(401);

    gateway.apply({ providers, clients: [local, guest], clientKeys: both });
    const allowed = await chat(gateway, { key: 'key-of-the-guest' });
    expect([allowed.status, allowed.headers.get('x-patchbay-provider')]).toEqual([200, 'two']);
    const pinned = request('openai-chat', { stream: false, model: 'one/some-model' });
    const refused = await gateway.ask(pinned.path, pinned.body, { key: 'key-of-the-guest' });
    expect(refused.status).toBe(403);
    expect(one.calls).toHaveLength(0);

    gateway.apply({ providers, clients: [local], clientKeys: both });
    expect((await chat(gateway, { key: 'key-of-the-guest' })).status).toBe(401);
    expect((await chat(gateway)).status).toBe(200);
  });

  test('a restriction that is added counts for the next request of a key in use', async () => {
    const upstream = await upstreamOf();
    const providers = [provider('one', upstream.url)];
    const gateway = await started({ providers, clients: [local] });
    expect((await chat(gateway)).status).toBe(200);
    gateway.apply({ providers, clients: [{ ...local, models: ['another-*'] }] });
    const refused = await chat(gateway);
    expect(refused.status).toBe(403);
    gateway.apply({ providers, clients: [local] });
    expect((await chat(gateway)).status).toBe(200);
    expect(upstream.calls).toHaveLength(2);
  });
});

describe('where the gateway listens', () => {
  const secrets: Secrets = { accounts: new Map(), clients: new Map([['local', testKey]]) };

  test('host, port and tls need a restart and are named; the old address goes on answering', async () => {
    const upstream = await upstreamOf();
    const providers = [provider('one', upstream.url)];
    const gateway = await started({ providers });
    const before = configOf({ providers });
    const listen = {
      ...before.listen,
      host: 'localhost',
      port: 4321,
      tls: { cert: '/c.pem', key: '/k.pem' },
    };
    expect(gateway.gateway.apply({ ...before, listen }, secrets).restartNeeded.toSorted()).toEqual([
      'listen.host',
      'listen.port',
      'listen.tls',
    ]);
    expect((await gateway.ask('/healthz', undefined, { method: 'GET' })).status).toBe(200);
  });

  test('allowed host names and origins count at once', async () => {
    const upstream = await upstreamOf();
    const providers = [provider('one', upstream.url)];
    const gateway = await started({ providers });
    const page = { headers: { origin: 'https://tools.example.com' } };
    const { path, body } = request('openai-chat', { stream: false });
    expect((await gateway.ask(path, body, page)).status).toBe(403);
    const before = configOf({ providers });
    const listen = { ...before.listen, origins: ['https://tools.example.com'] };
    const applied = gateway.gateway.apply(
      { ...before, listen },
      { ...secrets, accounts: new Map([['one/main', accountKey('one')]]) },
    );
    expect(applied.restartNeeded).toEqual([]);
    expect((await gateway.ask(path, body, page)).status).toBe(200);
  });
});
