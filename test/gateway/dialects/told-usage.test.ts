import { describe, expect, test } from 'vitest';
import { wireOf } from '../../../src/gateway/dialects/wires.ts';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { ToldUsage } from '../../../src/gateway/exchange/usage.ts';

/* What usage figures tell beside the tokens: what only the cost depends on. */

const of = (dialect: Dialect, answer: object): ToldUsage | undefined =>
  wireOf(dialect).usageOfAnswer(Buffer.from(JSON.stringify(answer)), {});

const streamed = (dialect: Dialect, ...data: readonly { readonly type: string }[]): ToldUsage | undefined => {
  const reader = wireOf(dialect).createUsageReader({});
  for (const each of data) reader.take(`event: ${each.type}\ndata: ${JSON.stringify(each)}\n\n`);
  return reader.read();
};

describe('sound and pictures', () => {
  test('are told by chat in the details', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: { audio_tokens: 60, image_tokens: 0 },
      completion_tokens_details: { audio_tokens: 40 },
    };
    expect(of('openai-chat', { usage })?.media).toEqual({ audioInput: 60, audioOutput: 40 });
  });

  test('are told by Responses in the details', () => {
    const usage = { input_tokens: 100, output_tokens: 50, input_tokens_details: { image_tokens: 30 } };
    expect(of('openai-responses', { usage })?.media).toEqual({ imageInput: 30 });
  });

  test('are told by Gemini by modality, cached ones among those of the prompt', () => {
    const usageMetadata = {
      promptTokenCount: 1000,
      cachedContentTokenCount: 400,
      candidatesTokenCount: 90,
      totalTokenCount: 1090,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 300 },
        { modality: 'AUDIO', tokenCount: 500 },
        { modality: 'IMAGE', tokenCount: 200 },
      ],
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 400 }],
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 80 }],
    };
    expect(of('gemini-generate', { usageMetadata })?.media).toEqual({
      audioInput: 100,
      audioCacheRead: 400,
      audioOutput: 0,
      imageInput: 200,
      imageCacheRead: 0,
      imageOutput: 80,
    });
  });

  test.each([
    [
      'openai-chat',
      { usage: { prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: { audio_tokens: 0 } } },
    ],
    [
      'gemini-generate',
      { usageMetadata: { promptTokenCount: 1, promptTokensDetails: [{ modality: 'TEXT', tokenCount: 1 }] } },
    ],
  ] as const)('are not told by %s when there are none', (dialect, answer) => {
    expect(of(dialect, answer)).not.toHaveProperty('media');
  });
});

describe('Messages', () => {
  test('tells the searches of its own tool', () => {
    const usage = { input_tokens: 1, output_tokens: 1, server_tool_use: { web_search_requests: 2 } };
    expect(of('anthropic-messages', { usage })?.searches).toBe(2);
    expect(of('anthropic-messages', { usage: { ...usage, server_tool_use: null } })).not.toHaveProperty(
      'searches',
    );
  });

  test('of a reseller tells its cost at the end, and before that nothing to rely on', () => {
    const start = {
      type: 'message_start',
      message: { usage: { input_tokens: 9, output_tokens: 1, cost: 0 } },
    };
    const delta = { type: 'message_delta', delta: {}, usage: { output_tokens: 5, cost: 0.0001 } };
    expect(streamed('anthropic-messages', start, delta)).toMatchObject({
      output: 5,
      reportedNanoUsd: 100_000,
    });
    expect(streamed('anthropic-messages', start)).toMatchObject({ input: 9, estimated: true });
    expect(streamed('anthropic-messages', start)).not.toHaveProperty('reportedNanoUsd');
  });
});

test('Responses tells the cost in its closing event', () => {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2, cost_in_usd_ticks: 50_000 };
  const closing = { type: 'response.completed', response: { usage } };
  expect(streamed('openai-responses', closing)?.reportedNanoUsd).toBe(5000);
});
