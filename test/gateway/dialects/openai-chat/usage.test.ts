import { describe, expect, it } from 'vitest';
import type { Quirks } from '../../../../src/gateway/exchange/provider.ts';
import { dataEvent } from '../event-bits.ts';
import { ofAnswer, ofStream } from '../figures-of.ts';

const of = (usage: object, quirks: Quirks = {}) => ofAnswer('openai-chat', { choices: [], usage }, quirks);
const stream = (...chunks: readonly object[]) => ofStream('openai-chat', chunks.map(dataEvent));
const main = (prompt: number, completion: number, total = prompt + completion) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: total,
});

describe('cached tokens stand inside the prompt', () => {
  it.each([
    ['OpenAI', { prompt_tokens_details: { cached_tokens: 60 } }],
    ['DeepSeek', { prompt_cache_hit_tokens: 60, prompt_cache_miss_tokens: 40 }],
    ['Mistral', { num_cached_tokens: 60 }],
    ['Together', { cached_tokens: 60, prompt_tokens_details: null }],
    ['Vercel', { cache_read_input_tokens: 60, prompt_tokens_details: { cached_tokens: 0 } }],
  ])('as %s tells them', (_who, more) => {
    expect(of({ ...main(100, 5), ...more })).toEqual({ input: 40, cacheRead: 60, output: 5 });
  });

  it('and never exceed it', () => {
    expect(of({ ...main(100, 5), prompt_tokens_details: { cached_tokens: 130 } })).toEqual({
      cacheRead: 100,
      output: 5,
    });
    const both = { cached_tokens: 2161, cache_write_tokens: 2161 };
    expect(of({ ...main(2168, 100), prompt_tokens_details: both })).toEqual({
      cacheRead: 2161,
      cacheWrite5m: 7,
      output: 100,
    });
  });

  it('unless the total says that they stand beside it', () => {
    const more = { cache_read_input_tokens: 60, cache_creation_input_tokens: 10 };
    expect(of({ ...main(100, 5, 175), ...more })).toEqual({
      input: 100,
      cacheRead: 60,
      cacheWrite5m: 10,
      output: 5,
    });
    expect(of({ ...main(100, 5), ...more })).toEqual({
      input: 30,
      cacheRead: 60,
      cacheWrite5m: 10,
      output: 5,
    });
  });

  it('written ones by how long they last', () => {
    const more = { cache_creation_input_tokens: 10, cache_creation: { ephemeral_1h_input_tokens: 4 } };
    expect(of({ ...main(100, 5), ...more })).toEqual({
      input: 90,
      cacheWrite5m: 6,
      cacheWrite1h: 4,
      output: 5,
    });
  });
});

describe('reasoning', () => {
  const details = (reasoning: number) => ({ completion_tokens_details: { reasoning_tokens: reasoning } });

  it('stands inside the output', () => {
    expect(of({ ...main(10, 50), ...details(30) })).toEqual({ input: 10, output: 20, reasoning: 30 });
    expect(of({ ...main(10, 50), reasoning_tokens: 30 })).toEqual({ input: 10, output: 20, reasoning: 30 });
  });

  it('stands beside it where the total, the quirk or its size says so (xAI)', () => {
    const beside = { input: 361, output: 26, reasoning: 235 };
    expect(of({ ...main(361, 26, 622), ...details(235) })).toEqual(beside);
    const untold = { prompt_tokens: 361, completion_tokens: 26, ...details(235) };
    expect(of(untold)).toEqual(beside);
    const small = { prompt_tokens: 1, completion_tokens: 50, ...details(30) };
    expect(of(small, { reasoningInsideOutput: false })).toEqual({ input: 1, output: 50, reasoning: 30 });
  });

  it('stands inside where the total says so, whatever the quirk (xAI’s Responses)', () => {
    expect(of({ ...main(845, 42), ...details(14) }, { reasoningInsideOutput: false })).toEqual({
      input: 845,
      output: 28,
      reasoning: 14,
    });
    // Miscounted, but ten tokens are what was made.
    expect(of({ ...main(43, 10), ...details(11) })).toEqual({ input: 43, reasoning: 10 });
  });

  it('is what a total has beyond the rest (Google’s compatible endpoint)', () => {
    expect(of(main(66, 6, 100))).toEqual({ input: 66, output: 6, reasoning: 28 });
  });
});

it('counts audio beside the prompt as input (Mistral)', () => {
  const details = { audio_tokens: 375, cached_tokens: 9 };
  expect(of({ ...main(11, 15, 401), prompt_audio_seconds: 5, prompt_tokens_details: details })).toEqual({
    input: 377,
    cacheRead: 9,
    output: 15,
  });
});

it('finds no figures where there are none', () => {
  expect(of({})).toBeUndefined();
  expect(ofAnswer('openai-chat', { choices: [], usage: null })).toBeUndefined();
  expect(ofAnswer('openai-chat', { choices: [{ usage: main(1, 2) }] })).toBeUndefined();
  expect(ofAnswer('openai-chat', [1])).toBeUndefined();
  expect(of({ prompt_tokens: '5', completion_tokens: -1, total_tokens: null })).toBeUndefined();
  expect(of(main(0, 0))).toEqual({});
});

describe('a stream', () => {
  it('has them in its last chunk', () => {
    expect(
      stream({ choices: [{ delta: { content: 'a' } }], usage: null }, { choices: [], usage: main(3, 4) }),
    ).toEqual({
      input: 3,
      output: 4,
    });
  });

  it('has the last ones, never the sum', () => {
    const last = { choices: [{ finish_reason: 'stop' }], x_groq: { usage: main(3, 4) } };
    expect(stream(last, { choices: [], usage: main(3, 4) })).toEqual({ input: 3, output: 4 });
    const growing = [1, 2, 3].map((n) => ({ choices: [{ delta: { content: 'a' } }], usage: main(8, n) }));
    expect(stream(...growing)).toEqual({ input: 8, output: 3 });
  });

  it('loses none to a later zero or null', () => {
    const details = { prompt_tokens_details: { cached_tokens: 2 } };
    expect(
      stream(
        { choices: [], usage: { ...main(3, 4), ...details } },
        { choices: [], usage: { ...main(0, 0), prompt_tokens_details: null } },
        { choices: [], usage: null },
      ),
    ).toEqual({ input: 1, cacheRead: 2, output: 4 });
  });

  it('has them in a choice (Moonshot)', () => {
    expect(stream({ choices: [{ finish_reason: 'stop', delta: {}, usage: main(3, 4) }] })).toEqual({
      input: 3,
      output: 4,
    });
  });

  it('does not take a tool’s property of that name for them', () => {
    const chunk = { choices: [], usage: main(3, 4), request: { tools: { usage: { type: 'string' } } } };
    expect(stream(chunk)).toEqual({ input: 3, output: 4 });
  });
});
