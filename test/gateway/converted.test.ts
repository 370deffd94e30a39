import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codecOf } from '../../src/gateway/dialects/codecs.ts';
import { ReplyCollector } from '../../src/gateway/dialects/collect-reply.ts';
import { Losses } from '../../src/gateway/dialects/losses.ts';
import type { Block, Reply } from '../../src/gateway/dialects/reply.ts';
import { mark } from '../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../src/gateway/dialects/wires.ts';
import type { Usage } from '../../src/gateway/exchange/usage.ts';
import { isRecord, parsedJson, textAt } from '../support/json-value.ts';
import { type Conversing, conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure } from '../support/scripted-upstream-behaviour.ts';
import { type Asked, provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';
import { eventsOf } from '../support/stream-events.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;
const ready = conversing.filter((dialect) => codecOf(dialect) !== undefined);

/** One provider per dialect, each of which speaks nothing else. */
beforeAll(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({ providers: ready.map((dialect) => only(dialect)) });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

function only(dialect: Conversing, more: Parameters<typeof provider>[2] = {}) {
  const all = provider(dialect, upstream.url);
  const endpoint = all.endpoints.get(dialect);
  return provider(dialect, upstream.url, {
    endpoints: new Map(endpoint === undefined ? [] : [[dialect, endpoint]]),
    ...more,
  });
}

const pairs = ready.flatMap((client) =>
  ready.filter((other) => other !== client).map((other) => [client, other] as const),
);

/** What a reader of the dialect understands. */
function read(dialect: Conversing, asked: Asked, stream: boolean): Reply & { readonly usage?: Usage } {
  const codec = codecOf(dialect);
  if (codec === undefined) throw new Error(`no codec for ${dialect}`);
  const context = {
    quirks: { reasoningInsideOutput: true },
    origin: { provider: '', account: '', model: '' },
    id: (prefix: string) => `${prefix}made`,
    losses: new Losses(),
  };
  const wire = wireOf(dialect);
  if (!stream) {
    const body = parsedJson(asked.text);
    if (!isRecord(body)) throw new Error(`no JSON: ${asked.text.slice(0, 200)}`);
    const usage = wire.usageOfAnswer(asked.bytes, context.quirks);
    return { ...codec.decodeReply(body, context), ...(usage !== undefined && { usage }) };
  }
  const collector = new ReplyCollector();
  const decoder = codec.createStreamDecoder(context, (event) => collector.take(event));
  const { events, whole } = eventsOf(dialect, asked.bytes);
  for (const { data, name } of events) decoder.take(data, name);
  decoder.end(whole);
  const figures = wire.createUsageReader(context.quirks);
  for (const event of asked.bytes.toString('latin1').split(/(?<=\r?\n\r?\n)/)) {
    if ((wire.classify(event) & mark.usage) !== 0) figures.take(event);
  }
  const reply = collector.reply();
  if (reply === undefined) throw new Error(`no end: ${asked.text.slice(-500)}`);
  const usage = figures.read();
  return { ...reply, ...(usage !== undefined && { usage }) };
}

const plainBlock = (block: Block): unknown => {
  if (block.kind === 'text') return ['text', block.text];
  if (block.kind === 'reasoning') return ['reasoning', block.text.join('\n\n')];
  return block.kind === 'call' ? ['call', block.name, parsedJson(block.input)] : [block.kind];
};

/** An answer's blocks; a reasoning block without words only carries state. */
const blocksOf = ({ blocks }: Reply): unknown =>
  blocks.filter((block) => block.kind !== 'reasoning' || block.text.join('') !== '').map(plainBlock);

/** Request with a tool, in each dialect. */
function withTool(dialect: Conversing, stream: boolean): { readonly path: string; readonly body: object } {
  const asked = request(dialect, { stream, model: 'some-model' });
  const schema = { type: 'object', properties: { command: { type: 'string' } }, required: ['command'] };
  const tools = {
    'openai-chat': [{ type: 'function', function: { name: 'shell', parameters: schema } }],
    'openai-responses': [{ type: 'function', name: 'shell', parameters: schema, strict: false }],
    'anthropic-messages': [{ name: 'shell', input_schema: schema }],
    'gemini-generate': [{ functionDeclarations: [{ name: 'shell', parametersJsonSchema: schema }] }],
  } as const;
  return { path: asked.path, body: { ...asked.body, tools: tools[dialect] } };
}

describe.each(pairs)('a client of %s at a provider of %s', (client, other) => {
  test.each([true, false])('gets text, reasoning, figures and the end, stream: %s', async (stream) => {
    const usage = { input: 100, cacheRead: 40, cacheWrite: 0, output: 12, reasoning: 8 };
    upstream.script(answer('Grüße, 世界 👋', { reasoning: 'Let me think.', usage }));
    const { path, body } = request(client, { stream, model: 'some-model' });
    const figures = client === 'openai-chat' && stream ? { stream_options: { include_usage: true } } : {};
    const asked = await gateway.ask(`/p/${other}${path}`, { ...body, ...figures });
    expect(asked.text).not.toContain('"error":{');
    expect(asked.status).toBe(200);
    const reply = read(client, asked, stream);
    expect(blocksOf(reply)).toEqual([
      ['reasoning', 'Let me think.'],
      ['text', 'Grüße, 世界 👋'],
    ]);
    expect(reply.finish.reason).toBe('stop');
    const record = await gateway.record(asked);
    expect(record).toMatchObject({ provider: other, outcome: 'ok', stream });
    expect(record.attempts[0]?.dialect).toBe(other);
    // What the client reads is what was metered.
    const { estimated: _, ...metered } = record.usage ?? { estimated: false };
    expect(reply.usage).toMatchObject(metered);
  });

  test.each([true, false])('gets parallel calls, stream: %s', async (stream) => {
    upstream.script({
      kind: 'answer',
      text: ['I ', 'look.'],
      calls: [
        { kind: 'function', name: 'shell', arguments: '{"command":"ls \\"a\\""}' },
        { kind: 'function', name: 'shell', arguments: '{"command":"pwd"}' },
      ],
    });
    const { path, body } = withTool(client, stream);
    const asked = await gateway.ask(`/p/${other}${path}`, body);
    expect(asked.status).toBe(200);
    const reply = read(client, asked, stream);
    expect(blocksOf(reply)).toEqual([
      ['text', 'I look.'],
      ['call', 'shell', { command: 'ls "a"' }],
      ['call', 'shell', { command: 'pwd' }],
    ]);
    expect(reply.finish.reason).toBe('tool-calls');
    const ids = reply.blocks.flatMap((block) => (block.kind === 'call' ? [block.id] : []));
    expect(new Set(ids).size).toBe(2);
  });

  test.each([true, false])('is told that the answer was cut at its length, stream: %s', async (stream) => {
    upstream.script(answer('too lo', { stop: 'length' }));
    const { path, body } = request(client, { stream, model: 'some-model' });
    const reply = read(client, await gateway.ask(`/p/${other}${path}`, body), stream);
    expect(reply.finish.reason).toBe('length');
  });

  test('gets a refusal in its own shape, with the provider’s status and words', async () => {
    upstream.script(failure(400, { message: 'that is not possible' }));
    const { path, body } = request(client, { stream: true, model: 'some-model' });
    const asked = await gateway.ask(`/p/${other}${path}`, body);
    expect(asked.status).toBe(400);
    expect(textAt(asked.json(), 'error', 'message')).toContain('that is not possible');
    expect(wireOf(client).readError(asked.bytes).message).toContain('that is not possible');
  });

  test('gets a broken stream ended in its own way', async () => {
    upstream.script(
      answer('one two three four five', { fault: { do: 'cut', after: other === 'gemini-generate' ? 2 : 6 } }),
    );
    const { path, body } = request(client, { stream: true, model: 'some-model' });
    const asked = await gateway.ask(`/p/${other}${path}`, body);
    expect(asked.status).toBe(200);
    const bits = asked.text
      .split(/(?<=\r?\n\r?\n)/)
      .reduce((all, event) => all | wireOf(client).classify(event), 0);
    // Responses reports the failure with the event that ends the stream.
    expect(bits & mark.terminal).toBe(client === 'openai-responses' ? mark.terminal : 0);
    // Gemini’s clients take a clean end without a reason as the failure.
    expect((bits & mark.failure) !== 0).toBe(client !== 'gemini-generate');
    expect(await gateway.record(asked)).toMatchObject({ outcome: 'failed' });
  });

  test.each([true, false])(
    'a provider that answers as it likes is understood, wish for a stream: %s',
    async (stream) => {
      upstream.script(answer('as I like', { shape: stream ? 'json' : 'stream' }));
      const { path, body } = request(client, { stream, model: 'some-model' });
      const quirk = stream ? 'no-stream' : 'stream-only';
      gateway.apply({ providers: [only(other, { quirks: { streaming: quirk } })] });
      const asked = await gateway.ask(`/p/${other}${path}`, body);
      gateway.apply({ providers: ready.map((dialect) => only(dialect)) });
      expect(asked.status).toBe(200);
      expect(upstream.calls.at(-1)?.ask.stream).toBe(!stream);
      expect(blocksOf(read(client, asked, stream))).toEqual([['text', 'as I like']]);
    },
  );
});

describe.each(ready)(
  'a provider of %s that answers in its own way, to a client of the same dialect',
  (dialect) => {
    test('a whole answer to a request for a stream leaves as a stream', async () => {
      upstream.script(answer('whole', { shape: 'json', reasoning: 'Hm.' }));
      const { path, body } = request(dialect, { stream: true, model: 'some-model' });
      const asked = await gateway.ask(`/p/${dialect}${path}`, body);
      expect(asked.status).toBe(200);
      expect(asked.headers.get('content-type')).toContain('text/event-stream');
      expect(blocksOf(read(dialect, asked, true))).toEqual([
        ['reasoning', 'Hm.'],
        ['text', 'whole'],
      ]);
    });

    test.each([
      ['stream-only', false],
      ['no-stream', true],
    ] as const)('%s: asked as it can, answered as the client wishes', async (streaming, stream) => {
      upstream.script(answer('as you like'));
      gateway.apply({ providers: [only(dialect, { quirks: { streaming } })] });
      const { path, body } = request(dialect, { stream, model: 'some-model' });
      const asked = await gateway.ask(path, body);
      gateway.apply({ providers: ready.map((each) => only(each)) });
      expect(asked.status).toBe(200);
      expect(upstream.calls.at(-1)?.ask.stream).toBe(!stream);
      expect(blocksOf(read(dialect, asked, stream))).toEqual([['text', 'as you like']]);
      expect((await gateway.record(asked)).losses).toEqual([]);
    });
  },
);

const wishing = ready.filter((dialect) => dialect !== 'gemini-generate');

describe.each(wishing)('wishes for the gateway in a body of %s', (client) => {
  test.each(ready)('are kept from a provider of %s', async (other) => {
    upstream.script(answer('as you like'));
    // Its answer comes in the other shape, so that a request of the same dialect is written anew, too.
    gateway.apply({ providers: [only(other, { quirks: { streaming: 'stream-only' } })] });
    const { path, body } = request(client, { stream: false, model: 'some-model' });
    const wishes = { provider: { order: [other] }, models: [`${other}/another-model`] };
    const asked = await gateway.ask(path, { ...body, ...wishes });
    gateway.apply({ providers: ready.map((each) => only(each)) });
    expect(asked.status).toBe(200);
    expect(Object.keys(upstream.calls.at(-1)?.json ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(provider|models)$/)]),
    );
    expect((await gateway.record(asked)).losses.map(({ path: at }) => at)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^\/(provider|models)/)]),
    );
  });
});

