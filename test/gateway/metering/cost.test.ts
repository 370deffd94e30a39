import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInPrice } from '../../../src/gateway/catalog/built-in-price.ts';
import { totalCost } from '../../../src/gateway/exchange/cost.ts';
import { picoPerToken } from '../../../src/gateway/exchange/money.ts';
import type { ModelPrice, Rates } from '../../../src/gateway/exchange/price.ts';
import { noUsage, type ToldUsage, type Usage } from '../../../src/gateway/exchange/usage.ts';
import { costOf } from '../../../src/gateway/metering/cost.ts';

const at = Date.parse('2026-11-27T12:00:00Z');
const flat = (rates: Rates): ModelPrice => ({
  periods: [{ tiers: [{ above: 0, rates }] }],
  version: 'test',
});
const usd = picoPerToken;
const plain = flat({ input: usd(3), output: usd(15) });
const told = (more: Partial<ToldUsage>): ToldUsage => ({ ...noUsage, ...more });

describe('a cost', () => {
  test('says what prices it was computed from', () => {
    expect(costOf(plain, told({ input: 1000, output: 100 }), at)).toEqual({
      nanoUsd: 4_500_000,
      source: 'computed',
      priceVersion: 'test',
    });
  });

  test('is estimated when the tokens are', () => {
    expect(costOf(plain, told({ input: 1000, estimated: true }), at)?.source).toBe('estimated');
  });

  test('is what the provider says, whatever the prices are', () => {
    const usage = told({ input: 1000, reportedNanoUsd: 7 });
    for (const price of [plain, 'free', undefined] as const) {
      expect(costOf(price, usage, at)).toEqual({ nanoUsd: 7, source: 'reported' });
    }
  });

  test('is nothing where nothing is charged, and says why', () => {
    expect(costOf('free', told({ input: 1000 }), at)).toEqual({ nanoUsd: 0, source: 'free' });
  });

  test('is unknown without a price, and when a price that is needed is not known', () => {
    expect(costOf(undefined, told({ input: 1 }), at)).toBeUndefined();
    expect(costOf(plain, told({ input: 1, cacheRead: 1 }), at)).toBeUndefined();
    expect(costOf(plain, told({ input: 1, cacheWrite5m: 1 }), at)).toBeUndefined();
    expect(costOf(plain, told({ input: 1, cacheWrite1h: 1 }), at)).toBeUndefined();
    expect(costOf(plain, told({ input: 1, searches: 1 }), at)).toBeUndefined();
    expect(costOf(flat({ input: usd(3) }), told({ input: 1, output: 1 }), at)).toBeUndefined();
    expect(costOf(flat({ input: usd(3) }), told({ input: 1 }), at)?.nanoUsd).toBe(3000);
  });

  test('is unknown for figures that no provider means', () => {
    expect(costOf(plain, told({ input: 1e300 }), at)).toBeUndefined();
    expect(costOf(plain, told({ input: Number.NaN }), at)).toBeUndefined();
  });

  test('charges sound and pictures at their own prices, within their buckets', () => {
    const price = builtInPrice('google', 'gemini-2.5-flash');
    const usage = told({
      input: 1000,
      cacheRead: 100,
      output: 10,
      media: { audioInput: 900, audioCacheRead: 50 },
    });
    // 100 x 0.30 + 900 x 1 + 50 x 0.03 + 50 x 0.10 + 10 x 2.50 dollars per million
    expect(costOf(price, usage, at)?.nanoUsd).toBe(961_500);
    // 10 of the 40 output tokens are text: 10 x 2.50 + 30 x 30
    const image = builtInPrice('google', 'gemini-2.5-flash-image');
    expect(costOf(image, told({ output: 40, media: { imageOutput: 30 } }), at)?.nanoUsd).toBe(925_000);
  });

  test('does not charge more sound than there are tokens', () => {
    const price = builtInPrice('google', 'gemini-2.5-flash');
    expect(costOf(price, told({ input: 10, media: { audioInput: 1000 } }), at)?.nanoUsd).toBe(10_000);
  });

  test('has searches of the provider in it', () => {
    const price = builtInPrice('anthropic', 'claude-opus-5');
    expect(costOf(price, told({ input: 100, searches: 3 }), at)?.nanoUsd).toBe(500_000 + 30_000_000);
  });

  test('follows the day and the hour', () => {
    const dear = builtInPrice('deepseek', 'deepseek-v4-pro');
    const million = told({ input: 1_000_000 });
    const usdAt = (price: typeof dear, time: string) =>
      (costOf(price, million, Date.parse(time))?.nanoUsd ?? 0) / 1e9;
    expect(usdAt(dear, '2026-11-27T00:59:59Z')).toBe(0.66);
    expect(usdAt(dear, '2026-11-27T01:00:00Z')).toBe(1.32);
    expect(usdAt(dear, '2026-11-27T04:00:00Z')).toBe(0.66);
    expect(usdAt(dear, '2026-11-27T09:59:59Z')).toBe(1.32);
    const rising = builtInPrice('google', 'gemini-3.7-flash');
    expect(usdAt(rising, '2026-12-31T23:59:59Z')).toBe(0.75);
    expect(usdAt(rising, '2027-01-01T00:00:00Z')).toBe(1.5);
  });
});

