import { describe, expect, it } from 'vitest';
import { geminiGenerateCodec } from '../../../../src/gateway/dialects/gemini-generate/codec.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { collected, decodeContext, eventsOf, origin } from './codec-helpers.ts';

function chunk(parts: readonly unknown[], more: Fields = {}): Fields {
  return { candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }] };
}

const stop = chunk([{ text: '' }], { finishReason: 'STOP' });

const signed = (data: string): unknown => ({ kind: 'gemini-signature', data, origin });

describe('a stream of Google', () => {
  it('has one block of text from many parts, closed when the stream has ended', () => {
    expect(eventsOf([chunk([{ text: 'a' }]), chunk([{ text: 'b' }]), stop])).toEqual([
      { kind: 'start' },
      { kind: 'open', block: 0, head: { kind: 'text' } },
      { kind: 'delta', block: 0, text: 'a' },
      { kind: 'delta', block: 0, text: 'b' },
      { kind: 'close', block: 0 },
      { kind: 'finish', finish: { reason: 'stop', native: 'STOP' } },
    ]);
  });

  it('begins with who answers', () => {
    const facts = {
      responseId: 'r',
      modelVersion: 'm',
      createTime: '2026-01-01T00:00:00Z',
      usageMetadata: { serviceTier: 'flex' },
    };
    expect(eventsOf([{ ...stop, ...facts }])[0]).toEqual({
      kind: 'start',
      id: 'r',
      model: 'm',
      created: 1_767_225_600,
      serviceTier: 'flex',
    });
  });

  it('says nothing at its end when it broke off', () => {
    expect(eventsOf([chunk([{ text: 'a' }])], decodeContext(), false).map(({ kind }) => kind)).toEqual([
      'start',
      'open',
      'delta',
    ]);
  });

  it('has thoughts apart from text', () => {
    const { blocks } = collected(
      eventsOf([
        chunk([{ text: 'Hm', thought: true }]),
        chunk([{ text: '.', thought: true }, { text: 'Yes' }]),
        stop,
      ]),
    );
    expect(blocks).toEqual([
      { kind: 'reasoning', text: ['Hm.'] },
      { kind: 'text', text: 'Yes' },
    ]);
  });

  it.each([
    ['text before it', [{ text: 'x' }], [{ kind: 'text', text: 'x', opaque: signed('s') }]],
    [
      'thoughts before it',
      [{ text: 'x', thought: true }],
      [{ kind: 'reasoning', text: ['x'], opaque: signed('s') }],
    ],
    ['itself alone', [], [{ kind: 'reasoning', text: [], opaque: signed('s') }]],
  ])('has state on an empty text, which belongs to %s', (_, parts, blocks) => {
    const last = chunk([{ text: '', thoughtSignature: 's' }], { finishReason: 'STOP' });
    expect(collected(eventsOf([chunk(parts), last])).blocks).toEqual(blocks);
  });

  it('has another block of text behind one with a signature', () => {
    expect(
      collected(eventsOf([chunk([{ text: 'a', thoughtSignature: 's' }, { text: 'b' }]), stop])).blocks,
    ).toEqual([
      { kind: 'text', text: 'a', opaque: signed('s') },
      { kind: 'text', text: 'b' },
    ]);
  });

  it('has whole calls, with a new id where there is none, and ends for them', () => {
    const reply = collected(
      eventsOf([
        chunk([
          { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 's' },
          { function_call: { id: 'x', name: 'g' } },
        ]),
        stop,
      ]),
    );
    expect(reply).toEqual({
      blocks: [
        { kind: 'call', id: 'call_1', name: 'f', form: 'function', input: '{"a":1}', opaque: signed('s') },
        { kind: 'call', id: 'x', name: 'g', form: 'function', input: '' },
      ],
      finish: { reason: 'tool-calls', native: 'STOP' },
    });
  });

  it('has arguments in pieces on Vertex', () => {
    const piece = (jsonPath: string, more: Fields, call: Fields = {}): Fields =>
      chunk([{ functionCall: { partialArgs: [{ jsonPath, ...more }], willContinue: true, ...call } }]);
    const { blocks } = collected(
      eventsOf([
        chunk([{ functionCall: { name: 'f', willContinue: true }, thoughtSignature: 's' }]),
        piece('$.path', { stringValue: 'a', willContinue: true }),
        piece('$.path', { stringValue: 'b' }),
        piece('$.edits[0].line', { numberValue: 3 }),
        piece("$.edits[1]['old text']", { boolValue: true }),
        piece('$.none', { nullValue: 'NULL_VALUE' }),
        piece('$.__proto__', { stringValue: 'x' }),
        chunk([{ functionCall: {} }]),
        chunk([{ functionCall: { name: 'g' } }]),
        stop,
      ]),
    );
    expect(blocks).toMatchObject([
      {
        name: 'f',
        opaque: signed('s'),
        input: '{"path":"ab","edits":[{"line":3},{"old text":true}],"none":null,"__proto__":"x"}',
      },
      { name: 'g', input: '' },
    ]);
  });

  it('does not grow by a hostile place, and says so', () => {
    const losses = new Losses();
    const partialArgs = ['$.a[4000000000]', 'a', '$..b', '$'].map((jsonPath) => ({
      jsonPath,
      stringValue: 'x',
    }));
    const parts = [{ functionCall: { name: 'f', partialArgs } }];
    expect(collected(eventsOf([chunk(parts), stop], decodeContext(losses))).blocks).toMatchObject([
      { input: '{"a":[]}' },
    ]);
    expect(losses.list).toMatchObject([{ code: 'value', path: 'answer' }]);
  });

  it('has media, and steps of Google’s own tools', () => {
    const code = { executableCode: { code: '1' } };
    const { blocks } = collected(
      eventsOf([
        chunk([
          { inlineData: { mimeType: 'image/png', data: 'AA==' }, thoughtSignature: 's' },
          {},
          code,
          { hologram: {} },
        ]),
        stop,
      ]),
    );
    expect(blocks).toEqual([
      { kind: 'media', mimeType: 'image/png', data: 'AA==', opaque: signed('s') },
      { kind: 'hosted', tool: 'code', text: '1', dialect: 'gemini-generate', value: code },
      { kind: 'hosted', tool: 'other', text: '', dialect: 'gemini-generate', value: { hologram: {} } },
    ]);
  });

  it('has sources whose places count bytes of the whole text', () => {
    const metadata = {
      webSearchQueries: ['wie'],
      groundingChunks: [
        { web: { uri: 'https://a.example', title: 'a' } },
        { retrievedContext: { title: 'b', text: 'words' } },
      ],
      groundingSupports: [
        { segment: { endIndex: 6, text: 'Grüß' }, groundingChunkIndices: [0, 1] },
        { segment: { startIndex: 7, endIndex: 11, text: '😀' }, groundingChunkIndices: [0] },
      ],
    };
    const { blocks } = collected(
      eventsOf([
        chunk([{ text: 'Grüß' }], { groundingMetadata: {} }),
        chunk([{ text: ' 😀' }], { finishReason: 'STOP', groundingMetadata: metadata }),
      ]),
    );
    expect(blocks).toMatchObject([
      {
        text: 'Grüß 😀',
        citations: [
          { url: 'https://a.example', title: 'a', start: 0, end: 4 },
          { title: 'b', quote: 'words', start: 0, end: 4 },
          { url: 'https://a.example', start: 5, end: 7 },
        ],
      },
      {
        kind: 'hosted',
        tool: 'web-search',
        text: 'wie\na https://a.example\nb',
        value: { groundingMetadata: metadata },
      },
    ]);
  });

  it('has sources that it recites, each once', () => {
    const citations = [
      {},
      { uri: 'https://a.example', startIndex: 1, endIndex: 2 },
      { uri: 'https://a.example', startIndex: 1, endIndex: 2 },
    ];
    const { blocks } = collected(
      eventsOf([chunk([{ text: 'abc' }], { citationMetadata: { citations }, finishReason: 'RECITATION' })]),
    );
    expect(blocks).toMatchObject([{ citations: [{ url: 'https://a.example', start: 1, end: 2 }] }]);
  });

  it('loses answers beside the first, once', () => {
    const losses = new Losses();
    const second = chunk([{ text: 'b' }], { index: 1 });
    const { blocks } = collected(
      eventsOf([chunk([{ text: 'a' }]), second, second, stop], decodeContext(losses)),
    );
    expect(blocks).toEqual([{ kind: 'text', text: 'a' }]);
    expect(losses.list).toMatchObject([{ code: 'count' }]);
  });
});

