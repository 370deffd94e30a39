import { describe, expect, test } from 'vitest';
import { builtInPrice, pricedProviderOf } from '../../../src/gateway/catalog/built-in-price.ts';
import { pricedProviders, readPrices } from '../../../src/gateway/catalog/price-table.ts';

const inputOf = (provider: string, model: string): number | undefined => {
  const price = builtInPrice(provider, model);
  return price === 'free' || price === undefined ? undefined : price.periods[0]?.tiers[0]?.rates.input;
};

describe('a model’s built-in price', () => {
  test.each([
    ['openai', 'gpt-5.5-turbo-ultra', 'a model that only begins like one'],
    ['openai', 'claude-opus-5', 'somebody else’s model'],
    ['openai', 'gpt-4o:batch', 'a way of serving that has no price'],
    ['openai', 'gpt-4o:free', 'a vendor that gives nothing away'],
    ['openrouter', 'openai/gpt-4o:nitro', 'a way of serving whose price depends'],
    ['openrouter', 'nobody/nothing', 'a model that is not there'],
    ['nobody', 'gpt-4o', 'a provider that is not there'],
    ['anthropic', 'claude-sonnet-5-6', 'a later one of a family'],
    ['openai', '', 'no name at all'],
    ['openai', 'gpt-4o-audio-preview', 'a model of sound without a price of sound'],
  ])('%s %s is not known: %s', (provider, model) => expect(builtInPrice(provider, model)).toBeUndefined());

  test('says that what OpenRouter gives away is free', () => {
    expect(builtInPrice('openrouter', 'minimax/minimax-m2:free')).toBe('free');
  });

  test('is the reseller’s own and not the vendor’s', () => {
    expect(inputOf('deepseek', 'deepseek-v4-pro')).toBe(660_000);
    expect(inputOf('openrouter', 'deepseek/deepseek-v4-pro')).not.toBe(660_000);
  });

  test('bears the version of the prices', () => {
    expect(builtInPrice('openai', 'gpt-4o')).toMatchObject({
      version: expect.stringMatching(/^2\d{3}-\d\d-\d\d-[0-9a-f]{6}$/),
    });
  });
});

describe('a provider is known by its hosts', () => {
  test.each([
    [['https://api.openai.com/v1'], 'openai'],
    [['https://api.anthropic.com'], 'anthropic'],
    [['https://openrouter.ai/api/v1'], 'openrouter'],
    [['https://my-company.openai.azure.com/openai/v1'], 'azure'],
    [
      [
        'https://generativelanguage.googleapis.com/v1beta/openai',
        'https://generativelanguage.googleapis.com',
      ],
      'google',
    ],
    // A relay for one dialect has its own prices.
    [['https://api.openai.com/v1', 'https://relay.example/v1'], undefined],
    [['https://api.openai.com.relay.example/v1'], undefined],
    [['https://eu.api.openai.com/v1'], undefined],
    [['http://localhost:4000/v1'], undefined],
    [['https://chatgpt.com/backend-api/codex'], undefined],
    [[], undefined],
  ])('%j is %s', (addresses, name) => expect(pricedProviderOf(addresses)).toBe(name));
});

describe('the text of the prices', () => {
  test('is read whole: every name has a price of its input', () => {
    let count = 0;
    for (const { byName } of pricedProviders().values()) {
      for (const [name, periods] of byName) {
        count += 1;
        for (const { tiers } of periods) {
          expect(tiers[0]?.above, name).toBe(0);
          expect(tiers.map(({ above }) => above)).toEqual(
            tiers.map(({ above }) => above).toSorted((a, b) => a - b),
          );
          for (const { rates } of tiers) {
            expect(rates.input, name).toBeGreaterThan(0);
            for (const rate of Object.values(rates))
              expect(Number.isSafeInteger(rate) && rate >= 0, name).toBe(true);
          }
        }
      }
    }
    expect(count).toBeGreaterThan(1000);
  });

  test('gives tiers and times to the model above them', () => {
    const text =
      '@p a.example .b.example\nm,n 1 2 - 0.5 - q=5 ai=7\n >1000 2 4\n from=2027-01-01 3 6\n utc=22:30-01:00 4 8\nk 9';
    const p = readPrices(text).get('p');
    expect(p?.hosts).toEqual(['a.example', '.b.example']);
    expect(p?.byName.get('n')).toEqual([
      {
        tiers: [
          {
            above: 0,
            rates: { input: 1e6, output: 2e6, cacheWrite5m: 5e5, perRequest: 5e9, audioInput: 7e6 },
          },
          { above: 1000, rates: { input: 2e6, output: 4e6 } },
        ],
      },
      { from: Date.UTC(2027, 0, 1), tiers: [{ above: 0, rates: { input: 3e6, output: 6e6 } }] },
      { daily: [1350, 60], tiers: [{ above: 0, rates: { input: 4e6, output: 8e6 } }] },
    ]);
    expect(p?.byName.get('k')).toEqual([{ tiers: [{ above: 0, rates: { input: 9e6 } }] }]);
  });

  test('names by their key what has no date, and nothing that differs', () => {
    const text =
      '@p h\nmodel.a 1 2\nmodel-a-20260101 5 6\nb-20260101 1 2\nb-20260202 3 4\nc-20260101 1 2\nc-20260202 1 2\nx/d 1 2\ny/d 3 4\ne:free 1 1';
    const keys = readPrices(text).get('p')?.byKey;
    expect(keys?.get('model-a')?.[0]?.tiers[0]?.rates.input).toBe(1e6);
    expect(keys?.get('b')).toBeUndefined();
    expect(keys?.get('c')?.[0]?.tiers[0]?.rates.input).toBe(1e6);
    expect(keys?.get('d')).toBeUndefined();
    expect(keys?.get('e')).toBeUndefined();
  });
});
