import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marksOfChunk } from '../../../../src/gateway/dialects/chat-choice.ts';
import { classifyChat } from '../../../../src/gateway/dialects/openai-chat/classify.ts';
import { bitsOf, dataEvent } from '../event-bits.ts';

const bits = (event: string) => bitsOf('openai-chat', event);
const chunk = (delta: unknown, more: object = {}, choice: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: null, ...choice }],
  ...more,
});
const delta = (value: unknown) => bits(dataEvent(chunk(value)));
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

describe('real output', () => {
  it.each([
    ['text', { content: ' ' }],
    ['text with a role', { role: 'assistant', content: 'a' }],
    ['reasoning (DeepSeek)', { content: null, reasoning_content: 'a' }],
    ['reasoning (Groq)', { reasoning: 'a', channel: 'analysis' }],
    ['reasoning beside empty text (OpenRouter)', { role: 'assistant', content: '', reasoning: 'a' }],
    [
      'reasoning details alone',
      { content: '', reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] },
    ],
    [
      'a list of parts (Mistral)',
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'a' }] }] },
    ],
    ['a refusal', { refusal: 'no' }],
    ['a tool call', { tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '' } }] }],
    ['a later piece of one', { tool_calls: [{ index: 0, function: { arguments: '' } }] }],
    ['an old function call', { function_call: { name: 'f', arguments: '' } }],
    ['audio', { audio: { id: 'a', data: 'AAA' } }],
    ['an image', { content: '', images: [{ type: 'image_url', image_url: { url: 'data:' } }] }],
  ])('is %s', (_what, value) => {
    expect(delta(value)).toEqual(['output']);
  });

  it.each([
    ['the role', { role: 'assistant' }],
    ['an empty text', { role: 'assistant', content: '' }],
    ['null', { content: null, tool_calls: null, refusal: null }],
    ['nothing', {}],
    ['empty lists', { content: [], tool_calls: [], reasoning_details: [] }],
    ['empty parts', { content: [{ type: 'text', text: '' }] }],
  ])('is not %s', (_what, value) => {
    expect(delta(value)).toEqual([]);
  });

  it('is told in every spelling of JSON', () => {
    expect(bits('data:{"choices": [{"delta": {"content" : "a"}, "finish_reason": null}]}\r\n\r\n')).toEqual([
      'output',
    ]);
    expect(bits('id: 7\ndata: {"choices":[{"delta":{"content":"a"}}]}\n\n')).toEqual(['output']);
    expect(
      bits('data: {"choices":[{"finish_reason":null,"delta":{"content":"é}{"}}],"usage":null}\n\n'),
    ).toEqual(['output']);
  });
});

it('is nothing for comments and for an opening chunk without choices', () => {
  expect(bits(': OPENROUTER PROCESSING\n\n')).toEqual([]);
  expect(bits(':\n\n')).toEqual([]);
  expect(bits('\n')).toEqual([]);
  expect(bits('\xef\xbb\xbf')).toEqual([]);
  expect(
    bits(dataEvent({ choices: [], id: '', created: 0, prompt_filter_results: [{ x: { filtered: false } }] })),
  ).toEqual([]);
});

describe('the end', () => {
  it('is [DONE], however it is spaced', () => {
    for (const event of ['data: [DONE]\n\n', 'data:[DONE]\n\n', 'data: [DONE]\r\n\r\n', 'data: [DONE]']) {
      expect(bits(event)).toEqual(['terminal']);
    }
    expect(delta({ content: '[DONE]' })).toEqual(['output']);
  });

  it('is announced by a finish reason', () => {
    expect(bits(dataEvent(chunk({}, {}, { finish_reason: 'stop' })))).toEqual(['finish']);
    expect(bits(dataEvent(chunk({ content: 'a' }, {}, { finish_reason: 'length' })))).toEqual([
      'output',
      'finish',
    ]);
    expect(
      bits('data: {"choices":[{"finish_reason":"stop","index":0,"delta":{"content":"a"}}]}\n\n'),
    ).toEqual(['output', 'finish']);
    expect(bits(dataEvent(chunk({ content: 'a' }, {}, { finish_reason: '' })))).toEqual(['output']);
    expect(bits(dataEvent(chunk({}, {}, { finish_reason: 'content_filter' })))).toEqual(['finish']);
  });
});

