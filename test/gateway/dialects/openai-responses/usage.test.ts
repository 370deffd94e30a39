import { describe, expect, it } from 'vitest';
import { wireOf } from '../../../../src/gateway/dialects/wires.ts';
import { buckets, ofAnswer, ofStream } from '../figures-of.ts';

const usage = {
  input_tokens: 1220,
  input_tokens_details: { cached_tokens: 100, cache_write_tokens: 1000 },
  output_tokens: 100,
  output_tokens_details: { reasoning_tokens: 54 },
  total_tokens: 1320,
};
const expected = { input: 120, cacheRead: 100, cacheWrite5m: 1000, output: 46, reasoning: 54 };
const event = (type: string, response: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, response })}\n\n`;

it('stands at the top of an answer', () => {
  expect(ofAnswer('openai-responses', { output: [{ usage: {} }], usage })).toEqual(expected);
  expect(ofAnswer('openai-responses', { status: 'queued', usage: null })).toBeUndefined();
});

it('is no answer to a count of tokens', () => {
  expect(ofAnswer('openai-responses', { object: 'response.input_tokens', input_tokens: 11 })).toBeUndefined();
});

describe('a stream', () => {
  it.each(['response.completed', 'response.incomplete', 'response.failed'])('has it in %s', (type) => {
    expect(
      ofStream('openai-responses', [event('response.created', { usage: null }), event(type, { usage })]),
    ).toEqual(expected);
  });

  it('finds it behind large output and before tools that are named so', () => {
    const tools = [{ parameters: { properties: { usage: { type: 'object' } } } }];
    const response = { output: [{ result: 'x'.repeat(10_000) }], usage, tools };
    expect(ofStream('openai-responses', [event('response.completed', response)])).toEqual(expected);
  });

  it('reads it from the last piece of an event that came in pieces', () => {
    const whole = event('response.completed', { output: [{ result: 'x'.repeat(1000) }], usage, user: null });
    const reader = wireOf('openai-responses').createUsageReader({});
    reader.take(whole.slice(500));
    expect(buckets(reader.read())).toEqual(expected);
  });

  it('has none when none came', () => {
    expect(ofStream('openai-responses', [event('response.failed', { usage: null })])).toBeUndefined();
  });
});
