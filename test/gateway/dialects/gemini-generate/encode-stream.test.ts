import { describe, expect, it } from 'vitest';
import { statelessCall } from '../../../../src/gateway/dialects/gemini-generate/answer-state.ts';
import { geminiGenerateCodec } from '../../../../src/gateway/dialects/gemini-generate/codec.ts';
import { geminiFigures } from '../../../../src/gateway/dialects/gemini-generate/usage.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import type { Finish, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import type { Usage } from '../../../../src/gateway/exchange/usage.ts';
import { candidateOf, chunksOf, encodeContext, partsOf, playedReply, written } from './codec-helpers.ts';

const start: ReplyEvent = { kind: 'start', id: 'r', model: 'm' };
const finish: ReplyEvent = { kind: 'finish', finish: { reason: 'stop' } };

function text(value: string, block = 0): readonly ReplyEvent[] {
  return [
    { kind: 'open', block, head: { kind: 'text' } },
    { kind: 'delta', block, text: value },
    { kind: 'close', block },
  ];
}

const head = (name: string): Extract<ReplyEvent, { kind: 'open' }>['head'] => ({
  kind: 'call',
  id: `id-${name}`,
  name,
  form: 'function',
});

describe('a stream for a client of Google', () => {
  it('is framed as Google does, with nothing but data', () => {
    expect(written([start, ...text('a\n"b"'), finish])).toBe(
      'data: {"candidates":[{"content":{"parts":[{"text":"a\\n\\"b\\""}],"role":"model"},"index":0}],"modelVersion":"m","responseId":"r"}\r\n\r\n' +
        'data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"modelVersion":"m","responseId":"r"}\r\n\r\n',
    );
  });

  it('is one JSON array without alt=sse, however many chunks there are', () => {
    const array = (events: readonly ReplyEvent[]): unknown =>
      JSON.parse(written(events, encodeContext({ jsonArray: true })));
    expect(array([start, ...text('a'), finish])).toMatchObject([
      { modelVersion: 'm' },
      { candidates: [{ finishReason: 'STOP' }] },
    ]);
    expect(array([start, finish])).toHaveLength(1);
  });

  it('names the model and an answer where the provider did not', () => {
    expect(chunksOf(written([{ kind: 'start' }, finish]))).toMatchObject([
      { modelVersion: 'asked-model', responseId: '1' },
    ]);
  });

  it('has calls whole, each when it is complete, their arguments unmixed', () => {
    const chunks = chunksOf(
      written([
        start,
        { kind: 'open', block: 0, head: head('f') },
        { kind: 'open', block: 1, head: head('g') },
        { kind: 'delta', block: 0, text: '{"a":' },
        { kind: 'delta', block: 1, text: '{"b"' },
        { kind: 'delta', block: 0, text: '1}' },
        { kind: 'close', block: 0 },
        { kind: 'delta', block: 1, text: ':2}' },
        { kind: 'close', block: 1 },
        { kind: 'finish', finish: { reason: 'tool-calls' } },
      ]),
    );
    expect(partsOf(chunks)).toEqual([
      { functionCall: { id: 'id-f', name: 'f', args: { a: 1 } }, thoughtSignature: statelessCall },
      { functionCall: { id: 'id-g', name: 'g', args: { b: 2 } } },
      { text: '' },
    ]);
    expect(candidateOf(chunks.at(-1)).finishReason).toBe('STOP');
  });

  it('has arguments as they were written, so that long numbers keep their digits', () => {
    const events = (input: string): ReplyEvent[] => [
      start,
      { kind: 'open', block: 0, head: head('f') },
      { kind: 'delta', block: 0, text: input },
      { kind: 'close', block: 0 },
      finish,
    ];
    expect(written(events('{"id":12345678901234567890}'))).toContain('"args":{"id":12345678901234567890}}');
    expect(partsOf(chunksOf(written(events('{\n  "a": 1\r\n}'))))[0]).toMatchObject({
      functionCall: { args: { a: 1 } },
    });
  });

  it.each([
    ['', {}, 0],
    ['{"a":', { input: '{"a":' }, 1],
    ['[1]', { input: '[1]' }, 1],
  ])('has arguments %j as an object', (input, args, count) => {
    const losses = new Losses();
    const reply = {
      blocks: [{ kind: 'call', id: 'i', name: 'f', form: 'function', input }],
      finish: { reason: 'length' },
    } as const;
    const context = encodeContext({ losses });
    expect(partsOf(chunksOf(written(playedReply(reply), context)))[0]).toEqual({
      functionCall: { id: 'i', name: 'f', args },
      thoughtSignature: statelessCall,
    });
    expect(losses.count).toBe(count);
    expect(partsOf([geminiGenerateCodec.encodeReply(reply, context)])[0]).toEqual({
      functionCall: { id: 'i', name: 'f', args },
      thoughtSignature: statelessCall,
    });
  });

  it('has thoughts as such, paragraphs apart', () => {
    const reply = { blocks: [{ kind: 'reasoning', text: ['a', 'b'] }], finish: { reason: 'stop' } } as const;
    expect(partsOf(chunksOf(written(playedReply(reply))))).toEqual([
      { text: 'a', thought: true },
      { text: '\n\nb', thought: true },
      { text: '' },
    ]);
    expect(partsOf([geminiGenerateCodec.encodeReply(reply, encodeContext())])).toEqual([
      { text: 'a\n\nb', thought: true },
    ]);
  });

  it('has sources beside the parts, counted in bytes', () => {
    const citation = {
      url: 'https://a.example',
      title: 'a',
      start: 5,
      end: 7,
      dialect: 'anthropic-messages',
      value: {},
    } as const;
    const reply = {
      blocks: [
        { kind: 'text', text: 'Grüß 😀', citations: [citation, { ...citation, url: 'https://b.example' }] },
      ],
      finish: { reason: 'stop' },
    } as const;
    const expected = {
      groundingChunks: [
        { web: { uri: 'https://a.example', title: 'a' } },
        { web: { uri: 'https://b.example', title: 'a' } },
      ],
      groundingSupports: [
        { segment: { startIndex: 7, endIndex: 11, text: '😀' }, groundingChunkIndices: [0, 1] },
      ],
    };
    const last = chunksOf(written(playedReply(reply))).at(-1);
    expect(candidateOf(last).groundingMetadata).toEqual(expected);
    expect(candidateOf(geminiGenerateCodec.encodeReply(reply, encodeContext())).groundingMetadata).toEqual(
      expected,
    );
  });

  it('loses steps of other vendors’ tools, and says so', () => {
    const losses = new Losses();
    const block = {
      kind: 'hosted',
      tool: 'web-search',
      text: 'x',
      dialect: 'anthropic-messages',
      value: {},
    } as const;
    written(playedReply({ blocks: [block], finish: { reason: 'stop' } }), encodeContext({ losses }));
    expect(losses.list).toMatchObject([{ code: 'hosted', path: 'answer' }]);
  });

  it.each<[Finish, string]>([
    [{ reason: 'stop', native: 'end_turn' }, 'STOP'],
    [{ reason: 'stop-sequence' }, 'STOP'],
    [{ reason: 'tool-calls', native: 'tool_use' }, 'STOP'],
    [{ reason: 'length' }, 'MAX_TOKENS'],
    [{ reason: 'context-full' }, 'MAX_TOKENS'],
    [{ reason: 'content-filter' }, 'SAFETY'],
    [{ reason: 'content-filter', native: 'RECITATION' }, 'RECITATION'],
    [{ reason: 'refusal' }, 'SAFETY'],
    [{ reason: 'malformed-call' }, 'MALFORMED_FUNCTION_CALL'],
    [{ reason: 'pause' }, 'OTHER'],
    [{ reason: 'other', native: 'STOP' }, 'OTHER'],
  ])('ends for %j with %s', (reason, word) => {
    const chunks = chunksOf(
      written([start, ...text('x'), { kind: 'finish', finish: { ...reason, detail: 'Why.' } }]),
    );
    expect(chunks.map((chunk) => candidateOf(chunk).finishReason)).toEqual([undefined, word]);
    expect(candidateOf(chunks.at(-1)).finishMessage).toBe('Why.');
  });
});

describe('figures', () => {
  const usage: Usage = {
    input: 10,
    cacheRead: 4,
    cacheWrite5m: 2,
    cacheWrite1h: 1,
    output: 5,
    reasoning: 3,
    estimated: false,
  };

  it('stand in the last chunk, what was written to a cache as input', () => {
    const last = chunksOf(
      written([start, ...text('x'), { kind: 'finish', finish: { reason: 'stop' }, usage }]),
    ).at(-1);
    expect(last?.usageMetadata).toEqual({
      promptTokenCount: 17,
      cachedContentTokenCount: 4,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 3,
      totalTokenCount: 25,
    });
    const figures = geminiFigures.read(last?.usageMetadata as never);
    expect(figures && geminiFigures.toUsage(figures)).toEqual({
      ...usage,
      input: 13,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
    });
  });

  it('are left out when there are none', () => {
    expect(written([start, finish])).not.toContain('usageMetadata');
  });
});
