import { afterEach, expect, test } from 'vitest';
import { createScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts';
import {
  accountKey,
  ownKey,
  placeProvider,
  takeStrays,
  watchAccount,
  watchClient,
  watchOwn,
  watchText,
} from './secret-watch.ts';

let upstream: ScriptedUpstream | undefined;

async function startOne(): Promise<string> {
  upstream = await createScriptedUpstream();
  placeProvider('alpha', upstream.url);
  watchAccount(accountKey('alpha'), 'alpha');
  watchAccount(accountKey('alpha', 'second'), 'alpha');
  watchAccount(accountKey('beta'), 'beta');
  watchOwn(ownKey('alpha'), 'alpha');
  watchClient('a-client/key+of=ours', 'local');
  return upstream.url;
}

afterEach(async () => {
  // It says of its strays once more: they were there.
  await upstream?.close().catch(() => undefined);
  upstream = undefined;
});

const send = (url: string, path: string, headers: Record<string, string>, body = '{}'): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers, body });

test('a provider may get its own keys, and what a client brought for it', async () => {
  const url = await startOne();
  for (const key of [accountKey('alpha'), accountKey('alpha', 'second'), ownKey('alpha'), 'a-strange-key']) {
    await send(url, '/v1/messages', { 'x-api-key': key });
  }
  expect(takeStrays()).toEqual([]);
});

const clientKey = 'a-client/key+of=ours';

test.each([
  ['another provider’s key in a header', '/v1/x', { authorization: `Bearer ${accountKey('beta')}` }, '{}'],
  ['another provider’s key in the path', `/k/${accountKey('beta')}/v1/x`, {}, '{}'],
  ['another provider’s key in the body', '/v1/x', {}, JSON.stringify({ a: [accountKey('beta')] })],
  ['a client’s key in the query', `/v1/x?key=${encodeURIComponent(clientKey)}`, {}, '{}'],
  ['a client’s key in a cookie', '/v1/x', { cookie: `k=${clientKey}` }, '{}'],
  ['a client’s key as Basic', '/v1/x', { authorization: `Basic ${btoa(`u:${clientKey}`)}` }, '{}'],
])('%s is a stray', async (_name, path, headers, body) => {
  const url = await startOne();
  await send(url, path, headers, body);
  const strays = takeStrays();
  expect(strays).toHaveLength(1);
  expect(strays[0]).toMatch(/the key of (an account of beta|the client local) came with POST .* at alpha/);
  await expect(upstream?.close()).rejects.toThrow('Secrets came where they must not');
});

test('two keys in one request are a stray even when both are its own', async () => {
  const url = await startOne();
  await send(url, '/v1/x', { 'x-api-key': accountKey('alpha'), authorization: `Bearer ${ownKey('alpha')}` });
  expect(takeStrays()).toEqual([expect.stringContaining('came together')]);
});

test('a provider that nobody has placed may get no key at all', async () => {
  upstream = await createScriptedUpstream();
  watchAccount(accountKey('beta'), 'beta');
  await send(upstream.url, '/v1/x', { 'x-api-key': accountKey('beta') });
  expect(takeStrays()).toHaveLength(1);
});

test('a key that holds another one is not taken for it', async () => {
  const url = await startOne();
  watchAccount(`${accountKey('beta')}-and-more`, 'alpha');
  await send(url, '/v1/x', { 'x-api-key': `${accountKey('beta')}-and-more` });
  expect(takeStrays()).toEqual([]);
});

test('a secret in what is written down is a stray', async () => {
  await startOne();
  watchText('the log', `it was ${accountKey('alpha')}`);
  expect(takeStrays()).toEqual([expect.stringMatching(/^the key of an account of alpha stands in the log/)]);
});
