import { describe, expect, test } from 'vitest';
import type { ListedPrice } from '../../../src/gateway/catalog/model.ts';
import { readModelList } from '../../../src/gateway/catalog/read-list.ts';
import { readConfig } from '../../../src/gateway/config/load.ts';
import { picoPerToken } from '../../../src/gateway/exchange/money.ts';
import type { Provider } from '../../../src/gateway/exchange/provider.ts';
import { noUsage } from '../../../src/gateway/exchange/usage.ts';
import { knownProviders } from '../../../src/gateway/known-providers.ts';
import { createPriceBook, type PriceBook } from '../../../src/gateway/metering/price-book.ts';
import { presets } from '../../../src/gateway/upstream/presets.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { provider } from '../../support/start-gateway.ts';

const noon = Date.parse('2026-11-27T12:00:00Z');

function at(preset: string, more: Partial<Provider> = {}): Provider {
  const known = presets[preset];
  if (known === undefined) throw new Error(preset);
  const { endpoints, local } = known;
  return { ...provider(preset, 'http://unused'), endpoints, ...(local !== undefined && { local }), ...more };
}

function book(providers: readonly Provider[], listed = new Map<string, ListedPrice>()): PriceBook {
  const prices = createPriceBook({
    clock: createManualClock(noon),
    listed: (id, model) => listed.get(`${id}/${model}`),
  });
  prices.configure(providers);
  return prices;
}

const thousand = { ...noUsage, input: 1000 };

