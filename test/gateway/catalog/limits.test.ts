import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf, snapshotProviderOf } from '../../../src/gateway/catalog/limits.ts';
import { modelKey, plainName, wantsMillion } from '../../../src/gateway/catalog/model-key.ts';
import { snapshot } from '../../../src/gateway/catalog/snapshot.ts';
import { readSnapshot, snapshotProviders } from '../../../src/gateway/catalog/snapshot-table.ts';

describe('the snapshot', () => {
  const rows = [...snapshotProviders().values()].flatMap(({ name, models }) =>
    [...models].map(([model, facts]) => ({ at: `${name} ${model}`, facts })),
  );

  it('is small, and has the models of all that coding tools talk to', () => {
    expect(snapshot.length).toBeLessThan(150_000);
    expect(rows.length).toBeGreaterThan(700);
    for (const provider of [
      'anthropic',
      'openai',
      'google',
      'openrouter',
      'github-copilot',
      'xai',
      'deepseek',
    ])
      expect(snapshotProviders().get(provider)?.models.size, provider).toBeGreaterThan(1);
  });

  it('has limits that can be', () => {
    for (const { at, facts } of rows) {
      for (const limit of [facts.contextTokens, facts.outputTokens]) {
        if (limit === undefined) continue;
        expect(limit, at).toBeGreaterThanOrEqual(1024);
        expect(limit, at).toBeLessThanOrEqual(20_000_000);
      }
      if (facts.efforts !== undefined) expect(facts.thinking, at).toBe('effort');
    }
  });

  it('knows what vendors document', () => {
    expect(limitsOf('claude-sonnet-4-5', 'anthropic')?.facts).toMatchObject({
      contextTokens: 200_000,
      outputTokens: 64_000,
      images: true,
      documents: true,
      audio: false,
      tools: true,
      thinking: 'budget',
    });
    expect(limitsOf('gpt-4o', 'openai')?.facts).toMatchObject({ outputTokens: 16_384, thinking: 'none' });
    expect(limitsOf('gpt-5', 'openai')?.facts).toMatchObject({
      contextTokens: 400_000,
      thinking: 'effort',
      efforts: ['minimal', 'low', 'medium', 'high'],
    });
    expect(limitsOf('gpt-5.5', 'openai')?.facts.contextTokens).toBeGreaterThan(1_000_000);
    expect(limitsOf('gemini-2.5-pro', 'google')?.facts).toMatchObject({ thinking: 'budget', audio: true });
    expect(limitsOf('gemini-3-flash-preview', 'google')?.facts).toMatchObject({ thinking: 'effort' });
  });

  it('is read line by line', () => {
    const table = readSnapshot(
      '@a x.example y.example\nm 10 - iA budget\n@b\nn - 5 I effort low,odd\nbare\n',
    );
    expect(table.get('a')?.hosts).toEqual(['x.example', 'y.example']);
    expect([...(table.get('a')?.models ?? [])]).toEqual([
      ['m', { contextTokens: 10, images: true, audio: false, tools: true, thinking: 'budget' }],
    ]);
    expect([...(table.get('b')?.models ?? [])]).toEqual([
      ['n', { outputTokens: 5, images: false, tools: true, thinking: 'effort', efforts: ['low'] }],
      ['bare', { tools: true }],
    ]);
  });

  it('says of names that mean the same what they agree on', () => {
    const table = readSnapshot('@a\nm-20250101 10 5 i effort low\nm 10 6 i effort low,high\n');
    expect(table.get('a')?.byKey.get('m')).toEqual({
      contextTokens: 10,
      images: true,
      tools: true,
      thinking: 'effort',
    });
  });
});

