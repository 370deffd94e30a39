import { describe, expect, it } from 'vitest';
import type { UpstreamHandler } from '../../../../src/gateway/exchange/ports.ts';
import { createDemoTransport } from '../../../../src/gateway/upstream/demo/demo-transport.ts';
import { createStillClock } from '../clocks.ts';
import { ask, json } from './ask.ts';
import { events } from './readers.ts';

const paths = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
  'gemini-generate': '/v1beta/models/demo:streamGenerateContent?alt=sse',
  'openai-completions': '/v1/completions',
} as const;

type Name = keyof typeof paths;
const names = Object.keys(paths) as Name[];

function say(name: Name, said: string, stream: boolean) {
  const path = stream ? paths[name] : paths[name].replace('streamGenerateContent?alt=sse', 'generateContent');
  const messages = [{ role: 'user', content: said }];
  const contents = [{ role: 'user', parts: [{ text: said }] }];
  return ask(path, { model: 'demo', stream, messages, input: said, prompt: said, contents });
}

describe('on request the demo provider fails', () => {
  it.each(names)('with a status, in the shape of %s', async (name) => {
    const answer = await say(name, 'please /error 429 7', true);
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('7');
    const body = json(answer);
    if (name === 'anthropic-messages')
      expect(body).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
    else if (name === 'gemini-generate')
      expect(body.error).toMatchObject({ code: 429, status: 'RESOURCE_EXHAUSTED' });
    else
      expect(body.error).toMatchObject({
        type: 'rate_limit_error',
        code: 'rate_limit_exceeded',
        param: null,
      });
    expect((await say(name, '/error 429', false)).headers['retry-after']).toBeUndefined();
  });

  it.each([400, 401, 402, 403, 404, 418, 500, 503, 529, 599])('with %d everywhere', async (status) => {
    for (const name of names) {
      const answer = await say(name, `/error ${status}`, false);
      expect(answer.status).toBe(status);
      expect(json(answer).error.message).toContain(String(status));
    }
  });

  it.each(names)('by breaking off in the middle (%s)', async (name) => {
    for (const stream of [true, false]) {
      const answer = await say(name, '/error cut', stream);
      expect([answer.status, answer.outcome]).toEqual([200, 'reset']);
      expect(answer.error?.stale).toBe(false);
      if (!stream) expect(() => json(answer)).toThrow();
      else {
        expect(answer.body).toContain('This');
        expect(answer.body).not.toMatch(/\[DONE\]|response\.completed|message_stop|finishReason/);
      }
    }
  });

  it.each(names)('by saying nothing more in the middle (%s)', async (name) => {
    for (const stream of [true, false]) {
      const answer = await say(name, '/error stall', stream);
      expect([answer.status, answer.outcome]).toEqual([200, 'open']);
      expect(answer.body.length).toBeGreaterThan(0);
    }
  });

  it('by being overloaded inside a stream', async () => {
    const body = async (name: Name) => (await say(name, '/error overloaded', true)).body;
    expect(events(await body('anthropic-messages'))).toMatchObject([
      { name: 'error', data: { type: 'error', error: { type: 'overloaded_error' } } },
    ]);
    expect(events(await body('openai-responses'))).toMatchObject([
      { name: 'response.created', data: { sequence_number: 0 } },
      {
        name: 'response.failed',
        data: { sequence_number: 1, response: { status: 'failed', error: { code: 'server_is_overloaded' } } },
      },
    ]);
    expect(events(await body('openai-chat'))).toMatchObject([
      { data: { error: { code: 'server_is_overloaded' } } },
    ]);
    expect(events(await body('openai-completions'))).toMatchObject([
      { data: { error: { type: 'server_error' } } },
    ]);
    expect(events(await body('gemini-generate'), '\r\n')).toMatchObject([
      { data: { error: { code: 503, status: 'UNAVAILABLE' } } },
    ]);
  });

  it('by being overloaded without a stream, with the status of the vendor', async () => {
    for (const name of names) {
      const answer = await say(name, '/error overloaded', false);
      expect(answer.status).toBe(name === 'anthropic-messages' ? 529 : 503);
    }
  });

  it('but says so when it does not understand', async () => {
    for (const said of ['/error 200', '/error 99999', '/error nonsense']) {
      const answer = await say('openai-chat', said, false);
      expect(answer.status).toBe(200);
      expect(answer.body).toContain('does not know');
    }
  });

  it('and not because its own words are quoted', async () => {
    const own = json(await say('openai-chat', 'x', false)).choices[0].message.content;
    expect((await say('openai-chat', `Summarise: ${own}`, false)).status).toBe(200);
  });
});