describe('what a model costs at a provider', () => {
  test('is what the built-in prices say of a provider that they know by its address', () => {
    const prices = book([at('openai'), at('anthropic'), at('gemini'), at('deepseek'), at('openrouter')]);
    expect(prices.perMillion('openai', 'gpt-4o')).toEqual({ inputPerMillion: 2.5, outputPerMillion: 10 });
    expect(prices.perMillion('anthropic', 'claude-opus-5-5')).toEqual({
      inputPerMillion: 4,
      outputPerMillion: 20,
    });
    expect(prices.perMillion('gemini', 'gemini-2.5-pro')).toEqual({
      inputPerMillion: 1.25,
      outputPerMillion: 10,
    });
    expect(prices.perMillion('deepseek', 'deepseek-v4-pro')).toEqual({
      inputPerMillion: 0.66,
      outputPerMillion: 1.98,
    });
    expect(prices.perMillion('openrouter', 'openai/gpt-5.4')).toEqual({
      inputPerMillion: 2.5,
      outputPerMillion: 15,
    });
  });

  test('is not known at a reseller that nobody knows, whatever the vendor takes', () => {
    const prices = book([provider('reseller', 'https://api.reseller.example')]);
    expect(prices.perMillion('reseller', 'gpt-4o')).toBeUndefined();
    expect(prices.cost('reseller', 'gpt-4o', thousand, noon)).toBeUndefined();
    expect(prices.cost('not-there', 'gpt-4o', thousand, noon)).toBeUndefined();
  });

  test('is free on the user’s own machine, but not in somebody’s cloud behind it', () => {
    const elsewhere = provider('cloud', 'https://ollama.com');
    const prices = book([at('ollama'), { ...elsewhere, local: true }]);
    expect(prices.perMillion('ollama', 'llama3.3')).toEqual({ inputPerMillion: 0, outputPerMillion: 0 });
    expect(prices.cost('ollama', 'llama3.3', thousand, noon)).toEqual({ nanoUsd: 0, source: 'free' });
    expect(prices.cost('ollama', 'gpt-oss:120b-cloud', thousand, noon)).toBeUndefined();
    expect(prices.cost('cloud', 'gpt-oss:120b', thousand, noon)).toBeUndefined();
  });

  test('is known of the presets as the config fills them in', () => {
    const text = JSON.stringify({
      providers: [
        { id: 'here', preset: 'ollama' },
        { id: 'there', preset: 'anthropic', models: ['*', { id: 'x', price: { input: 1, output: 2 } }] },
      ],
    });
    const read = readConfig(text, knownProviders, {});
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const prices = book(read.config.providers);
    expect(prices.perMillion('here', 'anything')).toEqual({ inputPerMillion: 0, outputPerMillion: 0 });
    expect(prices.perMillion('there', 'claude-opus-5')).toEqual({ inputPerMillion: 5, outputPerMillion: 25 });
    expect(prices.perMillion('there', 'x')).toEqual({ inputPerMillion: 1, outputPerMillion: 2 });
  });

  test('is what the config says before all else', () => {
    const own = { input: picoPerToken(1), output: picoPerToken(2) };
    const modelPrices = new Map([
      ['gpt-4o', own],
      ['llama3.3', own],
    ]);
    const listed = new Map([['openai/gpt-4o', { input: 0.000009, output: 0.000009 }]]);
    const prices = book([at('openai', { modelPrices }), at('ollama', { modelPrices })], listed);
    expect(prices.perMillion('openai', 'gpt-4o')).toEqual({ inputPerMillion: 1, outputPerMillion: 2 });
    expect(prices.perMillion('ollama', 'llama3.3')).toEqual({ inputPerMillion: 1, outputPerMillion: 2 });
    expect(prices.cost('openai', 'gpt-4o', thousand, noon)?.priceVersion).toBe('config');
  });

  test('is the list’s where that differs, and the built-in one with its tiers where it does not', () => {
    const listed = new Map([
      ['openrouter/google/gemini-2.5-pro', { input: 0.00000125, output: 0.00001 }],
      ['openrouter/openai/gpt-5.4', { input: 0.000002, output: 0.000012, cacheWrite: 0.000003 }],
      ['openrouter/new/model', { input: 0.000001, output: 0.000002, cacheRead: 0.0000001 }],
    ]);
    const prices = book([at('openrouter')], listed);
    const long = { ...noUsage, input: 300_000 };
    expect(prices.cost('openrouter', 'google/gemini-2.5-pro', long, noon)?.nanoUsd).toBe(750_000_000);
    expect(prices.perMillion('openrouter', 'openai/gpt-5.4')?.inputPerMillion).toBe(2);
    const written = { ...noUsage, cacheWrite5m: 1000 };
    expect(prices.cost('openrouter', 'openai/gpt-5.4', written, noon)).toMatchObject({ nanoUsd: 3_000_000 });
    const read = { ...noUsage, cacheRead: 1000 };
    expect(prices.cost('openrouter', 'new/model', read, noon)).toEqual({
      nanoUsd: 100_000,
      source: 'computed',
      priceVersion: 'list',
    });
  });

  test('of Together’s list is per million, and a dollar stays a dollar', () => {
    const row = { id: 'm', pricing: { hourly: 0, input: 0.88, output: 1.76, base: 0, finetune: 0 } };
    const [model] = readModelList(Buffer.from(JSON.stringify([row]))) ?? [];
    const listed = new Map(model?.price === undefined ? [] : [['r/m', model.price]]);
    const prices = book([provider('r', 'https://api.reseller.example')], listed);
    expect(prices.perMillion('r', 'm')).toEqual({ inputPerMillion: 0.88, outputPerMillion: 1.76 });
  });

  test('is not taken from a list that counts in another unit, says 0, or only half of it', () => {
    const listed = new Map<string, ListedPrice>([
      ['r/per-million', { input: 0.88, output: 0.88 }],
      ['r/zero', { input: 0, output: 0 }],
      ['r/half', { input: 0.000001 }],
    ]);
    const prices = book([provider('r', 'https://api.reseller.example')], listed);
    for (const model of ['per-million', 'zero', 'half'])
      expect(prices.perMillion('r', model)).toBeUndefined();
  });

  test('follows a list that changes, and a config', () => {
    const listed = new Map<string, ListedPrice>();
    const prices = book([provider('r', 'https://api.reseller.example')], listed);
    expect(prices.perMillion('r', 'm')).toBeUndefined();
    listed.set('r/m', { input: 0.000001, output: 0.000002 });
    expect(prices.perMillion('r', 'm')).toBeUndefined();
    prices.listChanged('r');
    expect(prices.perMillion('r', 'm')).toEqual({ inputPerMillion: 1, outputPerMillion: 2 });
    prices.configure([]);
    expect(prices.perMillion('r', 'm')).toBeUndefined();
  });

  test('is looked up once for a name, and names do not pile up', () => {
    let asked = 0;
    const prices = createPriceBook({
      clock: createManualClock(noon),
      listed: () => {
        asked += 1;
        return undefined;
      },
    });
    prices.configure([provider('r', 'https://api.reseller.example')]);
    for (let round = 0; round < 5; round += 1) prices.cost('r', 'm', thousand, noon);
    expect(asked).toBe(1);
    for (let name = 0; name < 999; name += 1) prices.cost('r', `m${name}`, thousand, noon);
    expect(asked).toBe(1000);
    prices.cost('r', 'm', thousand, noon);
    expect(asked).toBe(1000);
    prices.cost('r', 'one too many', thousand, noon);
    prices.cost('r', 'm', thousand, noon);
    expect(asked).toBe(1002);
    const long = 'l'.repeat(301);
    prices.cost('r', long, thousand, noon);
    prices.cost('r', long, thousand, noon);
    expect(asked).toBe(1004);
  });

  test('is not known to compare by where output has none', () => {
    expect(book([at('openai')]).perMillion('openai', 'text-embedding-3-small')).toBeUndefined();
  });
});