describe('figures', () => {
  it('are marked wherever a provider puts them', () => {
    expect(bits(dataEvent({ choices: [], usage }))).toEqual(['usage', 'usageOnly']);
    expect(bits(dataEvent({ ...chunk({}, { usage }, { finish_reason: 'stop' }) }))).toEqual([
      'usage',
      'finish',
    ]);
    expect(bits(dataEvent(chunk({}, { x_groq: { usage } }, { finish_reason: 'stop' })))).toEqual([
      'usage',
      'finish',
    ]);
    expect(bits(dataEvent(chunk({}, {}, { usage })))).toEqual(['usage']);
    expect(bits(dataEvent(chunk({ content: 'a' }, { usage })))).toEqual(['output', 'usage']);
  });

  it('are not there when they are null', () => {
    expect(bits(dataEvent(chunk({ content: 'a' }, { usage: null })))).toEqual(['output']);
    expect(bits(dataEvent({ choices: [], usage: null }))).toEqual([]);
    expect(bits(dataEvent(chunk({ content: 'a' }, { x_groq: { id: 'req' } })))).toEqual(['output']);
  });
});

describe('a failure', () => {
  it.each([
    ['an error alone', dataEvent({ error: { message: 'no', code: 500 } }), ['failure']],
    ['Groq’s error event', 'event: error\ndata: {"error":{"message":"no"}}\n\n', ['failure']],
    ['an error event that is no JSON', 'event: error\ndata: no\n\n', ['failure']],
    ['an error as text', dataEvent({ code: 'x', error: 'no' }), ['failure']],
    [
      'an error event with a chunk',
      `event: error\n${dataEvent(chunk({ content: 'a' }))}`,
      ['output', 'failure'],
    ],
    [
      'an error beside figures alone',
      dataEvent({ choices: [], usage, error: { code: 1 } }),
      ['usage', 'failure'],
    ],
    ['a flat error', dataEvent({ object: 'error', message: 'no' }), ['failure']],
    ['an error of a choice', dataEvent(chunk({}, {}, { error: { code: 502 } })), ['failure']],
    [
      'a finish reason that says so',
      dataEvent(chunk({}, {}, { finish_reason: 'error' })),
      ['failure', 'finish'],
    ],
    [
      'an error in a normal chunk (OpenRouter)',
      dataEvent(chunk({ content: '' }, { error: { code: 400 }, usage })),
      ['usage', 'failure'],
    ],
    [
      'an error beside text',
      dataEvent(chunk({ content: 'a' }, { error: { code: 400 } })),
      ['output', 'failure'],
    ],
    ['JSON outside the framing', '{"error":{"message":"no"}}\n', ['failure']],
  ])('is %s', (_what, event, expected) => {
    expect(bits(event)).toEqual(expected);
  });

  it('is not the word in an answer, nor null', () => {
    expect(delta({ content: '{"error":{"message":"no"}}' })).toEqual(['output']);
    expect(delta({ content: 'event: error\ndata: {"error":1}' })).toEqual(['output']);
    expect(bits(dataEvent(chunk({ content: 'a' }, { error: null })))).toEqual(['output']);
  });
});

it('takes no word of an answer for a key', () => {
  const words = fc.constantFrom(
    '"usage":{',
    '"finish_reason":"stop"',
    '"error":{',
    '{',
    '}',
    '\\',
    '"',
    '[DONE]',
    '\n\ndata: ',
    'é',
    'a',
  );
  const text = fc.array(words, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (content) => {
      expect(delta({ content })).toEqual(['output']);
      expect(delta({ tool_calls: [{ index: 0, function: { arguments: content } }] })).toEqual(['output']);
    }),
    { numRuns: 500 },
  );
});

it('sees by probes what it would see by parsing', () => {
  const text = fc.constantFrom('', 'a', '"x":{', '\\"', 'é', null);
  const parts = fc.constantFrom(
    null,
    [],
    [{ index: 0, function: { arguments: '' } }],
    [{ type: 'text', text: '' }],
  );
  const piece = fc.dictionary(
    fc.constantFrom('role', 'content', 'reasoning_content', 'reasoning', 'refusal', 'tool_calls', 'channel'),
    fc.oneof(text, parts),
  );
  const figures = fc.constantFrom(undefined, null, usage);
  const shape = fc.record({
    index: fc.constant(0),
    finish_reason: fc.constantFrom(null, '', 'stop', undefined),
    delta: piece,
    logprobs: fc.constantFrom(null, { content: [{ token: 'a' }] }, undefined),
  });
  const any = fc.record({
    usage: figures,
    choices: fc.array(shape, { maxLength: 2 }),
    error: fc.constantFrom(undefined, undefined, null, { code: 1 }),
    x_groq: fc.constantFrom(undefined, { id: 'r' }, { usage }),
  });
  fc.assert(
    fc.property(any, fc.constantFrom(0, 1), (value, spaced) => {
      const json = spaced === 1 ? JSON.stringify(value, null, 1).replaceAll('\n', '') : JSON.stringify(value);
      expect(classifyChat(`data: ${json}\n\n`)).toBe(marksOfChunk(JSON.parse(json)));
    }),
    { numRuns: 1500 },
  );
});
