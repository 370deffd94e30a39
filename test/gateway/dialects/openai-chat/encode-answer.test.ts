import { describe, expect, it } from 'vitest';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { opaqueMark, unwrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';
import { noUsage, type Usage } from '../../../../src/gateway/exchange/usage.ts';
import { textAt, valueAt } from '../../../support/json-value.ts';
import { eventsOf } from '../../../support/stream-events.ts';
import { buckets, ofAnswer, ofStream } from '../figures-of.ts';
import { encodeContext, origin, writtenStream } from './chat-codec.ts';

const replyOf = (...blocks: readonly Block[]): Reply => ({
  id: 'msg_1',
  model: 'claude',
  created: 5,
  blocks,
  finish: { reason: blocks.some(({ kind }) => kind === 'call') ? 'tool-calls' : 'stop' },
});
const text = (value: string, more: Partial<Extract<Block, { kind: 'text' }>> = {}): Block => ({
  kind: 'text',
  text: value,
  ...more,
});
const call = (more: Partial<Extract<Block, { kind: 'call' }>> = {}): Block => ({
  kind: 'call',
  id: 'c',
  name: 'f',
  form: 'function',
  input: '{"x":1}',
  ...more,
});
const deltas = (stream: string) =>
  eventsOf('openai-chat', stream).events.flatMap(({ data }) => valueAt(data, 'choices', 0, 'delta') ?? []);
const message = (reply: Reply, context = encodeContext()) =>
  valueAt(openAiChatCodec.encodeReply(reply, context), 'choices', 0, 'message');

describe('a stream for a client', () => {
  it('has the bytes that the strictest client wants', () => {
    const head = '"id":"msg_1","object":"chat.completion.chunk","created":5,"model":"claude"';
    const choice = (delta: string, finish = 'null') =>
      `[{"index":0,"delta":${delta},"finish_reason":${finish}}]`;
    const events = writtenStream(replyOf(text('a\n"b"')), encodeContext({ wantsUsage: true })).split('\n\n');
    expect(events).toEqual([
      `data: {${head},"choices":${choice('{"role":"assistant","content":""}')}}`,
      `data: {${head},"choices":${choice('{"content":"a\\n\\"b\\""}')}}`,
      `data: {${head},"choices":${choice('{}', '"stop"')}}`,
      expect.stringMatching(/^data: \{"id":"msg_1",.*"choices":\[\],"usage":\{"prompt_tokens":0,.*\}\}$/),
      'data: [DONE]',
      '',
    ]);
  });

  it('has choices in every chunk, and figures only for who asked', () => {
    const { events } = eventsOf('openai-chat', writtenStream(replyOf(text('a'), call())));
    expect(events.every(({ data }) => Array.isArray(data.choices))).toBe(true);
    expect(events.some(({ data }) => 'usage' in data)).toBe(false);
  });

  it('names itself when the provider does not, and begins without a start', () => {
    const written: string[] = [];
    const encoder = openAiChatCodec.createStreamEncoder(encodeContext(), (event) => written.push(event));
    encoder.take({ kind: 'finish', finish: { reason: 'stop' } });
    expect(valueAt(eventsOf('openai-chat', written.join('')).events, 0, 'data')).toMatchObject({
      id: 'chatcmpl-new',
      created: 7,
      model: 'm',
      choices: [{ delta: { role: 'assistant' } }],
    });
  });

  it('keeps parallel calls apart by their index while their pieces mix', () => {
    const written: string[] = [];
    const encoder = openAiChatCodec.createStreamEncoder(encodeContext(), (event) => written.push(event));
    const head = (id: string) => ({ kind: 'call', id, name: 'f', form: 'function' }) as const;
    encoder.take({ kind: 'start' });
    encoder.take({ kind: 'open', block: 0, head: { kind: 'text' } });
    encoder.take({ kind: 'close', block: 0 });
    encoder.take({ kind: 'open', block: 1, head: head('a') });
    encoder.take({ kind: 'open', block: 2, head: head('b') });
    encoder.take({ kind: 'delta', block: 2, text: '{"y":' });
    encoder.take({ kind: 'delta', block: 1, text: '{}' });
    encoder.take({ kind: 'delta', block: 2, text: '2}' });
    expect(deltas(written.join('')).slice(1)).toEqual([
      { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 1, id: 'b', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 1, function: { arguments: '{"y":' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{}' } }] },
      { tool_calls: [{ index: 1, function: { arguments: '2}' } }] },
    ]);
  });

  it('gives a call without arguments an object to parse', () => {
    expect(deltas(writtenStream(replyOf(call({ input: '' })))).at(-2)).toEqual({
      tool_calls: [{ index: 0, function: { arguments: '{}' } }],
    });
  });

  it('calls a custom tool with free text', () => {
    expect(deltas(writtenStream(replyOf(call({ form: 'custom', input: 'ls' })))).slice(1, 3)).toEqual([
      { tool_calls: [{ index: 0, id: 'c', type: 'custom', custom: { name: 'f', input: '' } }] },
      { tool_calls: [{ index: 0, custom: { input: 'ls' } }] },
    ]);
  });

  it('shows reasoning in the member that most clients read, its paragraphs and trains apart', () => {
    const stream = writtenStream(
      replyOf({ kind: 'reasoning', text: ['a', 'b'] }, text('x'), { kind: 'reasoning', text: ['c'] }),
    );
    expect(deltas(stream).map((delta) => textAt(delta, 'reasoning_content') ?? '')).toEqual([
      '',
      'a',
      '\n\nb',
      '',
      '\n\nc',
      '',
    ]);
  });

  it('joins a comment and the answer behind it as they are', () => {
    const stream = writtenStream(
      replyOf(
        text('one', { phase: 'commentary' }),
        text('two', { phase: 'final_answer' }),
        text('!', { phase: 'final_answer' }),
      ),
    );
    expect(deltas(stream).map((delta) => textAt(delta, 'content') ?? '')).toEqual([
      '',
      'one',
      'two',
      '!',
      '',
    ]);
  });

  it('says a refusal as one', () => {
    expect(deltas(writtenStream(replyOf(text('no', { refusal: true }))))[1]).toEqual({ refusal: 'no' });
  });

  it('brings state in an entry of reasoning_details, wrapped with its origin and its text', () => {
    const opaque = { kind: 'anthropic-signature', data: 'sig', origin } as const;
    const stream = writtenStream(
      replyOf({ kind: 'reasoning', text: ['a'], opaque, id: 'rs_1' }, call({ opaque })),
    );
    const details = deltas(stream).flatMap((delta) => valueAt(delta, 'reasoning_details', 0) ?? []);
    expect(details).toEqual([
      {
        type: 'reasoning.encrypted',
        data: expect.stringContaining(opaqueMark),
        id: 'rs_1',
        format: 'unknown',
        index: 0,
      },
      {
        type: 'reasoning.encrypted',
        data: expect.stringContaining(opaqueMark),
        id: 'c',
        format: 'unknown',
        index: 1,
      },
    ]);
    expect(unwrapOpaque(textAt(details[0], 'data') ?? '')).toEqual(opaque);
  });

  it('gives sources their place in the whole text', () => {
    const citation = {
      url: 'u',
      title: 't',
      start: 1,
      end: 2,
      dialect: 'openai-responses',
      value: {},
    } as const;
    const stream = writtenStream(replyOf(text('abc'), text('def', { citations: [citation] })));
    expect(deltas(stream)[3]).toEqual({
      annotations: [
        { type: 'url_citation', url_citation: { url: 'u', title: 't', start_index: 4, end_index: 5 } },
      ],
    });
  });

  it('shows images as OpenRouter does', () => {
    expect(deltas(writtenStream(replyOf({ kind: 'media', mimeType: 'image/png', data: 'AAAA' })))[1]).toEqual(
      {
        images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }],
      },
    );
  });

  it('names the stop sequence', () => {
    const reply: Reply = { ...replyOf(text('a')), finish: { reason: 'stop-sequence', stopSequence: 'END' } };
    expect(eventsOf('openai-chat', writtenStream(reply)).events.at(-1)?.data).toMatchObject({
      choices: [{ delta: {}, finish_reason: 'stop', stop_reason: 'END' }],
    });
  });
});

describe('what an answer loses', () => {
  const reply: Reply = {
    ...replyOf(
      { kind: 'hosted', tool: 'code', text: '', dialect: 'anthropic-messages', value: {} },
      { kind: 'media', mimeType: 'audio/wav', data: 'AAAA' },
      text('a', { citations: [{ title: 'document', dialect: 'anthropic-messages', value: {} }] }),
    ),
    finish: { reason: 'pause', native: 'pause_turn' },
  };
  const expected = ['hosted', 'media', 'citation', 'value'];

  it('is told, in a stream and in a whole answer', () => {
    for (const write of [writtenStream, openAiChatCodec.encodeReply]) {
      const losses = new Losses();
      write(reply, encodeContext({ losses }));
      expect(losses.list.map(({ code }) => code)).toEqual(expected);
      expect(losses.list.every(({ path }) => path === 'answer')).toBe(true);
    }
  });
});

describe('a finish reason', () => {
  it.each([
    ['stop', 'stop'],
    ['stop-sequence', 'stop'],
    ['length', 'length'],
    ['context-full', 'length'],
    ['content-filter', 'content_filter'],
    ['refusal', 'content_filter'],
    ['tool-calls', 'stop'],
    ['other', 'stop'],
  ] as const)('%s is %s without calls', (reason, word) => {
    const body = openAiChatCodec.encodeReply({ blocks: [], finish: { reason } }, encodeContext());
    expect(valueAt(body, 'choices', 0, 'finish_reason')).toBe(word);
  });

  it('is tool_calls whenever there are some: clients run tools on nothing else', () => {
    const body = openAiChatCodec.encodeReply(
      { blocks: [call()], finish: { reason: 'stop' } },
      encodeContext(),
    );
    expect(valueAt(body, 'choices', 0, 'finish_reason')).toBe('tool_calls');
  });
});

describe('a whole answer', () => {
  it('is one message', () => {
    const reply: Reply = {
      ...replyOf(text('a'), call()),
      serviceTier: 'default',
      usage: { ...noUsage, input: 3, output: 2 },
    };
    expect(openAiChatCodec.encodeReply(reply, encodeContext())).toEqual({
      id: 'msg_1',
      object: 'chat.completion',
      created: 5,
      model: 'claude',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'a',
            refusal: null,
            tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage: {
        prompt_tokens: 3,
        completion_tokens: 2,
        total_tokens: 5,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
      service_tier: 'default',
    });
  });

  it('has null for text that is not there, an empty text when there is nothing at all', () => {
    expect(message(replyOf(call()))).toMatchObject({ content: null });
    expect(message(replyOf(text('no', { refusal: true })))).toMatchObject({ content: null, refusal: 'no' });
    expect(message(replyOf())).toMatchObject({ content: '' });
  });

  it('leaves figures out that nobody knows', () => {
    expect(openAiChatCodec.encodeReply(replyOf(), encodeContext())).not.toHaveProperty('usage');
  });
});

describe('figures', () => {
  const usage: Usage = {
    input: 10,
    cacheRead: 20,
    cacheWrite5m: 3,
    cacheWrite1h: 4,
    output: 5,
    reasoning: 6,
    estimated: false,
  };

  it('overlap as OpenAI’s do', () => {
    const body = openAiChatCodec.encodeReply({ ...replyOf(), usage }, encodeContext());
    expect(body.usage).toMatchObject({
      prompt_tokens: 37,
      completion_tokens: 11,
      total_tokens: 48,
      prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 7 },
      completion_tokens_details: { reasoning_tokens: 6 },
    });
  });

  it.each([
    ['all of them', usage],
    ['no cache', { ...noUsage, input: 10, output: 5 }],
    ['only reasoning', { ...noUsage, input: 10, reasoning: 5 }],
    ['everything from the cache', { ...noUsage, cacheRead: 10, output: 5 }],
    ['as many cached as put out', { ...noUsage, input: 1, cacheRead: 5, output: 5, reasoning: 5 }],
  ])('are read back as they were: %s', (_what, given) => {
    const reply = { ...replyOf(text('a')), usage: given };
    expect(ofAnswer('openai-chat', openAiChatCodec.encodeReply(reply, encodeContext()))).toEqual(
      buckets(given),
    );
    const events = writtenStream(reply, encodeContext({ wantsUsage: true }))
      .split(/(?<=\n\n)/)
      .filter((event) => event !== '');
    expect(ofStream('openai-chat', events)).toEqual(buckets(given));
  });
});
