import { describe, expect, it } from 'vitest';
import { writeSignature } from '../../../../src/gateway/dialects/anthropic-messages/carried-state.ts';
import { anthropicMessagesCodec as codec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { type Opaque, wrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import type { Block, BlockHead, Finish, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { isRecord } from '../../../support/json-value.ts';
import { CodecRun, dataOf, encodeContext, lost, origin } from '../../../support/run-codec.ts';

const { encodedEvents, encodedStream, read } = new CodecRun(codec);

const finish: Finish = { reason: 'stop' };
const gemini: Opaque = { kind: 'gemini-signature', data: 'g', origin };
const sealed: Opaque = { kind: 'openai-encrypted', data: 'e', origin };
const call = (id: string): BlockHead => ({ kind: 'call', id, name: 'f', form: 'function' });

/** The frames between the start and the end, shortened to what they say. */
function frames(stream: string): readonly string[] {
  return dataOf(stream).flatMap((data) => {
    const { type, index, delta, content_block: block } = data as Record<string, Fields>;
    if (String(type) === 'content_block_start') return [`${index} ${block?.type}`];
    if (String(type) === 'content_block_stop') return [`${index} stop`];
    if (String(type) !== 'content_block_delta') return [];
    const { type: _, ...rest } = delta ?? {};
    return [`${index} ${JSON.stringify(Object.values(rest)[0])}`];
  });
}

function written(...events: readonly ReplyEvent[]): readonly string[] {
  return frames(encodedEvents([{ kind: 'start' }, ...events, { kind: 'finish', finish }]));
}

function whole(...blocks: readonly Block[]): readonly unknown[] {
  const { content } = codec.encodeReply({ blocks, finish }, encodeContext());
  return Array.isArray(content) ? content : [];
}

describe('a stream', () => {
  it("is Anthropic's, byte by byte", () => {
    const events: readonly ReplyEvent[] = [
      { kind: 'start', id: 'msg_1', model: 'claude', serviceTier: 'default' },
      { kind: 'open', block: 0, head: { kind: 'text' } },
      { kind: 'delta', block: 0, text: 'A "quoted"\nline' },
      { kind: 'close', block: 0 },
      { kind: 'open', block: 1, head: call('toolu_1') },
      { kind: 'delta', block: 1, text: '{"a":1}' },
      { kind: 'close', block: 1 },
      {
        kind: 'finish',
        finish: { reason: 'tool-calls' },
        usage: {
          input: 10,
          cacheRead: 20,
          cacheWrite5m: 3,
          cacheWrite1h: 4,
          output: 5,
          reasoning: 6,
          estimated: false,
        },
      },
    ];
    expect(encodedEvents(events).split('\n\n')).toEqual([
      'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0,"service_tier":"standard"}}}',
      'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A \\"quoted\\"\\nline"}}',
      'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}',
      'event: content_block_start\ndata: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}',
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":1}"}}',
      'event: content_block_stop\ndata: {"type":"content_block_stop","index":1}',
      'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":7,"cache_read_input_tokens":20,"cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":4},"output_tokens":11,"output_tokens_details":{"thinking_tokens":6}}}',
      'event: message_stop\ndata: {"type":"message_stop"}',
      '',
    ]);
  });

  it('begins and ends also when there is nothing in it', () => {
    const stream = encodedEvents([{ kind: 'finish', finish }]);
    expect(dataOf(stream).map(({ type }) => type)).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ]);
    expect(dataOf(stream)[0]).toMatchObject({ message: { id: 'msg_new1', model: 'asked-model' } });
    expect(dataOf(stream)[1]).toMatchObject({ usage: { input_tokens: 0, output_tokens: 0 } });
  });

  it('takes nothing after its end and closes what is open', () => {
    const end: ReplyEvent = { kind: 'finish', finish };
    const stream = encodedEvents([
      { kind: 'open', block: 0, head: { kind: 'text' } },
      { kind: 'delta', block: 0, text: 'A' },
      end,
      { kind: 'delta', block: 0, text: 'B' },
      end,
    ]);
    expect(frames(stream)).toEqual(['0 text', '0 "A"', '0 stop']);
    expect(stream.match(/message_stop/g)).toHaveLength(2);
  });

  it('has an id of this API', () => {
    const started = dataOf(
      encodedEvents([
        { kind: 'start', id: 'chatcmpl-1' },
        { kind: 'finish', finish },
      ]),
    )[0];
    expect(started).toMatchObject({ message: { id: 'msg_new1' } });
  });
});

