import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { CodecRun, collected, decodeContext, lost, origin } from '../../../support/run-codec.ts';

const { decodedEvents } = new CodecRun(anthropicMessagesCodec);

const begin = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude', usage: { service_tier: 'standard' } },
};
const start = (index: number | undefined, content_block: Fields): Fields => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number | undefined, type: string, more: Fields): Fields => ({
  type: 'content_block_delta',
  index,
  delta: { type: `${type}_delta`, ...more },
});
const stop = (index: number): Fields => ({ type: 'content_block_stop', index });
const over = (stop_reason: string | null, more: Fields = {}): Fields => ({
  type: 'message_delta',
  delta: { stop_reason, ...more },
  usage: {},
});
const end = { type: 'message_stop' };
const text = { type: 'text', text: '' };
const call = { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} };

function events(...data: readonly Fields[]) {
  return decodedEvents(data.map((item) => ({ name: '', data: item })));
}

function blocks(...data: readonly Fields[]) {
  return collected(events(begin, ...data, end)).blocks;
}

describe('a stream', () => {
  it('is read event by event', () => {
    expect(
      events(
        begin,
        { type: 'ping' },
        start(0, { type: 'thinking', thinking: '', signature: '' }),
        delta(0, 'thinking', { thinking: 'Hm' }),
        { type: 'ping' },
        delta(0, 'signature', { signature: 'sig' }),
        stop(0),
        start(1, text),
        delta(1, 'text', { text: '' }),
        delta(1, 'text', { text: 'So' }),
        stop(1),
        start(2, call),
        delta(2, 'input_json', { partial_json: '' }),
        delta(2, 'input_json', { partial_json: '{"a":' }),
        delta(2, 'input_json', { partial_json: '1}' }),
        stop(2),
        over('tool_use'),
        end,
      ),
    ).toEqual([
      { kind: 'start', id: 'msg_1', model: 'claude', serviceTier: 'standard' },
      { kind: 'open', block: 0, head: { kind: 'reasoning' } },
      { kind: 'delta', block: 0, text: 'Hm' },
      { kind: 'close', block: 0, opaque: { kind: 'anthropic-signature', data: 'sig', origin } },
      { kind: 'open', block: 1, head: { kind: 'text' } },
      { kind: 'delta', block: 1, text: 'So' },
      { kind: 'close', block: 1 },
      { kind: 'open', block: 2, head: { kind: 'call', id: 'toolu_1', name: 'f', form: 'function' } },
      { kind: 'delta', block: 2, text: '{"a":' },
      { kind: 'delta', block: 2, text: '1}' },
      { kind: 'close', block: 2 },
      { kind: 'finish', finish: { reason: 'tool-calls', native: 'tool_use' } },
    ]);
  });

  it('says nothing at its end when it is not whole', () => {
    const found = decodedEvents(
      [begin, start(0, text)].map((data) => ({ name: '', data })),
      decodeContext(),
      false,
    );
    expect(found.map(({ kind }) => kind)).toEqual(['start', 'open']);
  });

  it('is known by its event lines where the data has no type', () => {
    const { type: _, ...data } = delta(0, 'text', { text: 'So' });
    const { type: __, ...first } = start(0, text);
    const found = decodedEvents([
      { name: 'content_block_start', data: first },
      { name: 'content_block_delta', data },
    ]);
    expect(collected(found).blocks).toEqual([{ kind: 'text', text: 'So' }]);
  });

  it('may have no blocks, no start, no reason', () => {
    expect(collected(events())).toEqual({ blocks: [], finish: { reason: 'stop' } });
    expect(collected(events(start(0, call))).finish).toEqual({ reason: 'tool-calls' });
  });

  it('passes over failures, a second start, and what makes no sense', () => {
    const odd = [
      { type: 'error', error: {} },
      begin,
      {},
      { type: 'content_block_delta' },
      { type: 'new_event' },
    ];
    expect(blocks(...odd, start(0, text), delta(0, 'text', { text: 'So' }), ...odd)).toEqual([
      { kind: 'text', text: 'So' },
    ]);
  });
});

