import { describe, expect, it } from 'vitest';
import { ofAnswer, ofStream } from '../figures-of.ts';

const event = (type: string, data: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const start = (usage: object) => event('message_start', { message: { content: [], usage } });
const delta = (usage: object) => event('message_delta', { delta: { stop_reason: 'end_turn' }, usage });
const stream = (...events: readonly string[]) => ofStream('anthropic-messages', events);

describe('an answer', () => {
  it('counts cached tokens beside the input, thinking inside the output', () => {
    const usage = {
      input_tokens: 10,
      cache_read_input_tokens: 300,
      cache_creation_input_tokens: 70,
      cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 20 },
      output_tokens: 101,
      output_tokens_details: { thinking_tokens: 28 },
    };
    expect(ofAnswer('anthropic-messages', { usage })).toEqual({
      input: 10,
      cacheRead: 300,
      cacheWrite5m: 50,
      cacheWrite1h: 20,
      output: 73,
      reasoning: 28,
    });
  });

  it('counts what it wrote without a split for five minutes', () => {
    expect(
      ofAnswer('anthropic-messages', { usage: { input_tokens: 1, cache_creation_input_tokens: 7 } }),
    ).toEqual({
      input: 1,
      cacheWrite5m: 7,
    });
  });

  it('does not add iterations', () => {
    const iterations = [{ type: 'compaction', input_tokens: 60_385, output_tokens: 592 }];
    expect(
      ofAnswer('anthropic-messages', { usage: { input_tokens: 682, output_tokens: 5, iterations } }),
    ).toEqual({
      input: 682,
      output: 5,
    });
  });

  it('is no answer to a count of tokens', () => {
    expect(ofAnswer('anthropic-messages', { input_tokens: 14 })).toBeUndefined();
  });
});

describe('a stream', () => {
  const first = {
    input_tokens: 12,
    cache_read_input_tokens: 5,
    cache_creation_input_tokens: 0,
    output_tokens: 8,
  };

  it('replaces the placeholder of its start', () => {
    expect(stream(start(first), delta({ output_tokens: 41 }))).toEqual({
      input: 12,
      cacheRead: 5,
      output: 41,
    });
    expect(stream(start(first), delta({ output_tokens: 3 }))).toEqual({ input: 12, cacheRead: 5, output: 3 });
  });

  it('believes the last input, which hosted tools enlarge', () => {
    expect(stream(start(first), delta({ input_tokens: 900, output_tokens: 41 }))).toEqual({
      input: 900,
      cacheRead: 5,
      output: 41,
    });
  });

  it('keeps what its start told when the end has zeros and nulls (gateways)', () => {
    const end = { input_tokens: 0, cache_read_input_tokens: null, output_tokens: 41 };
    expect(stream(start(first), delta(end))).toEqual({ input: 12, cacheRead: 5, output: 41 });
  });

  it('takes zeros for figures where there are iterations (compaction)', () => {
    const began = { input_tokens: 100, cache_read_input_tokens: 55_096, output_tokens: 7 };
    const end = {
      input_tokens: 181,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
      output_tokens: 8,
      iterations: [{ type: 'compaction', cache_read_input_tokens: 55_096 }, { type: 'message' }],
    };
    expect(stream(start(began), delta(end))).toEqual({ input: 181, output: 8 });
  });

  it('is an estimate until its end has come', () => {
    expect(stream(start(first))).toEqual({ input: 12, cacheRead: 5, output: 8, estimated: true });
    expect(stream(start({ input_tokens: 0, output_tokens: 0 }))).toBeUndefined();
    expect(stream(event('ping', {}))).toBeUndefined();
  });
});
