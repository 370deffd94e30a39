import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextListPage, readModelList } from '../../../src/gateway/catalog/read-list.ts';

const read = (value: unknown) =>
  readModelList(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

describe('a model list', () => {
  it('of OpenAI', () => {
    expect(
      read({
        object: 'list',
        data: [{ id: 'gpt-5.5', object: 'model', created: 1_700_000_000, owned_by: 'openai' }],
      }),
    ).toEqual([{ id: 'gpt-5.5', createdAt: 1_700_000_000_000, ownedBy: 'openai' }]);
  });

  it('of Anthropic, with limits', () => {
    const row = {
      type: 'model',
      id: 'claude-sonnet-4-5-20250929',
      display_name: 'Claude Sonnet 4.5',
      created_at: '2025-09-29T00:00:00Z',
      max_input_tokens: 200_000,
      max_tokens: 64_000,
    };
    expect(read({ data: [row], has_more: false })).toEqual([
      {
        id: 'claude-sonnet-4-5-20250929',
        name: 'Claude Sonnet 4.5',
        contextTokens: 200_000,
        outputTokens: 64_000,
        createdAt: Date.UTC(2025, 8, 29),
      },
    ]);
  });

  it('of Google, without the `models/` of its names', () => {
    const row = {
      name: 'models/gemini-2.5-flash',
      displayName: 'Gemini 2.5 Flash',
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
    };
    expect(read({ models: [row] })).toEqual([
      { id: 'gemini-2.5-flash', name: 'Gemini 2.5 Flash', contextTokens: 1_048_576, outputTokens: 65_536 },
    ]);
  });

  it('of OpenRouter, with prices per token', () => {
    const row = {
      id: 'anthropic/claude-sonnet-4',
      name: 'Anthropic: Claude Sonnet 4',
      context_length: 1_000_000,
      pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003' },
      top_provider: { context_length: 200_000, max_completion_tokens: 64_000 },
    };
    const varying = { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' } };
    expect(read({ data: [row, varying] })).toEqual([
      {
        id: 'anthropic/claude-sonnet-4',
        name: 'Anthropic: Claude Sonnet 4',
        contextTokens: 1_000_000,
        outputTokens: 64_000,
        price: { input: 0.000003, output: 0.000015, cacheRead: 0.0000003 },
      },
      { id: 'openrouter/auto' },
    ]);
  });

  it('of Ollama', () => {
    expect(read({ models: [{ name: 'llama3:8b', model: 'llama3:8b', size: 1 }] })).toEqual([
      { id: 'llama3:8b' },
    ]);
  });

  it('of llama.cpp, which has two, by the one that knows more', () => {
    const list = { models: [{ name: 'x' }], data: [{ id: 'x', created: 0, meta: { n_ctx: 4096 } }] };
    expect(read(list)).toEqual([{ id: 'x', contextTokens: 4096 }]);
  });

  it('as a bare array of objects or names', () => {
    expect(read([{ id: 'a' }, { id: 'b' }])).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(read(['a', 'b'])).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('has each name once, and leaves out what has none', () => {
    expect(read({ data: [{ id: 'a' }, { id: 'a' }, {}, null, 5, { id: '' }, { id: 'b' }] })).toEqual([
      { id: 'a' },
      { id: 'b' },
    ]);
  });

  it('may be empty', () => {
    expect(read({ object: 'list', data: [] })).toEqual([]);
  });

  it.each([
    ['a page', '<html></html>'],
    ['nothing', ''],
    ['an error', { error: { message: 'no' } }],
    ['one model', { id: 'gpt-4', object: 'model' }],
    ['rows that are no models', { data: [{ object: 'embedding' }] }],
    ['a number', 5],
  ])('is not %s', (_, body) => {
    expect(read(body)).toBeUndefined();
  });

  it('is bounded, in number and in length of names', () => {
    expect(read(Array.from({ length: 20_000 }, (_, at) => `m${at}`))).toHaveLength(10_000);
    expect(read([`x${'y'.repeat(256)}`, 'a\nb', 'ok'])).toEqual([{ id: 'ok' }]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.json(), (text) => void read(text)));
    const row = fc.dictionary(
      fc.constantFrom(
        'id',
        'name',
        'created',
        'pricing',
        'meta',
        'top_provider',
        'max_tokens',
        'display_name',
      ),
      fc.jsonValue(),
    );
    fc.assert(fc.property(fc.array(row), (data) => void read({ data })));
  });
});

describe('the next page', () => {
  const next = (value: unknown) => nextListPage(Buffer.from(JSON.stringify(value)));

  it('of Anthropic and Google', () => {
    expect(next({ data: [], has_more: true, last_id: 'a b' })).toBe('after_id=a%20b');
    expect(next({ models: [], nextPageToken: 'x=' })).toBe('pageToken=x%3D');
  });

  it('is not there at the end', () => {
    expect(next({ data: [], has_more: false, last_id: 'a' })).toBeUndefined();
    expect(next([])).toBeUndefined();
    expect(nextListPage(Buffer.from('{'))).toBeUndefined();
  });
});

const folder = fileURLToPath(new URL('../../../../shared/corpus/models-list', import.meta.url));

describe.skipIf(!existsSync(folder))('every recorded list', () => {
  it.each(existsSync(folder) ? readdirSync(folder) : [])('%s', (name) => {
    const { request, response } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
    const models = readModelList(Buffer.from(response.body_text));
    if (request.path === '/v1/models/gpt-4') return expect(models).toBeUndefined();
    expect(models?.length).toBeGreaterThan(0);
    for (const model of models ?? []) expect(model.id).not.toMatch(/^models\/|\s/);
  });
});
