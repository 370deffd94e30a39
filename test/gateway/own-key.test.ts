import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/gateway/exchange/provider.ts';
import { listAt, textAt, valueAt } from '../support/json-value.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, type Behaviour, failure } from '../support/scripted-upstream-behaviour.ts';
import { accountKey, ownKey } from '../support/secret-watch.ts';
import {
  configOf,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
} from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

beforeEach(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({ providers: [provider('p', upstream.url)] });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

async function ask(stream: boolean, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const { path, body } = request('openai-chat', { stream, model: 'p/m' });
  return (await gateway.ask(path, body, { headers })).status;
}

async function account(): Promise<string | undefined> {
  const { json } = await gateway.ask('/api/accounts', undefined, { method: 'GET' });
  return textAt(listAt(json(), 'accounts')[0], 'state');
}

/** Forgets what is known against anything of the provider, and says how much that was. */
async function cleared(): Promise<unknown> {
  return valueAt((await gateway.ask('/api/providers/p/heal', undefined)).json(), 'cleared');
}

const login = { id: 'main', priority: 1, weight: 1, enabled: true, passthrough: true };
const brought = { 'x-patchbay-api-key': ownKey('p') };

const troubles: readonly (readonly [string, Behaviour])[] = [
  ['refused (401)', failure(401)],
  ['refused (403)', failure(403)],
  ['without a balance', failure(402)],
  ['used up for a day', failure(429, { retryAfter: 86_400 })],
  ['kept from the model', failure(404)],
];

test.each(troubles)('a client’s own key that is %s harms nobody', async (_name, trouble) => {
  await harmsNobody(trouble, brought);
});

/** Asks six times with a client's key, and finds that nothing is known against anybody. */
async function harmsNobody(trouble: Behaviour, headers: Readonly<Record<string, string>>): Promise<void> {
  upstream.script(trouble);
  for (const stream of [false, true]) {
    for (let nth = 0; nth < 3; nth += 1) expect(await ask(stream, headers)).toBeGreaterThanOrEqual(400);
  }
  expect(upstream.calls).toHaveLength(6);
  expect(await account()).toBe('ok');
  upstream.script(answer());
  expect(await ask(false)).toBe(200);
  expect(await cleared()).toBe(0);
  await gateway.storage.flush();
  expect((await gateway.storage.events({ limit: 10, code: 'health.' })).items).toEqual([]);
}

test('that the provider is overloaded is true with whosever key', async () => {
  upstream.script(failure(503));
  await ask(false, brought);
  await ask(false, brought);
  expect(await account()).toBe('impaired');
  expect(await cleared()).toBe(1);
});

test('a refused key of the gateway’s own counts as ever', async () => {
  upstream.script(failure(401));
  await ask(false);
  expect(await account()).toBe('refused');
});

describe('a client’s own key is asked with', () => {
  const main = { ...login, key: { env: 'KEY_OF_P' }, passthrough: false };

  test('whatever the provider says to the account of the gateway', async () => {
    for (const trouble of [failure(401), failure(429, { retryAfter: 86_400 })]) {
      upstream.script(trouble);
      await ask(false);
      upstream.script(answer());
      expect(await ask(false)).toBeGreaterThanOrEqual(400);
      for (const stream of [false, true]) expect(await ask(stream, brought)).toBe(200);
      expect(upstream.calls.at(-1)?.headers.authorization).toBe(`Bearer ${ownKey('p')}`);
      expect(await cleared()).toBe(1);
    }
  });

  test.each<[string, Partial<Provider>, Partial<StartOptions>]>([
    ['disabled', { accounts: [{ ...main, enabled: false }] }, {}],
    ['without its key', { accounts: [main] }, { accountKeys: new Map() }],
  ])('where the account of the gateway is %s', async (_name, changes, more) => {
    gateway.apply({ providers: [provider('p', upstream.url, changes)], ...more });
    expect(await ask(false)).toBeGreaterThanOrEqual(400);
    expect(await ask(false, brought)).toBe(200);
    expect(upstream.calls).toHaveLength(1);
  });

  test('while the provider rests', async () => {
    upstream.script(failure(503));
    await ask(false);
    await ask(false);
    upstream.script(answer());
    expect(await ask(false, brought)).toBe(200);
  });

  test('at the provider of the path, where a rule holds for the name', async () => {
    const rules = [{ match: 'alias', use: ['p/m'], set: {} }];
    gateway.apply({ providers: [provider('p', upstream.url)], config: { models: { rules } } });
    const { path, body } = request('openai-chat', { stream: false, model: 'alias' });
    expect((await gateway.ask(`/p/p${path}`, body, { headers: brought })).status).toBe(200);
  });
});

test('a provider that is not there is named, not the header', async () => {
  const { path, body } = request('openai-chat', { stream: false, model: 'm' });
  const asked = await gateway.ask(`/p/nobody${path}`, body, {
    headers: { 'x-patchbay-api-key': 'canary-for-nobody' },
  });
  expect(asked.status).toBe(404);
  expect(asked.text).toContain('nobody');
});

test('where a client’s own key was taken is no place of the conversation', async () => {
  const other = await createScriptedUpstream();
  try {
    gateway.apply({ providers: [provider('first', other.url), provider('p', upstream.url)] });
    const { path, body } = request('openai-chat', { stream: false, model: 'm' });
    const session = { 'x-session-id': 'talk' };
    const pinned = await gateway.ask(`/p/p${path}`, body, { headers: { ...session, ...brought } });
    expect(pinned.headers.get('x-patchbay-account')).toBe('own-key');
    const later = await gateway.ask(path, body, { headers: session });
    expect(later.headers.get('x-patchbay-provider')).toBe('first');
  } finally {
    await other.close();
  }
});

describe('an account that bears the login of each client', () => {
  const accountKeys = new Map([['q/main', accountKey('q', 'main')]]);
  const passing = () => provider('p', upstream.url, { accounts: [login] });

  beforeEach(() => gateway.apply({ providers: [passing()], accountKeys }));

  test.each(troubles)('is as well as ever when one login is %s', async (_name, trouble) => {
    await harmsNobody(trouble, {});
  });

  test('is not well when its provider is overloaded', async () => {
    upstream.script(failure(503));
    await ask(false);
    await ask(false);
    expect(await account()).toBe('impaired');
  });

  test('goes on to the next account when its login is refused', async () => {
    const other = await createScriptedUpstream();
    try {
      gateway.apply({ providers: [passing(), provider('q', other.url)], accountKeys });
      upstream.script(failure(401));
      const { path, body } = request('openai-chat', { stream: false, model: 'm' });
      for (let nth = 1; nth <= 3; nth += 1) {
        expect((await gateway.ask(path, body)).headers.get('x-patchbay-provider')).toBe('q');
        expect(upstream.calls).toHaveLength(nth);
      }
    } finally {
      await other.close();
    }
  });

  test('has its whole share of requests, whatever is left of the quota of one login', async () => {
    const other = await createScriptedUpstream();
    try {
      const { routing } = configOf({ providers: [] });
      const config = { routing: { ...routing, mode: 'balanced' as const } };
      gateway.apply({ providers: [passing(), provider('q', other.url)], accountKeys, config });
      upstream.script(answer('spent', { headers: { 'x-codex-primary-used-percent': '100' } }));
      expect(await ask(false)).toBe(200);
      const { path, body } = request('openai-chat', { stream: false, model: 'm' });
      for (let nth = 0; nth < 20; nth += 1) {
        await gateway.ask(path, body, { headers: { 'x-session-id': `session-${nth}` } });
      }
      expect(upstream.calls.length).toBeGreaterThan(5);
    } finally {
      await other.close();
    }
  });
});

test('a path that is passed as it is goes with the client’s key, whatever our accounts are', async () => {
  await gateway.close();
  const keyless = provider('p', upstream.url, {
    accounts: [{ ...login, passthrough: false, enabled: false }],
  });
  gateway = await startGateway({ providers: [keyless] });
  upstream.script(answer());
  await gateway.ask('/p/p/v1/something', '{}', { headers: brought });
  const got = upstream.requests.find(({ path: at }) => at === '/v1/something');
  expect(got?.headers.authorization).toBe(`Bearer ${ownKey('p')}`);
});
