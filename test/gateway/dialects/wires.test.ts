import { describe, expect, it } from 'vitest';
import { wireOf } from '../../../src/gateway/dialects/wires.ts';
import { allDialects, type Dialect, type Operation } from '../../../src/gateway/exchange/dialect.ts';

const path = (
  dialect: Dialect,
  ask: { operation?: Operation; model?: string; stream?: boolean; action?: string; query?: string },
) => wireOf(dialect).path({ operation: 'generate', model: 'm', stream: false, query: '', ...ask });

it.each(allDialects)('%s has its own face', (dialect) => {
  expect(wireOf(dialect).dialect).toBe(dialect);
});

describe('paths', () => {
  it.each([
    ['openai-chat', {}, '/v1/chat/completions'],
    ['openai-chat', { query: 'api-version=1' }, '/v1/chat/completions?api-version=1'],
    ['openai-responses', { stream: true }, '/v1/responses'],
    ['openai-responses', { operation: 'count-tokens' }, '/v1/responses/input_tokens'],
    ['anthropic-messages', { query: 'beta=true' }, '/v1/messages?beta=true'],
    [
      'anthropic-messages',
      { operation: 'count-tokens', query: 'beta=true' },
      '/v1/messages/count_tokens?beta=true',
    ],
    ['openai-completions', {}, '/v1/completions'],
    ['openai-embeddings', { operation: 'embed' }, '/v1/embeddings'],
    ['gemini-generate', {}, '/v1beta/models/m:generateContent'],
    ['gemini-generate', { stream: true, query: 'alt=sse' }, '/v1beta/models/m:streamGenerateContent?alt=sse'],
    ['gemini-generate', { operation: 'count-tokens' }, '/v1beta/models/m:countTokens'],
    ['gemini-generate', { operation: 'embed' }, '/v1beta/models/m:embedContent'],
    ['gemini-generate', { operation: 'batch-embed' }, '/v1beta/models/m:batchEmbedContents'],
    ['gemini-generate', { action: 'streamGenerateContent' }, '/v1beta/models/m:streamGenerateContent'],
  ] as const)('%s %j', (dialect, ask, expected) => {
    expect(path(dialect, ask)).toBe(expected);
  });

  it.each([
    ['anthropic/claude 4', 'models/anthropic/claude%204'],
    ['qwen3:8b', 'models/qwen3%3A8b'],
    ['models/gemini', 'models/gemini'],
    ['tunedModels/mine', 'tunedModels/mine'],
    ['a?b#c%', 'models/a%3Fb%23c%25'],
    ['../../v1/keys', 'models/..%2F..%2Fv1%2Fkeys'],
    ['a//b', 'models/a%2F%2Fb'],
    ['a\ud800', 'models/a%EF%BF%BD'],
  ])('a Gemini model %j is encoded', (model, expected) => {
    expect(path('gemini-generate', { model })).toBe(`/v1beta/${expected}:generateContent`);
  });
});

describe('framing', () => {
  it.each(['openai-chat', 'openai-responses', 'anthropic-messages', 'openai-completions'] as const)(
    'of %s',
    (dialect) => {
      const framing = (type: string) => wireOf(dialect).framing(type);
      for (const type of ['text/event-stream', 'Text/Event-Stream; charset=utf-8', 'text/plain', '']) {
        expect(framing(type)).toBe('sse');
      }
      for (const type of ['application/json', 'text/html; charset=utf-8', 'application/problem+json']) {
        expect(framing(type)).toBeUndefined();
      }
    },
  );

  it('of Gemini knows arrays, too', () => {
    expect(wireOf('gemini-generate').framing('application/json; charset=UTF-8')).toBe('json-array');
    expect(wireOf('gemini-generate').framing('text/event-stream')).toBe('sse');
    expect(wireOf('gemini-generate').framing('text/html')).toBeUndefined();
  });
});

describe('a sign of life', () => {
  it.each([
    ['openai-chat', ': keep-alive\n\n', ': keep-alive\n\n'],
    ['openai-responses', ': keep-alive\n\n', ': keep-alive\n\n'],
    ['openai-completions', ': keep-alive\n\n', ': keep-alive\n\n'],
    ['anthropic-messages', ': keep-alive\n\n', 'event: ping\ndata: {"type": "ping"}\n\n'],
    ['gemini-generate', undefined, undefined],
    ['openai-embeddings', undefined, undefined],
  ] as const)('of %s', (dialect, before, after) => {
    expect(wireOf(dialect).keepAlive(false)?.toString()).toBe(before);
    expect(wireOf(dialect).keepAlive(true)?.toString()).toBe(after);
    for (const sign of [before, after])
      if (sign !== undefined) expect(wireOf(dialect).classify(sign)).toBe(0);
  });
});

it('the model of an answer', () => {
  const model = (dialect: Dialect, answer: object) =>
    wireOf(dialect).modelOfAnswer(Buffer.from(JSON.stringify(answer)));
  expect(model('openai-chat', { id: 'x', model: 'gpt', choices: [] })).toBe('gpt');
  expect(model('anthropic-messages', { content: [{ model: 'no' }], model: 'claude' })).toBe('claude');
  expect(model('gemini-generate', { candidates: [], modelVersion: 'gemini' })).toBe('gemini');
  expect(model('openai-responses', { model: 5 })).toBeUndefined();
  expect(wireOf('openai-chat').modelOfAnswer(Buffer.from('no JSON'))).toBeUndefined();
});
