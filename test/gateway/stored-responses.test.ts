import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textAt, valueAt } from '../support/json-value.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { failure } from '../support/scripted-upstream-behaviour.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let one: ScriptedUpstream;
let two: ScriptedUpstream;
let gateway: StartedGateway;

const clientKeys = new Map([
  ['local', 'test-key-of-local'],
  ['other', 'key-of-the-other'],
]);
const clients = [
  { id: 'local', key: { env: 'A' }, role: 'admin' },
  { id: 'other', key: { env: 'B' }, role: 'user' },
] as const;

beforeEach(async () => {
  one = await createScriptedUpstream();
  two = await createScriptedUpstream();
  gateway = await startGateway({
    providers: [provider('one', one.url), provider('two', two.url)],
    clients,
    clientKeys,
  });
});
afterEach(async () => {
  await gateway.close();
  await one.close();
  await two.close();
});

const body = (more: object = {}): object => ({ model: 'm', input: 'hello', ...more });
const askOne = async (more: object = {}): Promise<string> => {
  const asked = await gateway.ask('/p/one/v1/responses', body(more));
  expect(asked.status).toBe(200);
  return idIn(asked.text);
};
/** The response's id, in a whole answer or in a stream. */
const idIn = (text: string): string => /"id":\s*"(resp_[^"]+)"/.exec(text)?.[1] ?? '';

describe.each([false, true])('a response that a provider keeps (stream: %s)', (stream) => {
  test('is gone on from at that provider, though another one is preferred', async () => {
    const id = await askOne({ stream });
    gateway.apply({
      providers: [provider('two', two.url), provider('one', one.url)],
      clients,
      clientKeys,
      config: { routing: { ...routing, preferred: 'two' } },
    });
    const next = await gateway.ask('/v1/responses', body({ previous_response_id: id, stream }));
    expect(next.headers.get('x-patchbay-provider')).toBe('one');
    expect(valueAt(one.calls[1]?.json, 'previous_response_id')).toBe(id);
    expect(two.calls).toEqual([]);
  });

  test('moves with all its items when that provider cannot be asked', async () => {
    const id = await askOne({ stream });
    gateway.apply({
      providers: [provider('one', one.url, { enabled: false }), provider('two', two.url)],
      clients,
      clientKeys,
    });
    const next = await gateway.ask(
      '/v1/responses',
      body({ input: 'and now?', previous_response_id: id, stream }),
    );
    expect(next.headers.get('x-patchbay-provider')).toBe('two');
    const sent = two.calls[0]?.json;
    expect(sent).not.toHaveProperty('previous_response_id');
    const input = valueAt(sent, 'input');
    expect(
      Array.isArray(input) ? input.map((item) => [textAt(item, 'role'), textAt(item, 'type')]) : input,
    ).toEqual([
      ['user', 'message'],
      ['assistant', 'message'],
      ['user', 'message'],
    ]);
  });

  test('is looked up and deleted there', async () => {
    const id = await askOne({ stream });
    one.scriptOthers(({ method, path }) => ({
      kind: 'raw',
      status: 200,
      body: JSON.stringify({ method, path }),
    }));
    const got = await gateway.ask(`/v1/responses/${id}?include=x`, undefined, { method: 'GET' });
    expect(got.json()).toEqual({ method: 'GET', path: `/v1/responses/${id}?include=x` });
    const gone = await gateway.ask(`/v1/responses/${id}`, undefined, { method: 'DELETE' });
    expect(gone.json()).toEqual({ method: 'DELETE', path: `/v1/responses/${id}` });
    const after = await gateway.ask(`/v1/responses/${id}`, undefined, { method: 'GET' });
    expect(after.status).toBe(404);
  });

  test('does not exist for another key', async () => {
    const id = await askOne({ stream });
    const key = 'key-of-the-other';
    for (const asked of [
      await gateway.ask('/v1/responses', body({ previous_response_id: id }), { key }),
      await gateway.ask(`/v1/responses/${id}`, undefined, { method: 'GET', key }),
      await gateway.ask(`/p/one/v1/responses/${id}`, undefined, { method: 'DELETE', key }),
    ]) {
      expect([asked.status, valueAt(asked.json(), 'error', 'code')]).toEqual([404, 'response_not_found']);
    }
    expect(one.calls).toHaveLength(1);
  });
});

const routing = {
  mode: 'preferred',
  failureThreshold: 2,
  windowSeconds: 60,
  windowFailures: 0.5,
  windowRequests: 10,
  cooldownSeconds: 600,
  stabilizeSeconds: 30,
  affinity: true,
  paused: false,
} as const;

test('a response that was not to be stored is not remembered', async () => {
  const id = await askOne({ store: false });
  const asked = await gateway.ask(`/v1/responses/${id}`, undefined, { method: 'GET' });
  expect(asked.status).toBe(404);
});

test('an id that nobody here has seen is left for the provider to know', async () => {
  one.script(failure(400, { message: 'never heard of it' }));
  const asked = await gateway.ask('/v1/responses', body({ previous_response_id: 'resp_of_yesterday' }));
  expect(valueAt(one.calls[0]?.json, 'previous_response_id')).toBe('resp_of_yesterday');
  expect(asked.text).toContain('never heard of it');
});

test('a conversation is compacted where the provider can, and that has a row', async () => {
  one.script({
    kind: 'raw',
    status: 200,
    body: JSON.stringify({ object: 'response.compaction', output: [] }),
  });
  const asked = await gateway.ask('/v1/responses/compact', { model: 'm', input: 'a long story' });
  expect(asked.status).toBe(200);
  expect(one.calls[0]?.path).toBe('/v1/responses/compact');
  expect(await gateway.record(asked)).toMatchObject({ operation: 'compact', provider: 'one', outcome: 'ok' });
});