describe('a request that the demo provider cannot answer', () => {
  it.each(names)('because it names another model gets 404 (%s)', async (name) => {
    const path = paths[name].replace('demo', 'other');
    const answer = await ask(path, { model: 'other' });
    expect(answer.status).toBe(404);
    expect(json(answer).error.message).toContain('"demo"');
  });

  it.each(['', '{', '[]', 'null', '"x"'])('because its body is %j gets 400', async (body) => {
    for (const path of Object.values(paths)) expect((await ask(path, body)).status).toBe(400);
  });
});

describe('the demo transport', () => {
  const request = {
    origin: 'http://demo.invalid',
    path: '/v1/chat/completions',
    method: 'POST',
    headers: [],
    body: Buffer.from(
      JSON.stringify({ model: 'demo', stream: true, messages: [{ role: 'user', content: 'hi' }] }),
    ),
    connectMs: 1,
  };

  function start(clock = createStillClock()) {
    const turns: string[] = [];
    const chunks: Buffer[] = [];
    const handler: UpstreamHandler = {
      onSent: () => turns.push('sent'),
      onHead: () => turns.push('head'),
      onData: (chunk) => chunks.push(chunk),
      onEnd: () => turns.push('end'),
      onError: (error) => turns.push(error.code),
    };
    const transport = createDemoTransport({ clock });
    return { clock, turns, chunks, transport, call: transport.call(request, handler) };
  }

  it('paces the words by the clock', async () => {
    const { clock, turns, chunks } = start();
    expect(turns).toEqual([]);
    await Promise.resolve();
    expect([turns, chunks.length]).toEqual([['sent', 'head'], 1]);
    clock.pass(7);
    expect(chunks).toHaveLength(1);
    clock.pass(1);
    expect(chunks).toHaveLength(2);
    clock.pass(10_000);
    expect(turns).toEqual(['sent', 'head', 'end']);
    expect(clock.waiting).toBe(0);
  });

  it('says the same again to the same request, and has other ids for another', async () => {
    const one = await ask('/v1/responses', { model: 'demo', input: 'a', stream: true });
    const two = await ask('/v1/responses', { model: 'demo', input: 'a', stream: true });
    const other = await ask('/v1/responses', { model: 'demo', input: 'b', stream: true });
    expect(two.body).toBe(one.body);
    const id = /resp_demo_[0-9a-f]+/;
    expect(id.exec(other.body)?.[0]).not.toBe(id.exec(one.body)?.[0]);
  });

  it('stops at once when the call is ended', async () => {
    const { clock, turns, chunks, call } = start();
    await Promise.resolve();
    call.abort();
    clock.pass(10_000);
    expect([turns, chunks.length]).toEqual([['sent', 'head'], 1]);
    const early = start();
    early.call.abort();
    await Promise.resolve();
    early.clock.pass(10_000);
    expect(early.turns).toEqual([]);
  });

  it('waits while it is paused', async () => {
    const { clock, turns, chunks, call } = start();
    await Promise.resolve();
    call.pause();
    clock.pass(10_000);
    expect(chunks).toHaveLength(1);
    call.resume();
    clock.pass(10_000);
    expect(turns.at(-1)).toBe('end');
  });

  it('ends what runs when it is closed, and refuses what comes', async () => {
    const { clock, turns, transport } = start();
    await Promise.resolve();
    await transport.close();
    clock.pass(10_000);
    expect(turns).toEqual(['sent', 'head', 'closed']);
    const late: string[] = [];
    const nothing = () => undefined;
    transport.call(request, {
      onSent: nothing,
      onHead: nothing,
      onData: nothing,
      onEnd: nothing,
      onError: (error) => late.push(error.code),
    });
    await Promise.resolve();
    expect(late).toEqual(['closed']);
  });
});
