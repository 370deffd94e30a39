import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { valueAt } from '../support/json-value.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure, faulty, raw } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import {
  type Asked,
  provider,
  type StartedGateway,
  startGateway,
  testKey,
} from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

function only(id: string, dialect: Dialect) {
  const all = provider(id, upstream.url);
  const endpoint = all.endpoints.get(dialect);
  return { ...all, endpoints: new Map(endpoint === undefined ? [] : [[dialect, endpoint]]) };
}

const both = () => [only('messages', 'anthropic-messages'), only('chat', 'openai-chat')];

beforeAll(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({ providers: both() });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** 1,000 words that are a token each in OpenAI’s vocabulary. */
const words = Array.from({ length: 1000 }, (_, at) => ['one', 'house', 'tree', 'walks'][at % 4]).join(' ');

const asks = {
  'anthropic-messages': {
    path: '/v1/messages/count_tokens',
    body: { model: 'claude-sonnet-4-5', messages: [{ role: 'user', content: words }] },
    at: 'input_tokens',
  },
  'openai-responses': {
    path: '/v1/responses/input_tokens',
    body: { model: 'gpt-5', input: words },
    at: 'input_tokens',
  },
  'gemini-generate': {
    path: '/v1beta/models/gemini-2.5-pro:countTokens',
    body: { contents: [{ role: 'user', parts: [{ text: words }] }] },
    at: 'totalTokens',
  },
} as const;

const countOf = (asked: Asked, at: string): number => Number(valueAt(asked.json(), at));
const posts = (since: number): number =>
  upstream.requests.slice(since).filter(({ method }) => method === 'POST').length;

describe.each(Object.entries(asks))('a client of %s', (_dialect, { path, body, at }) => {
  test('gets a count of our own where the provider speaks another dialect, and nobody is asked', async () => {
    const before = upstream.requests.length;
    const asked = await gateway.ask(`/p/chat${path}`, body);
    expect(asked.status).toBe(200);
    // Vendors differ by up to a third.
    expect(countOf(asked, at)).toBeGreaterThan(900);
    expect(countOf(asked, at)).toBeLessThan(1600);
    expect(asked.headers.get('x-patchbay-count')).toBe('estimated');
    expect(posts(before)).toBe(0);
    expect(await gateway.record(asked)).toMatchObject({
      operation: 'count-tokens',
      outcome: 'ok',
      provider: 'chat',
    });
  });
});

test('Google’s whole request inside a request to count is counted, too', async () => {
  const { path, body } = asks['gemini-generate'];
  const asked = await gateway.ask(`/p/chat${path}`, {
    generateContentRequest: { model: 'models/x', ...body },
  });
  expect(countOf(asked, 'totalTokens')).toBeGreaterThan(900);
});

describe('a provider that speaks the dialect', () => {
  const { path, body } = asks['anthropic-messages'];

  test('is asked, and its count is the answer', async () => {
    upstream.scriptOthers(raw(JSON.stringify({ input_tokens: 4711 })));
    const asked = await gateway.ask(`/p/messages${path}`, body);
    expect(asked.json()).toEqual({ input_tokens: 4711 });
    expect(asked.headers.get('x-patchbay-count')).toBeNull();
  });

  test.each([500, 429, 401])('and fails with %s leaves the client with our count', async (status) => {
    upstream.scriptOthers(failure(status));
    const asked = await gateway.ask(`/p/messages${path}`, body);
    expect(asked.status).toBe(200);
    expect(countOf(asked, 'input_tokens')).toBeGreaterThan(900);
    // A new key, so that the failure is forgotten.
    const accountKeys = new Map([
      ['messages/main', `key-after-${status}`],
      ['chat/main', accountKey('chat')],
    ]);
    gateway.apply({ providers: both(), accountKeys });
  });

  test('and has no such endpoint is asked once', async () => {
    upstream.scriptOthers(failure(404));
    const before = upstream.requests.length;
    for (const _ of [1, 2]) {
      const asked = await gateway.ask(`/p/messages${path}`, body);
      expect(countOf(asked, 'input_tokens')).toBeGreaterThan(900);
    }
    expect(posts(before)).toBe(1);
  });

  test('and finds the request wrong is passed on', async () => {
    gateway.apply({ providers: both() });
    upstream.scriptOthers(failure(400, { message: 'messages: too few' }));
    const asked = await gateway.ask(`/p/messages${path}`, body);
    expect([asked.status, asked.text.includes('too few')]).toEqual([400, true]);
  });
});

test('what a provider reports of a converted request corrects the next count', async () => {
  const { path, body } = asks['anthropic-messages'];
  const count = async () => countOf(await gateway.ask(`/p/chat${path}`, body), 'input_tokens');
  const before = await count();
  const reported = Math.round(before * 1.4);
  upstream.script(answer('ok', { usage: { input: reported, cacheRead: 0, output: 1 } }));
  for (let turn = 0; turn < 8; turn += 1) {
    await gateway.ask('/p/chat/v1/messages', { ...body, max_tokens: 10 });
  }
  const after = await count();
  expect(after).toBeGreaterThan(before * 1.15);
  expect(after).toBeLessThanOrEqual(reported * 1.01);
});

test('a client that leaves before the provider has counted takes nothing down', async () => {
  gateway.apply({ providers: both() });
  upstream.scriptOthers(faulty({ do: 'stall', after: 'nothing' }));
  const { path, body } = asks['anthropic-messages'];
  const leaving = new AbortController();
  const left = fetch(`${gateway.url}/p/messages${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${testKey}`,
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
    },
    body: JSON.stringify(body),
    signal: leaving.signal,
  });
  const before = upstream.requests.length;
  await expect.poll(() => upstream.requests.length).toBeGreaterThan(before);
  leaving.abort();
  await expect(left).rejects.toThrow();
  await expect
    .poll(async () => (await gateway.storage.requests({ limit: 1 })).items[0]?.outcome)
    .toBe('cancelled');
  const asked = await gateway.ask(`/p/chat${path}`, body);
  expect(asked.status).toBe(200);
});

test('a body that is no request is told to be none', async () => {
  const asked = await gateway.ask('/p/chat/v1/messages/count_tokens', { model: 'm', messages: 'none' });
  expect(asked.status).toBe(400);
  expect(valueAt(asked.json(), 'error', 'type')).toBe('invalid_request_error');
});
