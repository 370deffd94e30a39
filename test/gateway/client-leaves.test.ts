import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, faulty } from '../support/scripted-upstream-behaviour.ts';
import { provider, type StartedGateway, startGateway, testKey } from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

beforeEach(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({ providers: [provider('one', upstream.url)] });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

function send(path: string, body: unknown): ReturnType<typeof httpRequest> {
  const sent = httpRequest(new URL(`${gateway.url}${path}`), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      authorization: `Bearer ${testKey}`,
    },
    agent: false,
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(body));
  return sent;
}

async function lastRecord(): ReturnType<StartedGateway['record']> {
  for (;;) {
    await gateway.storage.flush();
    const page = await gateway.storage.requests({ limit: 1 });
    const id = page.items[0]?.id;
    const record = id === undefined ? undefined : await gateway.storage.request(id);
    if (record !== undefined) return record;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe.each(conversing)('%s: the client hangs up', (dialect) => {
  it('in the middle of a stream: the upstream is let go within 100 ms, the figures so far are kept', async () => {
    upstream.script(faulty({ do: 'stall', after: dialect === 'gemini-generate' ? 2 : 8 }));
    const { path, body } = request(dialect, { stream: true });
    const sent = send(path, body);
    const [message] = (await once(sent, 'response')) as [IncomingMessage];
    message.on('error', () => undefined);
    await once(message, 'data');
    await upstream.stalled();
    const call = upstream.calls[0];
    const start = performance.now();
    sent.destroy();
    await call?.closed;
    expect(performance.now() - start).toBeLessThan(100);
    expect(call?.aborted).toBe(true);
    const record = await lastRecord();
    expect(record.outcome).toBe('cancelled');
    expect(record.failure?.class).toBe('cancelled');
    expect((record.usage?.output ?? 0) + (record.usage?.input ?? 0)).toBeGreaterThan(0);
  });

  it('before anything came: the upstream is let go, and is as well as before', async () => {
    upstream.script([
      faulty({ do: 'stall', after: 'nothing' }),
      faulty({ do: 'stall', after: 'nothing' }),
      faulty({ do: 'stall', after: 'nothing' }),
      answer(),
    ]);
    for (const stream of [true, false, true]) {
      const { path, body } = request(dialect, { stream });
      const before = upstream.calls.length;
      const sent = send(path, body);
      await upstream.stalled();
      sent.destroy();
      await upstream.calls[before]?.closed;
      expect(upstream.calls[before]?.aborted).toBe(true);
      upstream.release();
    }
    const { path, body } = request(dialect, { stream: false });
    const asked = await gateway.ask(path, body);
    expect(asked.status).toBe(200);
    expect((await gateway.record(asked)).attempts[0]?.reason).not.toBe('last-resort');
  });
});

describe('a client that hangs up the moment it has read the closing event', () => {
  it('has had a whole answer (Codex does so after every turn)', async () => {
    upstream.script(faulty({ do: 'hold-open', after: 'everything' }));
    const { path, body } = request('openai-responses', { stream: true });
    const sent = send(path, body);
    const [message] = (await once(sent, 'response')) as [IncomingMessage];
    message.on('error', () => undefined);
    let text = '';
    for await (const chunk of message) {
      text += String(chunk);
      if (text.includes('response.completed')) break;
    }
    sent.destroy();
    const record = await lastRecord();
    expect(record.outcome).toBe('ok');
    expect(record.usage?.estimated).toBe(false);
  });
});
