import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure, faulty } from '../support/scripted-upstream-behaviour.ts';
import { provider, type StartedGateway, startGateway, testKey } from '../support/start-gateway.ts';

let clock: ManualClock;
let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway;

beforeEach(async () => {
  clock = createManualClock();
  first = await createScriptedUpstream();
  second = await createScriptedUpstream({ script: answer('second answers') });
  gateway = await startGateway({
    providers: [provider('first', first.url), provider('second', second.url)],
    clock,
  });
});
afterEach(async () => {
  await gateway.close();
  await first.close();
  await second.close();
});

/** An answer whose pieces are read one by one. */
interface Live {
  readonly message: IncomingMessage;
  text(): string;
  until(pattern: RegExp): Promise<void>;
  ended: Promise<void>;
}

async function live(path: string, body: unknown): Promise<Live> {
  const url = new URL(`${gateway.url}${path}`);
  const sent = httpRequest(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      authorization: `Bearer ${testKey}`,
    },
  });
  sent.end(JSON.stringify(body));
  const [message] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  message.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  message.on('error', () => undefined);
  const ended = once(message, 'end').then(() => undefined);
  return {
    message,
    text: () => text,
    async until(pattern) {
      while (!pattern.test(text)) await once(message, 'data');
    },
    ended,
  };
}

describe('a provider that keeps its client waiting', () => {
  it.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)(
    '%s: after 15 s the head and a comment go out, and another provider may still answer',
    async (dialect) => {
      first.script(faulty({ do: 'stall', after: 'nothing' }));
      const { path, body } = request(dialect, { stream: true });
      const pending = live(path, body);
      await first.stalled();
      clock.advance(15_000);
      const asked = await pending;
      expect(asked.message.statusCode).toBe(200);
      expect(asked.message.headers['x-patchbay-request-id']).toMatch(/./);
      expect(asked.message.headers['x-patchbay-provider']).toBeUndefined();
      await asked.until(/^:.*\n\n$/s);
      clock.advance(15_000);
      await asked.until(/^(:[^\n]*\n\n){2}$/);
      clock.advance(120_000);
      await asked.ended;
      expect(asked.text()).toContain('secon');
      expect(second.calls).toHaveLength(1);
    },
  );

  it('gemini-generate: nothing goes out, not even the head, because a comment breaks Gemini CLI', async () => {
    first.script(faulty({ do: 'stall', after: 'nothing' }));
    const { path, body } = request('gemini-generate', { stream: true });
    const pending = live(path, body);
    await first.stalled();
    clock.advance(60_000);
    first.release();
    const asked = await pending;
    await asked.ended;
    expect(asked.text()).toMatch(/^data: \{/);
    expect(asked.message.headers['x-patchbay-provider']).toBe('first');
  });

  it('when all fail after the head has gone out, the client reads the dialect’s error', async () => {
    first.script(faulty({ do: 'stall', after: 'nothing' }));
    second.script(failure(500));
    const { path, body } = request('openai-responses', { stream: true });
    const pending = live(path, body);
    await first.stalled();
    clock.advance(15_000);
    const asked = await pending;
    clock.advance(120_000);
    await asked.ended;
    expect(asked.text()).toMatch(/event: response\.failed\ndata: .*"code"/);
  });
});

describe('signs of life inside a stream', () => {
  it.each([
    ['openai-chat', /^: /m],
    ['openai-responses', /^: /m],
    ['anthropic-messages', /^event: ping\ndata: \{"type": ?"ping"\}\n\n$/m],
  ] as const)('%s: after 15 s of silence', async (dialect, sign) => {
    first.script(faulty({ do: 'stall', after: 6 }));
    const { path, body } = request(dialect, { stream: true });
    const asked = await live(path, body);
    await first.stalled();
    await asked.until(/\n\n$/);
    const before = asked.text().length;
    clock.advance(14_000);
    clock.advance(1_100);
    while (asked.text().length === before) await once(asked.message, 'data');
    expect(asked.text().slice(before)).toMatch(sign);
    first.release();
    clock.advance(0);
    await asked.until(/DONE|response\.completed|message_stop/);
    clock.advance(200);
    await asked.ended;
  });

  it('a provider that is silent for too long has broken its stream', async () => {
    first.script(faulty({ do: 'stall', after: 6 }));
    const { path, body } = request('anthropic-messages', { stream: true });
    const asked = await live(path, body);
    await first.stalled();
    await asked.until(/content_block_delta/);
    clock.advance(300_500);
    await asked.ended;
    expect(asked.text()).toMatch(/event: error\ndata: /);
    expect(second.calls).toHaveLength(0);
  });
});

describe('the end of an answer', () => {
  it.each(conversing)('%s: comes with the closing event, not when the upstream hangs up', async (dialect) => {
    first.script(faulty({ do: 'hold-open', after: 'everything' }));
    const { path, body } = request(dialect, { stream: true });
    const asked = await live(path, body);
    await asked.until(/\[DONE\]|response\.completed|message_stop|finishReason/);
    clock.advance(dialect === 'gemini-generate' ? 5_100 : 110);
    await asked.ended;
    const call = first.calls[0];
    await call?.closed;
    expect(call?.aborted).toBe(true);
    const id = String(asked.message.headers['x-patchbay-request-id']);
    expect(await gateway.storage.request(id)).toMatchObject({ outcome: 'ok' });
  });
});