describe('blocks', () => {
  it('of text begin with their first words', () => {
    expect(
      written(
        { kind: 'open', block: 0, head: { kind: 'text' } },
        { kind: 'close', block: 0 },
        { kind: 'open', block: 1, head: { kind: 'text', phase: 'commentary' } },
        { kind: 'delta', block: 1, text: 'A' },
        { kind: 'close', block: 1 },
      ),
    ).toEqual(['0 text', '0 "A"', '0 stop']);
    expect(whole({ kind: 'text', text: '' }, { kind: 'text', text: 'A' })).toEqual([
      { type: 'text', text: 'A' },
    ]);
  });

  it('of thoughts divide paragraphs by a blank line and have a signature, whoever thought', () => {
    const thoughts = { kind: 'reasoning', text: ['A', '', 'B'] } as const;
    const none = writeSignature(undefined);
    expect(frames(encodedStream({ blocks: [thoughts], finish }))).toEqual([
      ...['0 thinking', '0 "A"', '0 "\\n\\nB"', `0 "${none}"`, '0 stop'],
    ]);
    expect(whole(thoughts, { ...thoughts, opaque: sealed })).toEqual([
      { type: 'thinking', thinking: 'A\n\nB', signature: none },
      { type: 'thinking', thinking: 'A\n\nB', signature: wrapOpaque(sealed) },
    ]);
  });

  it('of thoughts without words are there for their state alone', () => {
    const redacted: Opaque = { kind: 'anthropic-redacted', data: 'r', origin };
    const blocks: readonly Block[] = [
      { kind: 'reasoning', text: [] },
      { kind: 'reasoning', text: [], opaque: sealed },
      { kind: 'reasoning', text: [], opaque: redacted },
    ];
    const expected = [
      { type: 'thinking', thinking: '', signature: wrapOpaque(sealed) },
      { type: 'redacted_thinking', data: wrapOpaque(redacted) },
    ];
    expect(whole(...blocks)).toEqual(expected);
    const stream = encodedStream({ blocks, finish });
    expect(frames(stream)).toEqual([
      '0 thinking',
      `0 "${wrapOpaque(sealed)}"`,
      '0 stop',
      '1 redacted_thinking',
      '1 stop',
    ]);
  });

  it('of calls without arguments have one empty piece', () => {
    expect(written({ kind: 'open', block: 0, head: call('t') }, { kind: 'close', block: 0 })).toEqual([
      ...['0 tool_use', '0 ""', '0 stop'],
    ]);
    expect(whole({ ...call('t'), input: '' } as Block)).toEqual([
      { type: 'tool_use', id: 't', name: 'f', input: {} },
    ]);
  });

  it('of parallel calls wait for each other', () => {
    expect(
      written(
        { kind: 'open', block: 0, head: call('a') },
        { kind: 'delta', block: 0, text: '{"a"' },
        { kind: 'open', block: 1, head: call('b') },
        { kind: 'delta', block: 1, text: '{"b"' },
        { kind: 'open', block: 2, head: call('c') },
        { kind: 'delta', block: 0, text: ':1}' },
        { kind: 'delta', block: 1, text: ':2' },
        { kind: 'close', block: 2 },
        { kind: 'close', block: 0 },
        { kind: 'delta', block: 1, text: '}' },
        { kind: 'close', block: 1 },
      ),
    ).toEqual([
      ...['0 tool_use', '0 "{\\"a\\""', '0 ":1}"', '0 stop'],
      ...['1 tool_use', '1 "{\\"b\\":2"', '1 "}"', '1 stop'],
      ...['2 tool_use', '2 ""', '2 stop'],
    ]);
  });

  it('of calls with free text are objects in the end', () => {
    const head: BlockHead = { kind: 'call', id: 't', name: 'patch', form: 'custom' };
    expect(
      written(
        { kind: 'open', block: 0, head },
        { kind: 'delta', block: 0, text: '*** ' },
        { kind: 'delta', block: 0, text: 'Begin' },
        { kind: 'close', block: 0 },
      ),
    ).toEqual(['0 tool_use', '0 "{\\"input\\":\\"*** Begin\\"}"', '0 stop']);
  });

  it('of calls have ids that this API takes back, each its own', () => {
    const blocks = ['functions.f:0', 'call_0', 'call_0', ''].map(
      (id) => ({ ...call(id), input: '' }) as Block,
    );
    const expected = ['functions_f_0', 'call_0', 'toolu_new1', 'toolu_new2'];
    const { content } = codec.encodeReply({ id: 'msg_1', blocks, finish }, encodeContext());
    expect(content).toMatchObject(expected.map((id) => ({ id })));
    const ids = dataOf(encodedStream({ id: 'msg_1', blocks, finish })).flatMap(({ content_block: block }) =>
      isRecord(block) ? [block.id] : [],
    );
    expect(ids).toEqual(expected);
  });

  it('are followed by state that belongs to them', () => {
    const blocks: readonly Block[] = [
      { ...call('a'), input: '{}', opaque: gemini } as Block,
      { kind: 'text', text: 'So', opaque: gemini },
      { kind: 'text', text: '', opaque: gemini },
    ];
    const state = (owner: Parameters<typeof writeSignature>[1]) => ({
      type: 'thinking',
      thinking: '',
      signature: writeSignature(gemini, owner),
    });
    const content = [
      { type: 'tool_use', id: 'a', name: 'f', input: {} },
      state({ kind: 'call', id: 'a' }),
      { type: 'text', text: 'So' },
      state({ kind: 'text' }),
      state({ kind: 'empty-text' }),
    ];
    expect(whole(...blocks)).toEqual(content);
    const starts = frames(encodedStream({ blocks, finish })).filter(
      (line) => /^\d [a-z_]+$/.test(line) && !line.endsWith('stop'),
    );
    expect(starts).toEqual(['0 tool_use', '1 thinking', '2 text', '3 thinking', '4 thinking']);
    // And it comes back with the next request.
    const [turn] = read({ messages: [{ role: 'assistant', content }] }).turns;
    expect(turn?.parts).toMatchObject([
      { kind: 'tool-call', opaque: gemini },
      { kind: 'text', text: 'So', opaque: gemini },
      { kind: 'text', text: '', opaque: gemini },
    ]);
  });

  it('of hosted tools are for clients of their own dialect', () => {
    const own = (value: Fields): Block => ({
      kind: 'hosted',
      tool: 'other',
      text: '',
      dialect: 'anthropic-messages',
      value,
    });
    const values = [
      { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'q' } },
      { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
      { type: 'compaction', content: 'C', encrypted_content: 'x' },
    ];
    const losses = new Losses();
    const foreign: Block = {
      kind: 'hosted',
      tool: 'web-search',
      text: 'q',
      dialect: 'openai-responses',
      value: {},
    };
    const blocks = [...values.map(own), foreign];
    expect(codec.encodeReply({ blocks, finish }, encodeContext(losses)).content).toEqual(values);
    expect(frames(encodedStream({ blocks, finish }, encodeContext(losses)))).toEqual([
      ...['0 server_tool_use', '0 "{\\"query\\":\\"q\\"}"', '0 stop'],
      ...['1 web_search_tool_result', '1 stop'],
      ...['2 compaction', '2 "C"', '2 stop'],
    ]);
    expect(lost(losses)).toEqual(['hosted answer', 'hosted answer']);
  });

  it('of media are a note', () => {
    const losses = new Losses();
    const media: Block = { kind: 'media', mimeType: 'image/png', data: 'aa', opaque: gemini };
    expect(frames(encodedStream({ blocks: [media], finish }, encodeContext(losses)))).toEqual([
      ...['0 text', '0 "[image/png left out]"', '0 stop'],
    ]);
    expect(codec.encodeReply({ blocks: [media], finish }, encodeContext(losses)).content).toEqual([
      { type: 'text', text: '[image/png left out]' },
    ]);
    expect(lost(losses)).toEqual(['media answer', 'opaque answer', 'media answer', 'opaque answer']);
  });

  it('name sources of this API only', () => {
    const value = { type: 'web_search_result_location', url: 'https://a.example' };
    const citations = (['anthropic-messages', 'openai-responses'] as const).map((dialect) => ({
      dialect,
      value,
    }));
    const losses = new Losses();
    const block: Block = { kind: 'text', text: 'A', citations };
    expect(codec.encodeReply({ blocks: [block], finish }, encodeContext(losses)).content).toEqual([
      { type: 'text', text: 'A', citations: [value] },
    ]);
    expect(frames(encodedStream({ blocks: [block], finish }, encodeContext(losses)))).toEqual([
      ...['0 text', '0 "A"', `0 ${JSON.stringify(value)}`, '0 stop'],
    ]);
    expect(lost(losses)).toEqual(['citation answer', 'citation answer']);
  });

  it('name a source before the words it is for, too', () => {
    const value = { type: 'char_location', cited_text: 'q' };
    expect(
      written(
        { kind: 'open', block: 0, head: { kind: 'text' } },
        { kind: 'cite', block: 0, citation: { dialect: 'anthropic-messages', value } },
        { kind: 'delta', block: 0, text: 'A' },
        { kind: 'delta', block: 0, text: 'B' },
        { kind: 'close', block: 0 },
      ),
    ).toEqual(['0 text', '0 "A"', `0 ${JSON.stringify(value)}`, '0 "B"', '0 stop']);
  });
});