describe('names', () => {
  it.each([
    ['claude-sonnet-4-5', 'claude-sonnet-4-5'],
    ['anthropic/claude-sonnet-4.5:free', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-5-20250929[1m]', 'claude-sonnet-4-5'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['Claude-Opus-4-1-Latest', 'claude-opus-4-1'],
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['gemini-1.5-pro@001', 'gemini-1-5-pro'],
    ['models/gemini-2.5-pro', 'gemini-2-5-pro'],
    ['qwen3:8b', 'qwen3:8b'],
  ])('%s means %s', (name, key) => {
    expect(modelKey(name)).toBe(key);
  });

  it('lose only what is ours and the way of serving', () => {
    expect(plainName('claude-sonnet-5[1m]')).toBe('claude-sonnet-5');
    expect(plainName('x/y:nitro')).toBe('x/y');
    expect(plainName('llama3.1:70b')).toBe('llama3.1:70b');
    expect(wantsMillion('claude-sonnet-4-5[1M]')).toBe(true);
    expect(wantsMillion('claude-sonnet-4-5')).toBe(false);
  });
});

describe('limits of a model', () => {
  it('by its name at its provider are exact', () => {
    expect(limitsOf('claude-sonnet-4-5-20250929', 'anthropic')?.certainty).toBe('exact');
    expect(limitsOf('claude-sonnet-4-5', undefined)?.certainty).toBe('exact');
    expect(limitsOf('anthropic/claude-sonnet-4.5:free', 'openrouter')?.certainty).toBe('exact');
  });

  it('by another spelling are alike', () => {
    expect(limitsOf('claude-sonnet-4.5', 'anthropic')).toMatchObject({
      certainty: 'alike',
      facts: { contextTokens: 200_000 },
    });
    expect(limitsOf('claude-sonnet-4-5@20250929', undefined)?.certainty).toBe('alike');
  });

  it('are those of the provider where it differs from the vendor', () => {
    const copilot = limitsOf('claude-sonnet-4.6', 'github-copilot')?.facts;
    expect(copilot?.outputTokens).toBeLessThan(
      limitsOf('claude-sonnet-4-6', 'anthropic')?.facts.outputTokens ?? 0,
    );
  });

  it('of a vendor’s own model are the vendor’s, wherever it is served', () => {
    expect(limitsOf('claude-haiku-4-5', 'groq')).toMatchObject({
      certainty: 'elsewhere',
      facts: { contextTokens: 200_000 },
    });
  });

  it('of open weights are not known elsewhere, but what they take is', () => {
    const found = limitsOf('openai/gpt-oss-120b', undefined);
    expect(found).toEqual({ certainty: 'elsewhere', facts: { images: false, tools: true } });
    expect(limitsOf('openai/gpt-oss-120b', 'groq')?.facts.contextTokens).toBe(131_072);
  });

  it('are a million tokens where the name says so', () => {
    expect(limitsOf('claude-sonnet-4-5[1m]', 'anthropic')).toMatchObject({
      certainty: 'exact',
      facts: { contextTokens: 1_000_000, outputTokens: 64_000 },
    });
  });

  it.each(['', 'nope', 'qwen3:8b', 'gpt-oss:20b', 'claude-', '[1m]', '__proto__', 'constructor'])(
    'of %j are not known',
    (name) => {
      expect(limitsOf(name, undefined)).toBeUndefined();
      expect(limitsOf(name, 'openrouter')).toBeUndefined();
      expect(limitsOf(name, 'nobody')).toBeUndefined();
    },
  );

  it('are looked for under any name without harm', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (name, provider) => {
        limitsOf(name, provider);
      }),
    );
  });
});

describe('a provider', () => {
  it.each([
    ['https://openrouter.ai/api/v1', 'openrouter'],
    ['https://api.anthropic.com', 'anthropic'],
    ['https://us-east5-aiplatform.googleapis.com', 'google-vertex'],
    ['https://api.deepseek.com/anthropic', 'deepseek'],
  ])('at %s is %s', (address, name) => {
    expect(snapshotProviderOf([address])).toBe(name);
  });

  it('elsewhere is none that is known', () => {
    expect(
      snapshotProviderOf(['http://localhost:11434/v1', 'no address', 'https://openrouter.ai.example']),
    ).toBe(undefined);
    expect(snapshotProviderOf([])).toBeUndefined();
  });
});
