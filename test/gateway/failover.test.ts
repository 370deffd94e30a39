import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure, faulty } from '../support/scripted-upstream-behaviour.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway;

beforeEach(async () => {
  first = await createScriptedUpstream();
  second = await createScriptedUpstream({ script: answer('second answers') });
  const timeouts = { connectMs: 1000, firstByteMs: 150, idleMs: 150, totalMs: 150 };
  gateway = await startGateway({
    providers: [provider('first', first.url, { timeouts }), provider('second', second.url)],
    config: {
      routing: {
        mode: 'preferred',
        preferred: 'first',
        failureThreshold: 2,
        windowSeconds: 60,
        windowFailures: 0.5,
        windowRequests: 10,
        cooldownSeconds: 600,
        stabilizeSeconds: 30,
        affinity: true,
        paused: false,
      },
    },
  });
});
afterEach(async () => {
  await gateway.close();
  await first.close();
  await second.close();
});

describe.each(conversing)('%s', (dialect) => {
  it('the client’s own mistake comes back in the upstream’s words and harms nobody', async () => {
    first.script(failure(400, { message: 'you asked wrongly' }));
    for (const stream of [true, false, true]) {
      const { path, body } = request(dialect, { stream });
      const asked = await gateway.ask(path, body);
      expect(asked.status).toBe(400);
      expect(asked.text).toContain('you asked wrongly');
      expect(asked.headers.get('x-patchbay-provider')).toBe('first');
      expect(asked.headers.get('x-patchbay-account')).toBe('main');
      expect(asked.headers.get('x-patchbay-model')).toBe('some-model');
    }
    expect(second.calls).toHaveLength(0);
    first.script(answer('well again'));
    const { path, body } = request(dialect, { stream: false });
    expect((await gateway.ask(path, body)).headers.get('x-patchbay-provider')).toBe('first');
  });
});

describe('when nobody can answer', () => {
  beforeEach(() => {
    second.script(failure(500));
  });

  it('a server error of all is 502 and names who and what', async () => {
    first.script(failure(500));
    const { path, body } = request('openai-chat', { stream: false });
    const asked = await gateway.ask(path, body);
    expect(asked.status).toBe(502);
    expect(asked.text).toContain('second');
    expect(asked.text).toContain(asked.id);
    expect(asked.text).not.toContain('key-of');
  });

  it('refused keys are 403 and nobody is asked to retry', async () => {
    first.script(failure(401));
    second.script(failure(401));
    const { path, body } = request('anthropic-messages', { stream: true });
    const asked = await gateway.ask(path, body);
    expect(asked.status).toBe(403);
    expect(asked.headers.get('x-should-retry')).toBe('false');
    expect(asked.text).toContain('permission_error');
  });

  it('exhausted accounts are 429; a long wait is told to Anthropic’s clients only, and never to be sat out', async () => {
    first.script(failure(429, { retryAfter: 600 }));
    second.script(failure(429, { retryAfter: 900 }));
    const chat = request('openai-chat', { stream: false });
    const asked = await gateway.ask(chat.path, chat.body);
    expect(asked.status).toBe(429);
    expect(asked.headers.get('retry-after')).toBeNull();
    expect(asked.text).toMatch(/20\d\d-\d\d-\d\d \d\d:\d\d/);
    const messages = request('anthropic-messages', { stream: false });
    const other = await gateway.ask(messages.path, messages.body);
    expect(other.status).toBe(429);
    expect(Number(other.headers.get('retry-after'))).toBeGreaterThan(590);
    expect(other.headers.get('x-should-retry')).toBe('false');
    expect(first.calls).toHaveLength(1);
  });

  it('a short wait is told to everybody', async () => {
    first.script(failure(429, { retryAfter: 5 }));
    second.script(failure(429, { retryAfter: 20 }));
    const { path, body } = request('openai-responses', { stream: true });
    const asked = await gateway.ask(path, body);
    expect(asked.status).toBe(429);
    expect(asked.headers.get('retry-after')).toBe('5');
  });

  it('a model that the provider lacks is told in the provider’s own words', async () => {
    first.script(failure(404, { message: 'model some-model does not exist' }));
    const { path, body } = request('openai-chat', { stream: false, model: 'first/some-model' });
    const asked = await gateway.ask(path, body);
    expect(asked.status).toBe(404);
    expect(asked.text).toContain('does not exist');
  });
});

describe('a provider that fails again and again', () => {
  it('is left alone after two failures, and its place is taken without a try', async () => {
    const routing = {
      mode: 'preferred',
      preferred: 'first',
      failureThreshold: 2,
      windowSeconds: 60,
      windowFailures: 0.5,
      windowRequests: 10,
      cooldownSeconds: 600,
      paused: false,
    } as const;
    gateway.apply({
      providers: [provider('first', first.url), provider('second', second.url)],
      config: { routing: { ...routing, stabilizeSeconds: 0, affinity: false } },
    });
    first.script(failure(500));
    const { path, body } = request('openai-chat', { stream: false });
    for (let i = 0; i < 5; i += 1) expect((await gateway.ask(path, body)).status).toBe(200);
    expect(first.calls).toHaveLength(2);
    expect(second.calls).toHaveLength(5);
  });
});

describe('a kept connection that the provider closed meanwhile', () => {
  it('is no failure: the request goes out again on a fresh one', async () => {
    const { path, body } = request('openai-chat', { stream: false });
    await gateway.ask(path, body);
    let dying = true;
    first.script(() => {
      if (!dying) return undefined;
      dying = false;
      return faulty({ do: 'reset', after: 'nothing' });
    });
    const asked = await gateway.ask(path, body);
    expect(asked.headers.get('x-patchbay-provider')).toBe('first');
    expect(asked.headers.get('x-patchbay-attempts')).toBe('1');
  });
});