describe('blocks of a stream', () => {
  it('may begin with something', () => {
    const citation = { type: 'web_search_result_location', url: 'https://a.example' };
    expect(
      blocks(
        start(0, { type: 'thinking', thinking: 'H', signature: 's' }),
        delta(0, 'thinking', { thinking: 'm' }),
        start(1, { type: 'text', text: 'S', citations: [citation] }),
        delta(1, 'text', { text: 'o' }),
        delta(1, 'citations', { citation }),
        start(2, { ...call, input: { a: 1 } }),
        start(3, { ...call, id: 'toolu_2', input: { a: 1 } }),
        delta(3, 'input_json', { partial_json: '{"b":2}' }),
        start(4, { ...call, id: undefined, input: '{"c":3}' }),
      ),
    ).toMatchObject([
      { kind: 'reasoning', text: ['Hm'], opaque: { data: 's' } },
      { kind: 'text', text: 'So', citations: [{ url: 'https://a.example' }, {}] },
      { kind: 'call', input: '{"a":1}' },
      { kind: 'call', input: '{"b":2}' },
      { kind: 'call', id: 'toolu_new1', input: '{"c":3}' },
    ]);
  });

  it('are told apart without stops and with an index that comes again', () => {
    expect(
      blocks(
        start(0, text),
        delta(0, 'text', { text: 'A' }),
        start(0, { type: 'thinking', thinking: '' }),
        delta(0, 'thinking', { thinking: 'B' }),
        start(0, call),
        delta(0, 'input_json', { partial_json: '{}' }),
        start(0, text),
        delta(0, 'text', { text: 'C' }),
      ),
    ).toMatchObject([{ text: 'A' }, { text: ['B'] }, { input: '{}' }, { text: 'C' }]);
  });

  it('may be begun by their pieces, with or without an index', () => {
    expect(
      blocks(
        delta(0, 'text', { text: 'A' }),
        start(1, text),
        delta(undefined, 'text', { text: 'B' }),
        delta(0, 'text', { text: 'C' }),
      ),
    ).toEqual([
      { kind: 'text', text: 'A' },
      { kind: 'text', text: 'B' },
      { kind: 'text', text: 'C' },
    ]);
  });

  it('are parallel calls whose pieces interleave', () => {
    expect(
      blocks(
        start(0, call),
        start(1, { ...call, id: 'toolu_2' }),
        delta(1, 'input_json', { partial_json: '{"b":' }),
        delta(0, 'input_json', { partial_json: '{"a":1}' }),
        delta(1, 'input_json', { partial_json: '2}' }),
      ),
    ).toMatchObject([
      { id: 'toolu_1', input: '{"a":1}' },
      { id: 'toolu_2', input: '{"b":2}' },
    ]);
  });

  it('are encrypted thoughts and thoughts without words', () => {
    expect(
      blocks(
        start(0, { type: 'redacted_thinking', data: 'red' }),
        stop(0),
        start(1, { type: 'thinking', thinking: '', signature: '' }),
        delta(1, 'thinking', { thinking: '' }),
        delta(1, 'signature', { signature: 'sig' }),
        stop(1),
      ),
    ).toEqual([
      { kind: 'reasoning', text: [], opaque: { kind: 'anthropic-redacted', data: 'red', origin } },
      { kind: 'reasoning', text: [], opaque: { kind: 'anthropic-signature', data: 'sig', origin } },
    ]);
  });

  it('are steps of hosted tools, whole', () => {
    const found = {
      type: 'web_search_tool_result',
      tool_use_id: 's',
      content: [{ type: 'web_search_result', title: 'T', url: 'u' }],
    };
    expect(
      blocks(
        start(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
        delta(0, 'input_json', { partial_json: '{"query":' }),
        delta(0, 'input_json', { partial_json: '"cats"}' }),
        stop(0),
        start(1, found),
        stop(1),
        start(2, { type: 'compaction', content: null }),
        delta(2, 'compaction', { content: 'We spoke ', encrypted_content: 'x' }),
        delta(2, 'compaction', { content: 'of cats.', encrypted_content: null }),
        stop(2),
        start(3, { type: 'container_upload', file_id: 'f' }),
      ),
    ).toEqual([
      {
        ...{ kind: 'hosted', tool: 'web-search', text: 'web_search: cats', dialect: 'anthropic-messages' },
        value: { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'cats' } },
      },
      { kind: 'hosted', tool: 'web-search', text: 'T\nu', dialect: 'anthropic-messages', value: found },
      {
        ...{ kind: 'hosted', tool: 'other', text: 'We spoke of cats.', dialect: 'anthropic-messages' },
        value: { type: 'compaction', content: 'We spoke of cats.', encrypted_content: 'x' },
      },
      {
        ...{ kind: 'hosted', tool: 'code', text: '', dialect: 'anthropic-messages' },
        value: { type: 'container_upload', file_id: 'f' },
      },
    ]);
  });

  it('may stand in the start of the message', () => {
    const message = {
      content: [text, { ...call, input: { a: 1 } }, { type: 'redacted_thinking', data: 'r' }, { type: 'x' }],
    };
    const found = collected(
      events({ type: 'message_start', message }, start(0, text), delta(0, 'text', { text: 'So' })),
    );
    expect(found.blocks.map(({ kind }) => kind)).toEqual(['text', 'call', 'reasoning', 'hosted', 'text']);
    expect(found.finish.reason).toBe('tool-calls');
  });
});