describe('the end of an answer', () => {
  const calls: readonly Block[] = [{ ...call('a'), input: '' } as Block];
  it.each<[Finish, readonly Block[], object]>([
    [{ reason: 'stop' }, [], { stop_reason: 'end_turn', stop_sequence: null }],
    [{ reason: 'stop' }, calls, { stop_reason: 'tool_use' }],
    [{ reason: 'tool-calls' }, calls, { stop_reason: 'tool_use' }],
    [{ reason: 'tool-calls' }, [], { stop_reason: 'end_turn' }],
    [{ reason: 'length' }, calls, { stop_reason: 'max_tokens' }],
    [
      { reason: 'stop-sequence', stopSequence: 'X' },
      [],
      { stop_reason: 'stop_sequence', stop_sequence: 'X' },
    ],
    [{ reason: 'stop-sequence' }, [], { stop_reason: 'end_turn', stop_sequence: null }],
    [{ reason: 'stop-sequence', stopSequence: 'X' }, calls, { stop_reason: 'tool_use', stop_sequence: null }],
    [
      { reason: 'content-filter', native: 'SAFETY', detail: 'why' },
      [],
      { stop_reason: 'refusal', stop_details: { type: 'refusal', category: null, explanation: 'why' } },
    ],
    [{ reason: 'refusal' }, [], { stop_reason: 'refusal', stop_details: { explanation: null } }],
    [{ reason: 'pause' }, [], { stop_reason: 'pause_turn' }],
    [{ reason: 'context-full' }, [], { stop_reason: 'model_context_window_exceeded' }],
    [{ reason: 'malformed-call', native: 'MALFORMED_FUNCTION_CALL' }, [], { stop_reason: 'end_turn' }],
    [{ reason: 'other', native: 'compaction' }, [], { stop_reason: 'compaction' }],
    [{ reason: 'other', native: 'LANGUAGE' }, [], { stop_reason: 'end_turn' }],
  ])('%j is written', (reason, blocks, expected) => {
    const reply = { blocks, finish: reason };
    expect(codec.encodeReply(reply, encodeContext())).toMatchObject(expected);
    expect(dataOf(encodedStream(reply)).at(-2)).toMatchObject({ delta: expected });
  });
});
