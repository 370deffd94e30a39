import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { RequestRecord } from '../../src/gateway/exchange/record.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, type Behaviour, raw } from '../support/scripted-upstream-behaviour.ts';
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

async function ask(
  dialect: (typeof conversing)[number],
  stream: boolean,
  behaviour: Behaviour,
): Promise<RequestRecord> {
  upstream.script(behaviour);
  const { path, body } = request(dialect, { stream, model: 'p/gpt-4o' });
  const asked = await gateway.ask(path, body);
  expect(asked.status).toBe(200);
  return gateway.record(asked);
}

async function mismatches(): Promise<number> {
  await gateway.storage.flush();
  return (await gateway.storage.events({ limit: 10, code: 'model.mismatch' })).items.length;
}

describe.each(conversing)('%s', (dialect) => {
  it.each([true, false])(
    'an answer from another model is passed on and recorded (stream: %s)',
    async (stream) => {
      const record = await ask(dialect, stream, answer('Hello.', { model: 'gpt-4o-mini' }));
      expect(record).toMatchObject({ outcome: 'ok', model: 'gpt-4o', modelAnswered: 'gpt-4o-mini' });
      expect(await mismatches()).toBe(1);
    },
  );

  it.each([true, false])('a date and a prefix are no other model (stream: %s)', async (stream) => {
    const dated = await ask(dialect, stream, answer('Hello.', { model: 'gpt-4o-2024-08-06' }));
    const prefixed = await ask(dialect, stream, answer('Hello.', { model: 'models/gpt-4o' }));
    expect([dated.modelAnswered, prefixed.modelAnswered]).toEqual([undefined, undefined]);
    expect(await mismatches()).toBe(0);
  });
});

test('what is converted is looked at as well', async () => {
  const all = provider('p', upstream.url);
  const endpoints = new Map([...all.endpoints].filter(([dialect]) => dialect === 'anthropic-messages'));
  gateway.apply({ providers: [{ ...all, endpoints }] });
  for (const stream of [true, false]) {
    const record = await ask('openai-chat', stream, answer('Hello.', { model: 'claude-other' }));
    expect(record).toMatchObject({
      modelAnswered: 'claude-other',
      attempts: [{ dialect: 'anthropic-messages' }],
    });
  }
});

const events = (...chunks: readonly object[]): Behaviour =>
  raw(`${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`, {
    headers: { 'content-type': 'text/event-stream' },
  });
const text = { choices: [{ index: 0, delta: { content: 'Hello' } }] };
const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

test('a first event without a name (Azure) leaves it to the next', async () => {
  const azure = events(
    { model: '', choices: [] },
    { model: 'gpt-35-turbo', ...text },
    { model: 'x', ...end },
  );
  expect((await ask('openai-chat', true, azure)).modelAnswered).toBe('gpt-35-turbo');
});

test('a word of the answer and a member inside another are not the name', async () => {
  const quoted = { choices: [{ index: 0, delta: { content: '"model":"other"' } }], model: 'gpt-4o' };
  const nested = { meta: { model: 'other' }, model: 'gpt-4o', choices: [] };
  expect((await ask('openai-chat', true, events(quoted, end))).modelAnswered).toBeUndefined();
  expect((await ask('openai-chat', true, events(nested, text, end))).modelAnswered).toBeUndefined();
});

test('a provider that never says it is not suspected', async () => {
  expect((await ask('openai-chat', true, events(text, end))).modelAnswered).toBeUndefined();
});

test('a name of any length is cut', async () => {
  const long = answer('Hello.', { model: 'm'.repeat(5000) });
  expect((await ask('openai-chat', false, long)).modelAnswered).toHaveLength(200);
  expect((await ask('openai-chat', true, long)).modelAnswered).toHaveLength(200);
});

test('the control API shows it with the request', async () => {
  const { id } = await ask('openai-chat', false, answer('Hello.', { model: 'gpt-4o-mini' }));
  const shown = await gateway.ask(`/api/requests/${id}`, undefined, { method: 'GET' });
  expect(shown.json()).toMatchObject({ model: 'gpt-4o', modelAnswered: 'gpt-4o-mini' });
});
