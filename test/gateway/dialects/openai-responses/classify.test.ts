import { describe, expect, it } from 'vitest';
import { bitsOf, dataEvent } from '../event-bits.ts';

interface Event {
  readonly type: string;
  readonly [name: string]: unknown;
}

/** As OpenAI sends it, as OpenRouter does (no name), and as sorted JSON with the type at its end. */
const spellings = [
  (event: Event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
  (event: Event) => dataEvent(event),
  ({ type, ...rest }: Event) =>
    `data: ${JSON.stringify({ ...rest, type }, null, 1).replaceAll('\n', '')}\r\n\r\n`,
];

const response = { id: 'resp_1', object: 'response', output: [{ type: 'message', content: [] }] };

describe.each(spellings.map((spell, index) => [index, spell] as const))('spelling %i', (_index, spell) => {
  const bits = (event: Event) => bitsOf('openai-responses', spell(event));

  it.each([
    'response.output_text.delta',
    'response.reasoning_text.delta',
    'response.reasoning_summary_text.delta',
    'response.refusal.delta',
    'response.function_call_arguments.delta',
    'response.custom_tool_call_input.delta',
    'response.shell_call_command.delta',
  ])('%s is output when it holds something', (type) => {
    expect(bits({ type, delta: ' ', item_id: 'x' })).toEqual(['output']);
    expect(bits({ type, delta: '', obfuscation: 'x' })).toEqual([]);
    expect(bits({ type, delta: '"type":"response.failed" "delta":""' })).toEqual(['output']);
  });

  it('items are output when they are at work or done, not when they are added empty', () => {
    const added = (item: object) => bits({ type: 'response.output_item.added', output_index: 0, item });
    expect(added({ type: 'message', content: [], role: 'assistant' })).toEqual([]);
    expect(added({ id: 'rs', type: 'reasoning', summary: [] })).toEqual([]);
    expect(added({ type: 'function_call', arguments: '', name: 'f' })).toEqual(['output']);
    expect(added({ type: 'web_search_call', action: { type: 'search' } })).toEqual(['output']);
    expect(bits({ type: 'response.output_item.done', item: { type: 'message' } })).toEqual(['output']);
    expect(bits({ type: 'response.output_text.delta', delta: { commands: ['ls'] } })).toEqual(['output']);
  });

  it.each([
    ['response.created', ['start']],
    ['response.queued', []],
    ['response.in_progress', []],
    ['response.content_part.added', []],
    ['response.reasoning_summary_part.added', []],
    ['response.output_text.annotation.added', ['output']],
    ['response.image_generation_call.partial_image', ['output']],
    ['response.some_new_thing', ['output']],
  ])('%s', (type, expected) => {
    expect(bits({ type, response })).toEqual(expected);
  });

  it('ends with one of its closing events', () => {
    expect(bits({ type: 'response.completed', response: { ...response, output: [] } })).toEqual([
      'terminal',
      'usage',
    ]);
    // An answer that was cut by a limit or a filter is an answer.
    expect(bits({ type: 'response.incomplete', response })).toEqual(['terminal', 'usage']);
    expect(bits({ type: 'response.failed', response })).toEqual(['terminal', 'usage', 'failure']);
  });

  it('marks errors, nested or not', () => {
    expect(bits({ type: 'error', code: 'x', message: 'no', sequence_number: 1 })).toEqual(['failure']);
    expect(bits({ type: 'error', error: { type: 'server_error', message: 'no' } })).toEqual(['failure']);
  });
});

it('marks errors in the shape of other dialects', () => {
  expect(bitsOf('openai-responses', dataEvent({ error: { message: 'no', code: 500 } }))).toEqual(['failure']);
  expect(bitsOf('openai-responses', 'event: error\ndata: {}\n\n')).toEqual(['failure']);
});

it('is nothing for what is no event of a response', () => {
  for (const event of [
    ': comment\n\n',
    'data: [DONE]\n\n',
    dataEvent({ type: 'codex.rate_limits' }),
    '\n',
    'x',
  ]) {
    expect(bitsOf('openai-responses', event)).toEqual([]);
  }
});
