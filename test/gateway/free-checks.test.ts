import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayEvent } from '../../src/gateway/exchange/event.ts';
import type { Provider } from '../../src/gateway/exchange/provider.ts';
import { listAt, textAt } from '../support/json-value.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure, faulty } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import {
  configOf,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
} from '../support/start-gateway.ts';

const reset = faulty({ do: 'reset', after: 'nothing' });

let clock: ManualClock;
let upstream: ScriptedUpstream;
let gateway: StartedGateway;

beforeEach(async () => {
  clock = createManualClock();
  upstream = await createScriptedUpstream();
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

/** With its models given, so that nobody else asks for the list. */
function listing(id: string, more: Partial<Provider> = {}): Provider {
  return provider(id, upstream.url, { models: ['m'], ...more });
}

async function start(more: Partial<Provider> = {}, options: Partial<StartOptions> = {}): Promise<void> {
  gateway = await startGateway({ providers: [listing('p', more)], clock, ...options });
}

async function ask(): Promise<number> {
  const { path, body } = request('openai-chat', { stream: false, model: 'p/m' });
  return (await gateway.ask(path, body)).status;
}

/** The provider rests after connections that broke. */
async function cool(): Promise<void> {
  upstream.script(reset);
  await ask();
  await ask();
  expect(await state()).toBe('cooling');
}

async function state(): Promise<string | undefined> {
  const answer = await gateway.ask('/api/providers', undefined, { method: 'GET' });
  const [first] = listAt(answer.json(), 'providers');
  return textAt(first, 'state');
}

function lists(): number {
  return upstream.requests.filter(({ ask: { operation } }) => operation === 'models').length;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}

/** Enough time for a question to reach the provider, if one was asked. */
async function settled(): Promise<void> {
  for (let at = 0; at < 20; at += 1) await gateway.ask('/healthz', undefined, { method: 'GET' });
}

async function events(code: string): Promise<readonly GatewayEvent[]> {
  await gateway.storage.flush();
  return (await gateway.storage.events({ limit: 100, code })).items;
}

async function checked(count = 1): Promise<readonly GatewayEvent[]> {
  await until(async () => (await events('health.checked')).length >= count);
  return events('health.checked');
}

describe('when a cooldown for broken connections ends', () => {
  it('the list of models is read, and requests go there again without one of them being a trial', async () => {
    await start();
    await cool();
    const calls = upstream.calls.length;
    clock.advance(9_999);
    expect(lists()).toBe(0);
    upstream.script(answer());
    clock.advance(1);
    const [event] = await checked();
    expect(lists()).toBe(1);
    expect(upstream.calls).toHaveLength(calls);
    expect(await state()).toBe('ok');
    expect(event).toMatchObject({
      message: 'p/main was asked for its list of models, without cost: it answers.',
      fields: { provider: 'p', account: 'main', result: 'well' },
    });
    expect(upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${accountKey('p')}`);
  });

  it('and the list cannot be read, the next one is longer, and no request was spent on it', async () => {
    await start();
    await cool();
    upstream.scriptOthers(reset);
    const calls = upstream.calls.length;
    clock.advance(10_000);
    const [event] = await checked();
    expect(event?.fields).toMatchObject({ result: 'failing', code: 'reset' });
    expect(await state()).toBe('cooling');
    expect(upstream.calls).toHaveLength(calls);
    clock.advance(29_999);
    expect(lists()).toBe(1);
    clock.advance(1);
    await checked(2);
    expect(lists()).toBe(2);
  });

  it('and the list fails three times, a request tries: a provider whose list is broken comes back', async () => {
    await start();
    await cool();
    upstream.scriptOthers(failure(500));
    for (const [place, wait] of [10_000, 30_000, 90_000].entries()) {
      clock.advance(wait);
      await checked(place + 1);
    }
    clock.advance(270_000);
    expect(lists()).toBe(3);
    upstream.script(answer());
    expect(await ask()).toBe(200);
    expect(await state()).toBe('ok');
  });

  it('and there is no list, the next request tries', async () => {
    await start();
    await cool();
    upstream.scriptOthers(failure(404));
    clock.advance(10_000);
    expect((await checked())[0]?.fields.result).toBe('unknown');
    clock.advance(9_000);
    await settled();
    expect(lists()).toBe(1);
    upstream.script(answer());
    expect(await ask()).toBe(200);
    expect(await state()).toBe('ok');
  });

  it('a failure right afterwards makes the next cooldown longer', async () => {
    await start();
    await cool();
    clock.advance(10_000);
    await checked();
    await ask();
    await ask();
    const [row] = listAt(
      listAt((await gateway.ask('/api/providers', undefined, { method: 'GET' })).json(), 'providers')[0],
      'health',
    );
    expect(row).toMatchObject({ state: 'cooling', until: clock.now() + 30_000 });
  });
});

describe('while a check is out', () => {
  beforeEach(async () => {
    await start();
    await cool();
    upstream.scriptOthers(faulty({ do: 'stall', after: 'nothing' }));
    clock.advance(10_000);
    await upstream.stalled();
  });

  it('no second one begins', async () => {
    clock.advance(5_000);
    await settled();
    expect(lists()).toBe(1);
  });

  it('a request that has nobody else goes at once, and the check is given up', async () => {
    upstream.script(answer());
    const list = upstream.requests.find(({ ask: { operation } }) => operation === 'models');
    expect(await ask()).toBe(200);
    await list?.closed;
    expect(list?.aborted).toBe(true);
    expect(await state()).toBe('ok');
    expect(await events('health.checked')).toEqual([]);
  });

  it('it is given up after 10 s, and counts as a failure', async () => {
    clock.advance(10_000);
    expect((await checked())[0]?.fields).toMatchObject({ result: 'failing', code: 'timeout' });
    expect(await state()).toBe('cooling');
  });

  it.each(['drain', 'close'] as const)('it ends with the gateway (%s)', async (how) => {
    const list = upstream.requests.find(({ ask: { operation } }) => operation === 'models');
    await (how === 'drain' ? gateway.gateway.drain(0) : gateway.gateway.close());
    await list?.closed;
    expect(list?.aborted).toBe(true);
  });

  it('it ends with the config, and the new one is asked', async () => {
    const list = upstream.requests.find(({ ask: { operation } }) => operation === 'models');
    upstream.scriptOthers(() => undefined);
    const providers = [listing('p'), listing('q')];
    gateway.apply({ providers });
    await list?.closed;
    expect(list?.aborted).toBe(true);
    clock.advance(0);
    expect((await checked())[0]?.fields.result).toBe('well');
  });
});

describe('nothing is asked', () => {
  it('while routing is paused, and at once when it goes on', async () => {
    await start();
    await cool();
    const providers = [listing('p')];
    const { routing } = configOf({ providers });
    gateway.apply({ providers, config: { routing: { ...routing, paused: true } } });
    clock.advance(10_000);
    await settled();
    expect(lists()).toBe(0);
    gateway.apply({ providers });
    clock.advance(0);
    await checked();
    expect(lists()).toBe(1);
  });

  it('of an account whose key is the client’s own', async () => {
    await start({
      accounts: [{ id: 'main', priority: 1, weight: 1, enabled: true, passthrough: true }],
    });
    await cool();
    clock.advance(10_000);
    await settled();
    expect(lists()).toBe(0);
  });

  it('for a quota: a list says nothing of it', async () => {
    upstream.script(failure(429, { retryAfter: 30 }));
    await start();
    await ask();
    clock.advance(30_000);
    await settled();
    expect(lists()).toBe(0);
  });

  it('more often than every 5 s, however short cooldowns are', async () => {
    const providers = [listing('p')];
    const { routing } = configOf({ providers });
    await start({}, { config: { routing: { ...routing, cooldownSeconds: 0 } } });
    upstream.script(reset);
    upstream.scriptOthers(reset);
    await ask();
    await ask();
    clock.advance(0);
    await checked();
    clock.advance(4_999);
    await settled();
    expect(lists()).toBe(1);
    clock.advance(1);
    await checked(2);
  });
});

describe('an overloaded model', () => {
  it('is not well because there is a list: a request tries', async () => {
    upstream.script(failure(503));
    await start();
    await ask();
    await ask();
    clock.advance(10_000);
    await checked();
    const [row] = listAt(
      listAt((await gateway.ask('/api/providers', undefined, { method: 'GET' })).json(), 'providers')[0],
      'health',
    );
    expect(row).toMatchObject({ kind: 'overload', state: 'half-open' });
    upstream.script(answer());
    expect(await ask()).toBe(200);
    expect(await state()).toBe('ok');
  });

  it('rests on without a request when the list fails as well', async () => {
    upstream.script(failure(503));
    upstream.scriptOthers(failure(503));
    await start();
    await ask();
    await ask();
    const calls = upstream.calls.length;
    clock.advance(10_000);
    await checked();
    expect(upstream.calls).toHaveLength(calls);
    expect(await state()).toBe('impaired');
  });
});

describe('a refused key', () => {
  it('is tried with the list: taken again, the account is well', async () => {
    upstream.script(failure(401));
    // Without a key the list is refused, so that it says something of the key.
    upstream.scriptOthers(({ headers }) => (headers.authorization === undefined ? failure(401) : undefined));
    await start();
    await ask();
    expect(await state()).toBe('refused');
    clock.advance(10_000);
    expect((await checked())[0]?.fields.result).toBe('well');
    expect(await state()).toBe('ok');
  });

  it('refused again, it rests longer', async () => {
    upstream.script(failure(401));
    upstream.scriptOthers(failure(401));
    await start();
    await ask();
    clock.advance(10_000);
    expect((await checked())[0]?.fields.result).toBe('failing');
    expect(await state()).toBe('refused');
    clock.advance(29_999);
    expect(lists()).toBe(1);
  });

  it('where anybody gets the list, it says nothing and a request tries', async () => {
    upstream.script(failure(401));
    await start();
    await ask();
    clock.advance(10_000);
    expect((await checked())[0]?.fields.result).toBe('unknown');
    upstream.script(answer());
    expect(await ask()).toBe(200);
    expect(await state()).toBe('ok');
  });
});

describe('several accounts', () => {
  it('are asked each with its own key, one at a time', async () => {
    const [main] = listing('p').accounts;
    if (main === undefined) throw new Error('no account');
    await start(
      { accounts: [main, { ...main, id: 'other' }] },
      {
        accountKeys: new Map([
          ['p/main', 'key-main'],
          ['p/other', 'key-other'],
        ]),
      },
    );
    upstream.script(failure(401));
    upstream.scriptOthers(({ headers }) => (headers.authorization === undefined ? failure(401) : undefined));
    await ask();
    clock.advance(10_000);
    const results = await checked(2);
    expect(results.map(({ fields }) => fields.account).toSorted()).toEqual(['main', 'other']);
    const keys = upstream.requests.flatMap(({ ask: { operation }, headers }) =>
      operation === 'models' && headers.authorization !== undefined ? [headers.authorization] : [],
    );
    expect(keys.toSorted()).toEqual(['Bearer key-main', 'Bearer key-other']);
    expect(await state()).toBe('ok');
  });
});