/** A prompt that does not fit, as each vendor says it. */
const overflows: Readonly<Record<Conversing, object>> = {
  'openai-chat': {
    error: {
      message:
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    },
  },
  'openai-responses': {
    error: {
      message: 'Your input exceeds the context window of this model. Please adjust your input and try again.',
      type: 'invalid_request_error',
      param: 'input',
      code: 'context_length_exceeded',
    },
  },
  'anthropic-messages': {
    type: 'error',
    error: { type: 'invalid_request_error', message: 'prompt is too long: 205000 tokens > 200000 maximum' },
  },
  'gemini-generate': {
    error: {
      code: 400,
      message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      status: 'INVALID_ARGUMENT',
    },
  },
};

test.each(pairs)(
  'a full context is told to a client of %s at a provider of %s as its own vendor tells it',
  async (client, other) => {
    upstream.script({ kind: 'raw', status: 400, body: JSON.stringify(overflows[other]) });
    const { path, body } = request(client, { stream: true, model: 'some-model' });
    const asked = await gateway.ask(`/p/${other}${path}`, body);
    if (client === 'openai-responses') {
      // Codex compacts on this code in a stream.
      expect(asked.status).toBe(200);
      expect(asked.text).toContain('"type":"response.failed"');
      expect(asked.text).toContain('"code":"context_length_exceeded"');
      return;
    }
    expect(asked.status).toBe(400);
    const error = asked.json();
    if (client === 'anthropic-messages') {
      expect(textAt(error, 'error', 'message')).toMatch(/^prompt is too long/);
      expect(textAt(error, 'error', 'type')).toBe('invalid_request_error');
    } else if (client === 'openai-chat')
      expect(textAt(error, 'error', 'code')).toBe('context_length_exceeded');
    else expect(textAt(error, 'error', 'status')).toBe('INVALID_ARGUMENT');
  },
);
