import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import { provider, type StartedGateway, startGateway, testKey } from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

beforeAll(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({ providers: [provider('one', upstream.url)] });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** What the upstream says to the same request when it is asked directly. */
async function directly(path: string, body: unknown): Promise<string> {
  const response = await fetch(`${upstream.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer x',
      'anthropic-version': '2023-06-01',
      'x-api-key': 'x',
      'x-goog-api-key': 'x',
    },
    body: JSON.stringify(body),
  });
  return response.text();
}

/** Ids, times and random fill differ from answer to answer. */
function timeless(text: string): string {
  return text.replace(
    /("(?:id|item_id|responseId|created|created_at|completed_at|createTime|obfuscation|call_id)":\s*)("[^"]*"|\d+)/g,
    '$1_',
  );
}

describe.each(conversing)('%s in and out', (dialect) => {
  it.each([true, false])('gives the client the upstream’s bytes, stream: %s', async (stream) => {
    const { path, body } = request(dialect, { stream });
    const wanted =
      stream && dialect === 'openai-chat' ? { ...body, stream_options: { include_usage: true } } : body;
    const expected = await directly(path, wanted);
    const asked = await gateway.ask(path, wanted);
    expect(asked.status).toBe(200);
    expect(timeless(asked.text)).toBe(timeless(expected));
    expect(asked.headers.get('x-patchbay-provider')).toBe('one');
    expect(asked.headers.get('x-patchbay-account')).toBe('main');
    expect(asked.headers.get('x-patchbay-model')).toBe('some-model');
    expect(asked.headers.get('x-patchbay-attempts')).toBe('1');
    expect(asked.headers.get('x-patchbay-latency-ms') === null).toBe(stream);
  });

  it('gives the upstream the client’s body, and our key instead of the client’s', async () => {
    const { path, body } = request(dialect, { stream: false });
    const text = JSON.stringify({ ...body, extra: { kept: [1, 'ä', null] } }, undefined, 1);
    await gateway.ask(path, text, {
      headers: {
        'x-api-key': testKey,
        'x-vendor-thing': 'kept',
        referer: `http://127.0.0.1/?key=${testKey}`,
        'x-title': `mine, with ${testKey}`,
      },
    });
    const sent = upstream.calls.at(-1);
    expect(sent?.body.toString()).toBe(text);
    expect(JSON.stringify(sent?.rawHeaders)).toContain(accountKey('one'));
    expect(JSON.stringify(sent?.rawHeaders)).not.toContain(testKey);
    expect(sent?.headers['x-vendor-thing']).toBe('kept');
    expect(sent?.headers['accept-encoding']).toBe('identity');
  });

  it('sends only the model’s name when the provider is named with it', async () => {
    const { path, body } = request(dialect, { stream: false, model: 'one/vendor/some-model' });
    expect((await gateway.ask(path, body)).status).toBe(200);
    expect(upstream.calls.at(-1)?.ask.model).toBe('vendor/some-model');
  });

  it('reads the figures into the record, stream or not', async () => {
    const usage = { input: 100, cacheRead: 40, cacheWrite: 0, output: 20, reasoning: 5 };
    upstream.script(answer('counted', { usage }));
    for (const stream of [true, false]) {
      const { path, body } = request(dialect, { stream });
      const record = await gateway.record(await gateway.ask(path, body));
      const reasoning = dialect === 'anthropic-messages' ? record.usage?.reasoning : 5;
      expect(record.usage).toMatchObject({ input: 100, cacheRead: 40, reasoning, estimated: false });
      expect((record.usage?.output ?? 0) + (record.usage?.reasoning ?? 0)).toBe(25);
      expect(record).toMatchObject({
        outcome: 'ok',
        provider: 'one',
        model: 'some-model',
        modelAsked: 'some-model',
        client: 'local',
        stream,
      });
      expect(record.attempts).toHaveLength(1);
      expect(record.attempts[0]?.timings.firstByteMs).toBeGreaterThanOrEqual(0);
    }
    upstream.script(answer());
  });
});

describe('figures of chat streams', () => {
  it('are asked for when the client did not, and their chunk is kept from it', async () => {
    const { path, body } = request('openai-chat', { stream: true });
    const asked = await gateway.ask(path, body);
    expect(upstream.calls.at(-1)?.json).toMatchObject({ stream_options: { include_usage: true } });
    expect(asked.text).toContain('data: [DONE]');
    expect(asked.text).not.toContain('"choices":[]');
    expect((await gateway.record(asked)).usage?.estimated).toBe(false);
  });

  it('keep the other stream options of the client', async () => {
    const { path, body } = request('openai-chat', { stream: true });
    await gateway.ask(path, { ...body, stream_options: { include_obfuscation: false } });
    expect(upstream.calls.at(-1)?.json).toMatchObject({
      stream_options: { include_obfuscation: false, include_usage: true },
    });
  });

  it('are estimated, and marked so, when the provider never sends them', async () => {
    upstream.script(answer('some words that nobody counted', { usage: 'none' }));
    const { path, body } = request('openai-chat', { stream: true });
    const record = await gateway.record(await gateway.ask(path, body));
    expect(record.usage?.estimated).toBe(true);
    expect(record.usage?.output).toBeGreaterThan(3);
    upstream.script(answer());
  });
});

describe('a compressed answer that nobody asked for', () => {
  it.each(['gzip', 'br', 'zstd', 'deflate'] as const)('is decoded: %s', async (coding) => {
    upstream.script(answer('unpacked', { coding }));
    for (const stream of [true, false]) {
      const { path, body } = request('openai-responses', { stream });
      const asked = await gateway.ask(path, body);
      expect(asked.status).toBe(200);
      expect(asked.headers.get('content-encoding')).toBeNull();
      expect(asked.text).toContain('unpac');
    }
    upstream.script(answer());
  });
});
