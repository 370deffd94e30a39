import { describe, expect, it } from 'vitest';
import { bitsOf, dataEvent } from '../event-bits.ts';

interface Event {
  readonly type: string;
  readonly [name: string]: unknown;
}

const spellings = [
  (event: Event) => `event: ${event.type}\ndata: ${JSON.stringify(event).slice(0, -1)}     }\n\n`,
  (event: Event) => dataEvent(event),
  ({ type, ...rest }: Event) =>
    `data: ${JSON.stringify({ ...rest, type }, null, 1).replaceAll('\n', '')}\r\n\r\n`,
];

describe.each(spellings.map((spell, index) => [index, spell] as const))('spelling %i', (_index, spell) => {
  const bits = (event: Event) => bitsOf('anthropic-messages', spell(event));
  const delta = (value: object) => bits({ type: 'content_block_delta', index: 0, delta: value });
  const block = (value: object) => bits({ type: 'content_block_start', index: 0, content_block: value });

  it.each([
    { type: 'text_delta', text: ' ' },
    { type: 'text_delta', text: '"text":""' },
    { type: 'thinking_delta', thinking: 'a' },
    { type: 'input_json_delta', partial_json: '{"a":""' },
    { type: 'signature_delta', signature: 'x' },
    { type: 'citations_delta', citation: { cited_text: '', title: 'x' } },
    { type: 'some_new_delta', x: 1 },
  ])('%j is output', (value) => {
    expect(delta(value)).toEqual(['output']);
  });

  it.each([
    { type: 'text_delta', text: '' },
    { type: 'thinking_delta', thinking: '' },
    { type: 'input_json_delta', partial_json: '' },
  ])('%j is none', (value) => {
    expect(delta(value)).toEqual([]);
  });

  it.each([
    { type: 'text', text: 'a' },
    { type: 'redacted_thinking', data: 'x' },
    { type: 'tool_use', id: 't', name: 'f', input: {} },
    { type: 'server_tool_use', id: 't', name: 'web_search', input: {} },
    { type: 'web_search_tool_result', content: [{ type: 'web_search_result', text: '' }] },
    { type: 'compaction', content: null },
  ])('a block %j is output', (value) => {
    expect(block(value)).toEqual(['output']);
  });

  it.each([
    { type: 'text', text: '' },
    { type: 'text', text: '', citations: null },
    { type: 'thinking', thinking: '', signature: '' },
  ])('a block %j is none', (value) => {
    expect(block(value)).toEqual([]);
  });

  it('starts, tells figures and ends', () => {
    const message = { id: 'msg', type: 'message', content: [], usage: { input_tokens: 1, output_tokens: 1 } };
    expect(bits({ type: 'message_start', message })).toEqual(['usage', 'start']);
    const full = { ...message, content: [{ type: 'tool_use' }] };
    expect(bits({ type: 'message_start', message: full })).toEqual(['output', 'usage', 'start']);
    const usage = { output_tokens: 5 };
    expect(bits({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage })).toEqual([
      'usage',
      'finish',
    ]);
    expect(bits({ type: 'message_delta', delta: { stop_reason: null }, usage })).toEqual(['usage']);
    expect(bits({ type: 'message_stop' })).toEqual(['terminal']);
  });

  it('does not take a refusal for a failure', () => {
    const refusal = { stop_reason: 'refusal', stop_details: { type: 'refusal', category: null } };
    expect(bits({ type: 'message_delta', delta: refusal, usage: {} })).toEqual(['usage', 'finish']);
  });

  it('knows errors, pings and the rest', () => {
    expect(bits({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })).toEqual([
      'failure',
    ]);
    expect(bits({ type: 'ping' })).toEqual([]);
    expect(bits({ type: 'content_block_stop', index: 0 })).toEqual([]);
    expect(bits({ type: 'some_new_event' })).toEqual([]);
  });
});

it('knows errors in other shapes', () => {
  expect(bitsOf('anthropic-messages', dataEvent({ error: { message: 'no' } }))).toEqual(['failure']);
  expect(bitsOf('anthropic-messages', '{"type":"error","error":{"message":"no"}}')).toEqual(['failure']);
  expect(bitsOf('anthropic-messages', 'event: message\ndata: {"type":"message_stop"}\n\n')).toEqual([
    'terminal',
  ]);
});

it('is nothing for comments', () => {
  expect(bitsOf('anthropic-messages', ': keep-alive\n\n')).toEqual([]);
});
