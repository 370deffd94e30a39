import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textAt } from '../support/json-value.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer } from '../support/scripted-upstream-behaviour.ts';
import {
  type Asked,
  configOf,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
} from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

/** One provider, paused or not. */
const settings = (paused: boolean): StartOptions => {
  const providers = [provider('one', upstream.url)];
  const { routing } = configOf({ providers });
  return { providers, config: { routing: { ...routing, paused } } };
};

beforeEach(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway(settings(true));
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const message =
  'Routing is paused, so Patchbay sends no request to any provider. Resume it from Patchbay in the status bar of VS Code, or set routing.paused to false in the config.';

function expectRefused(asked: Asked): void {
  expect(asked.status).toBe(403);
  expect(asked.headers.get('x-should-retry')).toBe('false');
  expect(asked.text).toContain(message);
  // The provider may have been asked for its list of models: that is no request of a client.
  expect(upstream.requests.filter(({ ask }) => ask.operation !== 'models')).toEqual([]);
}

describe('while routing is paused', () => {
  it.each(conversing.flatMap((dialect) => [true, false].map((stream) => ({ dialect, stream }))))(
    '$dialect (stream: $stream) is refused in its own shape, recorded, and nothing is called',
    async ({ dialect, stream }) => {
      const { path, body } = request(dialect, { stream });
      const asked = await gateway.ask(path, body);
      expectRefused(asked);
      const shape = asked.json();
      if (dialect === 'anthropic-messages') expect(textAt(shape, 'type')).toBe('error');
      else if (dialect === 'gemini-generate') expect(shape).toMatchObject({ error: { code: 403 } });
      else expect(textAt(shape, 'error', 'code')).toBe('routing_paused');
      expect(await gateway.record(asked)).toMatchObject({
        modelAsked: 'some-model',
        status: 403,
        outcome: 'client-error',
        failure: { class: 'client', code: 'routing_paused' },
        attempts: [],
      });
    },
  );

  it.each([
    ['token counts', '/v1/messages/count_tokens', { model: 'm', messages: [] }],
    ['Gemini’s token counts', '/v1beta/models/m:countTokens', { contents: [] }],
    ['embeddings', '/v1/embeddings', { model: 'm', input: 'x' }],
    ['completions', '/v1/completions', { model: 'm', prompt: 'x' }],
    ['a pinned provider', '/p/one/v1/chat/completions', { model: 'm', messages: [] }],
    ['what only the provider knows', '/p/one/v1/batches', { input: 'x' }],
  ])('%s are refused, too', async (_what, path, body) => {
    const asked = await gateway.ask(path, body);
    expectRefused(asked);
    expect((await gateway.record(asked)).failure?.code).toBe('routing_paused');
  });

  it('model lists, health and the control API go on', async () => {
    const read = { method: 'GET' };
    for (const path of ['/v1/models', '/v1beta/models', '/healthz', '/v1/status', '/api/providers']) {
      expect((await gateway.ask(path, undefined, read)).status).toBe(200);
    }
    const config = (await gateway.ask('/api/config', undefined, read)).json();
    expect(config).toMatchObject({ routing: { paused: true } });
  });
});

describe('pausing and resuming', () => {
  it('count for the next request, and a running answer goes on to its end', async () => {
    const { path, body } = request('openai-chat', { stream: true });
    gateway.apply(settings(false));
    upstream.script(answer('to the end', { fault: { do: 'stall', after: 2 } }));
    const running = gateway.ask(path, body);
    await upstream.stalled();

    gateway.apply(settings(true));
    expect((await gateway.ask(path, body)).status).toBe(403);
    upstream.script(answer());
    upstream.release();
    const whole = await running;
    expect([whole.status, whole.text.trimEnd().endsWith('data: [DONE]')]).toEqual([200, true]);

    gateway.apply(settings(false));
    expect((await gateway.ask(path, body)).status).toBe(200);
    expect(upstream.calls).toHaveLength(2);
  });
});

describe('GET /api/status', () => {
  it('names the address at which the gateway listens', async () => {
    const status = (await gateway.ask('/api/status', undefined, { method: 'GET' })).json();
    expect(textAt(status, 'url')).toBe(gateway.url);
  });
});