describe('the end of an answer', () => {
  it.each([
    ['end_turn', {}, { reason: 'stop' }],
    ['max_tokens', {}, { reason: 'length' }],
    ['stop_sequence', { stop_sequence: 'END' }, { reason: 'stop-sequence', stopSequence: 'END' }],
    ['tool_use', {}, { reason: 'tool-calls' }],
    ['pause_turn', {}, { reason: 'pause' }],
    [
      'refusal',
      { stop_details: { type: 'refusal', category: 'bio', explanation: null } },
      { reason: 'refusal', detail: 'bio' },
    ],
    ['refusal', { stop_details: { explanation: 'No.' } }, { reason: 'refusal', detail: 'No.' }],
    ['refusal', { stop_details: null }, { reason: 'refusal' }],
    ['model_context_window_exceeded', {}, { reason: 'context-full' }],
    ['compaction', {}, { reason: 'other' }],
  ])('%s %j is %j', (word, more, expected) => {
    expect(collected(events(begin, over(word, more), end)).finish).toEqual({ ...expected, native: word });
  });

  it('does not forget its reason', () => {
    expect(collected(events(begin, over('max_tokens'), over(null), end)).finish.reason).toBe('length');
  });

  it('reports what only this API tells', () => {
    const losses = new Losses();
    const data = [
      { ...begin, message: { ...begin.message, container: { id: 'c' }, context_management: null } },
      delta(5, 'input_json', { partial_json: '{' }),
      start(6, { ...call, caller: { type: 'direct' } }),
      start(7, {
        ...call,
        caller: { type: 'code_execution_20260120', tool_id: 's' },
        toolset_name: 'browser',
      }),
      { ...over('end_turn', { container: null }), context_management: { applied_edits: [] } },
      { ...over('end_turn'), context_management: { applied_edits: [{}] } },
    ];
    decodedEvents(
      data.map((item) => ({ name: '', data: item })),
      decodeContext(losses),
    );
    expect(lost(losses)).toEqual([
      ...['field answer', 'part answer', 'field answer', 'field answer', 'field answer'],
    ]);
  });
});
