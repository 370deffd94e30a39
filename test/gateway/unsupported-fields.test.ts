import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { valueAt } from '../support/json-value.ts';
import { type Conversing, conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

/** What each dialect's provider is configured not to take, and what a client sends of it and beside it. */
const refused: Readonly<Record<Conversing, readonly [string, object, object]>> = {
  'openai-chat': ['seed', { seed: 7, temperature: 0.5 }, { temperature: 0.5 }],
  'openai-responses': ['store', { store: true, temperature: 0.5 }, { temperature: 0.5 }],
  'anthropic-messages': ['metadata.user_id', { metadata: { user_id: 'u' } }, { metadata: {} }],
  'gemini-generate': [
    'generationConfig.topK',
    { generationConfig: { topK: 7, topP: 0.5 } },
    { generationConfig: { topP: 0.5 } },
  ],
};
const unsupportedFields = [...Object.values(refused).map(([field]) => field), 'dimensions', 'echo'];

beforeEach(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({
    providers: [
      provider('takes-less', upstream.url, { quirks: { unsupportedFields } }),
      provider('takes-all', upstream.url),
    ],
  });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const cases = conversing.flatMap((dialect) => [false, true].map((stream) => [dialect, stream] as const));

it.each(cases)('a field of a client in %s is taken out of its bytes, stream: %s', async (dialect, stream) => {
  const [field, given, left] = refused[dialect];
  const { path, body } = request(dialect, { stream });
  const wanted =
    stream && dialect === 'openai-chat' ? { ...body, stream_options: { include_usage: true } } : body;
  const asked = await gateway.ask(`/p/takes-less${path}`, { ...wanted, ...given });
  expect(asked.status).toBe(200);
  expect(JSON.parse(upstream.calls.at(-1)?.body.toString() ?? '')).toEqual({ ...wanted, ...left });
  expect((await gateway.record(asked)).losses).toEqual([
    { code: 'field', path: `/${field.replace('.', '/')}`, detail: `the provider takes no ${field}` },
  ]);
  expect(asked.headers.get('x-patchbay-loss')).toBe('1');
});

it.each(cases)('it passes in %s to a provider that takes it, stream: %s', async (dialect, stream) => {
  const [, given] = refused[dialect];
  const { path, body } = request(dialect, { stream });
  const asked = await gateway.ask(`/p/takes-all${path}`, { ...body, ...given });
  expect(asked.status).toBe(200);
  expect(upstream.calls.at(-1)?.json).toMatchObject(given);
  expect((await gateway.record(asked)).losses).toEqual([]);
});

it('moves on to a provider that takes it with the bytes as they came', async () => {
  const { path, body } = request('openai-chat', { stream: false });
  upstream.script({ kind: 'error', status: 503 });
  await gateway.ask(path, { ...body, seed: 7 });
  const seeds = upstream.calls.map(({ json }) => valueAt(json, 'seed'));
  expect([seeds[0], seeds.at(-1)]).toEqual([undefined, 7]);
});

it.each([
  ['/v1/embeddings', { model: 'm', input: 'a', dimensions: 8 }],
  ['/v1/completions', { model: 'm', prompt: 'a', echo: true }],
])('holds at %s as well', async (path, body) => {
  expect((await gateway.ask(`/p/takes-less${path}`, body)).status).toBe(200);
  const { dimensions: _dimensions, echo: _echo, ...left } = { dimensions: 0, echo: false, ...body };
  expect(upstream.calls.at(-1)?.json).toEqual(left);
});

it('a path that the gateway does not know passes as it is', async () => {
  const server = createServer((asked, answered) => asked.pipe(answered)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const quirks = { unsupportedFields };
  gateway.apply({ providers: [provider('echoes', `http://127.0.0.1:${port}`, { quirks })] });
  const asked = await gateway.ask('/p/echoes/v1/batches', '{"seed":7}');
  server.close();
  expect(asked.text).toBe('{"seed":7}');
});

it('what a rule sets is left out, too, and told once', async () => {
  const quirks = { unsupportedFields: ['temperature'] };
  const rules = [{ match: 'cold', use: ['p/m'], set: { temperature: 0 } }];
  gateway.apply({ providers: [provider('p', upstream.url, { quirks })], config: { models: { rules } } });
  const { path, body } = request('openai-chat', { stream: false, model: 'cold' });
  const asked = await gateway.ask(path, { ...body, temperature: 1 });
  expect(upstream.calls.at(-1)?.json).toEqual({ ...body, model: 'm' });
  expect((await gateway.record(asked)).losses).toMatchObject([{ path: '/temperature' }]);
});