describe('the end', () => {
  it.each([
    ['MAX_TOKENS', 'length', 'MAX_TOKENS'],
    ['stop', 'stop', 'STOP'],
    [2, 'length', 'MAX_TOKENS'],
    [3, 'content-filter', 'SAFETY'],
    ['RECITATION', 'content-filter', 'RECITATION'],
    ['MALFORMED_FUNCTION_CALL', 'malformed-call', 'MALFORMED_FUNCTION_CALL'],
    ['UNEXPECTED_TOOL_CALL', 'malformed-call', 'UNEXPECTED_TOOL_CALL'],
    ['SOMETHING_NEW', 'other', 'SOMETHING_NEW'],
  ])('%s is %s', (finishReason, reason, native) => {
    const { finish } = collected(eventsOf([chunk([], { finishReason, finishMessage: 'Why.' })]));
    expect(finish).toEqual({ reason, native, detail: 'Why.' });
  });

  it('is the last reason of several', () => {
    const chunks = ['STOP', 'RECITATION'].map((finishReason) => chunk([{ text: 'x' }], { finishReason }));
    expect(collected(eventsOf(chunks)).finish.reason).toBe('content-filter');
  });

  it('is a prompt that was blocked, without candidates', () => {
    const promptFeedback = { blockReason: 'MODEL_ARMOR', blockReasonMessage: 'No.' };
    expect(collected(eventsOf([{ promptFeedback }]))).toEqual({
      blocks: [],
      finish: { reason: 'content-filter', native: 'MODEL_ARMOR', detail: 'No.' },
    });
  });

  it.each([
    [{}],
    [{ candidates: null }],
    [{ candidates: [null, { content: null }, { content: { parts: null } }] }],
  ])('of nothing is other: %j', (body) => {
    expect(geminiGenerateCodec.decodeReply(body, decodeContext())).toEqual({
      blocks: [],
      finish: { reason: 'other' },
    });
  });
});