const tokens = fc.nat(3_000_000);
const usages: fc.Arbitrary<Usage> = fc.record({
  input: tokens,
  cacheRead: tokens,
  cacheWrite5m: tokens,
  cacheWrite1h: tokens,
  output: tokens,
  reasoning: tokens,
  estimated: fc.boolean(),
});
const rate = fc.nat(200_000_000);
const wholeRates = fc.record({
  input: rate,
  output: rate,
  cacheRead: rate,
  cacheWrite5m: rate,
  cacheWrite1h: rate,
  reasoning: rate,
});
const names = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'reasoning'] as const;

describe('costs', () => {
  test('are the sum of what each bucket costs, exactly', () => {
    fc.assert(
      fc.property(usages, wholeRates, (usage, rates) => {
        // Prices in whole nano-dollars, so that nothing is rounded.
        const nano = Object.fromEntries(names.map((name) => [name, Math.floor(rates[name] / 1000) * 1000]));
        const price = flat(nano);
        const parts = names.map(
          (name) => costOf(price, told({ [name]: usage[name] }), at)?.nanoUsd ?? Number.NaN,
        );
        expect(costOf(price, usage, at)?.nanoUsd).toBe(parts.reduce((sum, part) => sum + part, 0));
      }),
    );
  });

  test('are whole, never negative, and rounded by half a nano-dollar at most', () => {
    fc.assert(
      fc.property(usages, wholeRates, (usage, rates) => {
        const nano = costOf(flat(rates), usage, at)?.nanoUsd ?? Number.NaN;
        expect(Number.isSafeInteger(nano) && nano >= 0).toBe(true);
        const pico = names.reduce((sum, name) => sum + BigInt(usage[name]) * BigInt(rates[name]), 0n);
        const off = BigInt(nano) * 1000n - pico;
        expect(off > -500n && off <= 500n).toBe(true);
      }),
    );
  });

  test('never fall when a bucket grows', () => {
    fc.assert(
      fc.property(usages, wholeRates, fc.constantFrom(...names), tokens, (usage, rates, name, more) => {
        const before = costOf(flat(rates), usage, at)?.nanoUsd ?? Number.NaN;
        const after =
          costOf(flat(rates), { ...usage, [name]: usage[name] + more }, at)?.nanoUsd ?? Number.NaN;
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  test('are unknown if one price that is needed is, and not for one that is not', () => {
    const needed = names.filter((name) => name !== 'reasoning');
    fc.assert(
      fc.property(usages, wholeRates, fc.constantFrom(...needed), (usage, rates, name) => {
        const { [name]: _, ...rest } = rates;
        const cost = costOf(flat(rest), usage, at);
        if (usage[name] === 0) expect(cost).toBeDefined();
        else expect(cost).toBeUndefined();
      }),
    );
  });
});

describe('the cost of a request', () => {
  const used = noUsage;
  const computed = { nanoUsd: 5, source: 'computed', priceVersion: 'v' } as const;
  const reported = { nanoUsd: 7, source: 'reported' } as const;

  test('has failed attempts in it that used tokens, and is as sure as the least sure of them', () => {
    const attempts = [{ usage: used, cost: computed }, {}, { usage: used, cost: reported }];
    expect(totalCost(attempts)).toEqual({ nanoUsd: 12, source: 'computed', priceVersion: 'v' });
    const estimated = { ...computed, source: 'estimated' } as const;
    expect(totalCost([{ cost: estimated }, { cost: computed }])?.source).toBe('estimated');
    expect(totalCost([{ cost: { nanoUsd: 0, source: 'free' } }, { cost: reported }])).toEqual(reported);
  });

  test('is unknown when that of tokens is, and there is none without tokens', () => {
    expect(totalCost([{ usage: used }, { usage: used, cost: reported }])).toBeUndefined();
    expect(totalCost([{ usage: used, cost: reported }, { usage: used }])).toBeUndefined();
    expect(totalCost([{}, {}])).toBeUndefined();
    expect(totalCost([])).toBeUndefined();
  });
});
