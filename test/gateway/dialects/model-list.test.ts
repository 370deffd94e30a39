import { describe, expect, it } from 'vitest';
import {
  type ModelListFace,
  modelListFace,
  renderModel,
  renderModelList,
  type ShownModel,
} from '../../../src/gateway/dialects/model-list.ts';
import { listAt, textAt, valueAt } from '../../support/json-value.ts';

const full: ShownModel = {
  id: 'acme/large',
  provider: 'acme',
  name: 'Large',
  createdAt: Date.UTC(2026, 0, 2),
  contextTokens: 200_000,
  outputTokens: 8_000,
};
const bare: ShownModel = { id: 'small', provider: 'acme' };
const many = Array.from({ length: 120 }, (_, index) => ({ id: `m${index}`, provider: 'acme' }));

function list(face: ModelListFace, models: readonly ShownModel[], query = ''): unknown {
  return JSON.parse(renderModelList(face, models, { path: '/v1/models', query }).toString());
}

const one = (face: ModelListFace, model: ShownModel): unknown =>
  JSON.parse(renderModel(face, model).toString());

describe('who asks', () => {
  it.each([
    ['an OpenAI client', '/v1/models', { authorization: 'Bearer x' }, '', 'openai'],
    ['Codex', '/v1/models', { authorization: 'Bearer x' }, 'client_version=0.169.0', 'codex'],
    ['Claude Code', '/v1/models', { 'anthropic-version': '2023-06-01' }, 'limit=1000', 'anthropic'],
    ['genai, which uses /v1', '/v1/models', { 'x-goog-api-key': 'x' }, '', 'google'],
    ['a Google client', '/v1beta/models', {}, 'pageSize=5', 'google'],
  ] as const)('%s', (_who, path, headers, query, face) => {
    expect(modelListFace(path, headers, query)).toBe(face);
  });
});

it.each(['openai', 'codex'] as const)('the list for %s', (face) => {
  expect(list(face, [full, bare])).toEqual({
    object: 'list',
    data: [
      {
        id: 'acme/large',
        object: 'model',
        created: 1_767_312_000,
        owned_by: 'acme',
        display_name: 'Large',
        context_length: 200_000,
        max_completion_tokens: 8_000,
      },
      { id: 'small', object: 'model', created: 0, owned_by: 'acme' },
    ],
  });
  expect(one(face, bare)).toEqual({ id: 'small', object: 'model', created: 0, owned_by: 'acme' });
});

describe('the list for Anthropic’s clients', () => {
  it('has their rows', () => {
    const rows = [
      {
        type: 'model',
        id: 'acme/large',
        display_name: 'Large',
        created_at: '2026-01-02T00:00:00Z',
        max_input_tokens: 200_000,
        max_tokens: 8_000,
      },
      { type: 'model', id: 'small', display_name: 'small', created_at: '1970-01-01T00:00:00Z' },
    ];
    expect(list('anthropic', [full, bare])).toEqual({
      data: rows,
      has_more: false,
      first_id: 'acme/large',
      last_id: 'small',
    });
    expect(one('anthropic', full)).toEqual(rows[0]);
    expect(list('anthropic', [])).toEqual({ data: [], has_more: false, first_id: null, last_id: null });
  });

  it('comes in pages, forward and backward', () => {
    expect(listAt(list('anthropic', many), 'data')).toHaveLength(20);
    expect(list('anthropic', many, 'limit=1000')).toMatchObject({ has_more: false, last_id: 'm119' });
    const ids: unknown[] = [];
    for (let query = 'limit=50'; ; ) {
      const page = list('anthropic', many, query);
      ids.push(...listAt(page, 'data').map((row) => textAt(row, 'id')));
      if (valueAt(page, 'has_more') !== true) break;
      query = `limit=50&after_id=${textAt(page, 'last_id')}`;
    }
    expect(ids).toEqual(many.map(({ id }) => id));
    expect(list('anthropic', many, 'limit=2&before_id=m5')).toMatchObject({
      first_id: 'm3',
      last_id: 'm4',
      has_more: true,
    });
    expect(list('anthropic', many, 'limit=9&before_id=m5')).toMatchObject({
      first_id: 'm0',
      has_more: false,
    });
  });

  it('ends the paging behind an id that is gone, and bears odd limits', () => {
    expect(list('anthropic', many, 'after_id=gone')).toEqual({
      data: [],
      has_more: false,
      first_id: null,
      last_id: null,
    });
    for (const limit of ['0', '-1', 'x', ''])
      expect(listAt(list('anthropic', many, `limit=${limit}`), 'data')).toHaveLength(20);
  });
});

describe('the list for Google’s clients', () => {
  it('has their rows', () => {
    const row = {
      name: 'models/acme/large',
      displayName: 'Large',
      inputTokenLimit: 200_000,
      outputTokenLimit: 8_000,
    };
    expect(list('google', [full])).toMatchObject({ models: [row] });
    expect(list('google', [full])).not.toMatchObject({ models: [{ thinking: false }] });
    expect(one('google', { ...full, thinking: 'budget' })).toMatchObject({ thinking: true });
    expect(one('google', { ...full, thinking: 'none' })).toMatchObject({ thinking: false });
    expect(listAt(one('google', full), 'supportedGenerationMethods')).toContain('generateContent');
    const embedding = one('google', { id: 'text-embedding-3', provider: 'acme' });
    expect(listAt(embedding, 'supportedGenerationMethods')).toEqual(['embedContent', 'batchEmbedContents']);
  });

  it('comes in pages', () => {
    const names: unknown[] = [];
    for (let query = 'pageSize=50'; ; ) {
      const page = list('google', many, query);
      names.push(...listAt(page, 'models').map((row) => textAt(row, 'name')));
      const token = textAt(page, 'nextPageToken');
      if (token === undefined) break;
      query = `pageSize=50&pageToken=${token}`;
    }
    expect(names).toEqual(many.map(({ id }) => `models/${id}`));
    expect(listAt(list('google', many), 'models')).toHaveLength(50);
    expect(listAt(list('google', many, 'pageToken=no'), 'models')).toHaveLength(50);
    expect(list('google', many, 'pageToken=500')).toEqual({ models: [] });
  });
});
