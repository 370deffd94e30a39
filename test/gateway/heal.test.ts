import { afterEach, beforeEach, expect, test } from 'vitest';
import { listAt, textAt } from '../support/json-value.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, type Behaviour, failure } from '../support/scripted-upstream-behaviour.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

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

async function ask(): Promise<number> {
  const { path, body } = request('openai-chat', { stream: false, model: 'p/m' });
  return (await gateway.ask(path, body)).status;
}

async function state(): Promise<string | undefined> {
  const { json } = await gateway.ask('/api/accounts', undefined, { method: 'GET' });
  return textAt(listAt(json(), 'accounts')[0], 'state');
}

test.each<[string, string, Behaviour, number, string]>([
  ['a refused key', '/api/accounts/p/main/heal', failure(401), 1, 'refused'],
  ['a used-up quota', '/api/accounts/p/main/heal', failure(402), 1, 'exhausted'],
  ['a refused key, with its provider', '/api/providers/p/heal', failure(401), 1, 'refused'],
  ['an overloaded model', '/api/providers/p/heal', failure(503), 2, 'impaired'],
])('%s is called at once after healing', async (_name, path, trouble, times, sick) => {
  upstream.script(trouble);
  for (let at = 0; at < times; at += 1) await ask();
  expect(await state()).toBe(sick);
  upstream.script(answer());
  const healed = await gateway.ask(path, undefined);
  expect(healed.json()).toMatchObject({ cleared: 1 });
  expect(await state()).toBe('ok');
  expect(await ask()).toBe(200);

  await gateway.storage.flush();
  const { items } = await gateway.storage.events({ limit: 10, code: 'health.cleared' });
  expect(items).toMatchObject([
    { level: 'info', message: expect.stringContaining('was cleared by hand'), fields: { cause: 'by-hand' } },
  ]);
});

test('a healed account leaves its provider’s cooldown as it is', async () => {
  upstream.script(failure(503));
  await ask();
  await ask();
  expect((await gateway.ask('/api/accounts/p/main/heal', undefined)).json()).toMatchObject({ cleared: 0 });
  expect(await state()).toBe('impaired');
});

test('a changed key clears its account, and the event says that nobody did it by hand', async () => {
  upstream.script(failure(401));
  await ask();
  gateway.apply({
    providers: [provider('p', upstream.url)],
    accountKeys: new Map([['p/main', 'another-key-of-p']]),
  });
  await gateway.storage.flush();
  const { items } = await gateway.storage.events({ limit: 10, code: 'health.cleared' });
  expect(items).toMatchObject([{ fields: { cause: 'config-changed', account: 'main' } }]);
});
