import { expect, it } from 'vitest';
import { openAiEmbeddingsWire as wire } from '../../../../src/gateway/dialects/openai-embeddings/wire.ts';
import { ofAnswer } from '../figures-of.ts';

it('reads the figures behind megabytes of numbers, and before them', () => {
  const data = Array.from({ length: 50 }, (_, index) => ({
    index,
    embedding: Array.from({ length: 500 }, () => 0.123),
  }));
  const usage = { prompt_tokens: 8, total_tokens: 8 };
  expect(ofAnswer('openai-embeddings', { object: 'list', data, model: 'm', usage })).toEqual({ input: 8 });
  expect(ofAnswer('openai-embeddings', { usage, data })).toEqual({ input: 8 });
  expect(ofAnswer('openai-embeddings', { data, usage: { total_tokens: 8 } })).toEqual({ input: 8 });
  expect(ofAnswer('openai-embeddings', { data })).toBeUndefined();
});

it('has no streams', () => {
  expect(wire.framing('text/event-stream')).toBeUndefined();
  expect(wire.keepAlive(true)).toBeUndefined();
  expect(wire.path({ operation: 'embed', model: 'm', stream: false, query: 'a=1' })).toBe(
    '/v1/embeddings?a=1',
  );
});
