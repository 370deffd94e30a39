import { describe, expect, test } from 'vitest';
import {
  clientFamilies,
  environmentOf,
  type FamilyId,
  familiesServed,
  type ProviderRow,
} from '../../src/clients/environment.ts';
import { recipes } from '../../src/clients/recipes.ts';
import { allDialects, type Dialect } from '../../src/gateway/exchange/dialect.ts';

const access = { url: 'http://127.0.0.1:4000', key: 'pbk-1' };
const provider = (dialects: readonly Dialect[], rest: Partial<ProviderRow> = {}): ProviderRow => ({
  id: 'some',
  enabled: true,
  hasKey: true,
  dialects,
  ...rest,
});
const servedBy = (...rows: readonly ProviderRow[]): FamilyId[] => familiesServed(rows).map(({ id }) => id);

describe('a family is served', () => {
  test.each<[Dialect, FamilyId[]]>([
    ['openai-responses', ['codex', 'openai-sdk']],
    ['openai-chat', ['openai-sdk']],
    ['anthropic-messages', ['claude-code']],
    ['gemini-generate', ['gemini-cli']],
    ['openai-completions', []],
    ['openai-embeddings', []],
  ])('by a provider that speaks %s', (dialect, families) => {
    expect(servedBy(provider([dialect]))).toEqual(families);
  });

  test('by any of several providers', () => {
    expect(servedBy(provider(['gemini-generate']), provider(['anthropic-messages']))).toEqual([
      'claude-code',
      'gemini-cli',
    ]);
  });

  test('by nobody who is switched off, has no key, or is the demo', () => {
    expect(servedBy(provider(allDialects, { enabled: false }))).toEqual([]);
    expect(servedBy(provider(allDialects, { hasKey: false }))).toEqual([]);
    expect(servedBy(provider(allDialects, { id: 'demo' }))).toEqual([]);
    expect(servedBy()).toEqual([]);
  });
});

describe('the environment', () => {
  test('has the address and the key also when nobody serves anything', () => {
    expect(environmentOf([], access)).toEqual({
      PATCHBAY_URL: 'http://127.0.0.1:4000',
      PATCHBAY_KEY: 'pbk-1',
    });
  });

  test('has what each family reads, and no more', () => {
    expect(environmentOf(clientFamilies, access)).toEqual({
      PATCHBAY_URL: 'http://127.0.0.1:4000',
      PATCHBAY_KEY: 'pbk-1',
      OPENAI_BASE_URL: 'http://127.0.0.1:4000/v1',
      OPENAI_API_KEY: 'pbk-1',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:4000',
      ANTHROPIC_AUTH_TOKEN: 'pbk-1',
      GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:4000',
      GEMINI_API_KEY: 'pbk-1',
    });
  });

  test('never names one terminal, and leaves the custom headers of clients to the user', () => {
    const names = Object.keys(environmentOf(clientFamilies, access));
    expect(names).not.toContain('PATCHBAY_TERMINAL');
    expect(names).not.toContain('ANTHROPIC_CUSTOM_HEADERS');
    expect(names).not.toContain('GEMINI_CLI_CUSTOM_HEADERS');
    expect(names).not.toContain('ANTHROPIC_API_KEY');
  });

  test('is the one that the recipes show', () => {
    const real = { ...access, models: [{ name: 'gpt-5.5', dialects: allDialects }] };
    for (const family of clientFamilies) {
      const recipe = recipes(real).find(({ name }) => name === family.id);
      expect(recipe).toMatchObject({ title: family.title, env: family.variables(access) });
    }
  });
});
