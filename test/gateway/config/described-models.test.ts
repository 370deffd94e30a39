import { describe, expect, test } from 'vitest';
import { describeChange } from '../../../src/gateway/config/diff.ts';
import { configOf, plain, problemsOf } from './known.ts';

const withModels = (...models: readonly unknown[]) => ({ providers: [{ ...plain, models }] });
const filled = (...models: readonly unknown[]) => configOf(withModels(...models)).providers[0];

const rates = (
  input: number,
  output: number,
  cacheRead: number,
  cacheWrite5m: number,
  cacheWrite1h: number,
) => ({ input, output, cacheRead, cacheWrite5m, cacheWrite1h });

describe('models of a provider', () => {
  test('may be names and descriptions side by side', () => {
    const provider = filled(
      'a',
      { id: 'b', context: 200_000, output: 32_000, images: true, thinking: 'budget' },
      {
        id: 'c',
      },
    );
    expect(provider?.models).toEqual(['a', 'b', 'c']);
    expect(provider?.modelFacts).toEqual(
      new Map([
        ['b', { contextTokens: 200_000, outputTokens: 32_000, images: true, thinking: 'budget' }],
        ['c', {}],
      ]),
    );
    expect(filled('a')).not.toHaveProperty('modelFacts');
  });

  test('may be described beside a `*`', () => {
    const provider = filled('*', { id: 'b', tools: false });
    expect(provider?.models).toEqual(['*', 'b']);
    expect(provider?.modelFacts?.get('b')).toEqual({ tools: false });
  });

  test('may have a price, in dollars per million tokens; what is left out follows from the others', () => {
    const price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6 };
    const provider = filled(
      { id: 'a', price },
      { id: 'b', price: { input: 0.003625, output: 0 } },
      { id: 'c', price: { input: 1, output: 2, cacheWrite: 1.25 } },
    );
    expect(provider?.modelPrices).toEqual(
      new Map([
        ['a', rates(3_000_000, 15_000_000, 300_000, 3_750_000, 6_000_000)],
        ['b', rates(3625, 0, 3625, 3625, 3625)],
        ['c', rates(1_000_000, 2_000_000, 1_000_000, 1_250_000, 1_250_000)],
      ]),
    );
    expect(filled('a')).not.toHaveProperty('modelPrices');
    expect(provider?.modelFacts?.get('a')).toEqual({});
  });

  test.each([
    [
      ['*', 'a'],
      'providers[0].models: "*" accepts every name and stands alone; leave the other names out, or the "*"',
    ],
    [[{ id: '*' }], 'providers[0].models[0].id: "*" is no model that could be described; write its name'],
    [['a', { id: 'a' }], 'providers[0].models[1]: names "a" twice; keep one'],
    [
      [{ id: 'a', context: 0 }],
      'providers[0].models[0].context: 0 is out of range; allowed is 1 to 100000000',
    ],
    [[{ id: 'a', thinking: 'much' }], 'thinking'],
    [[{ id: 'a', efforts: [] }], 'efforts'],
    [[{ id: 'a', contxt: 5 }], 'contxt'],
    [[{ context: 5 }], 'id'],
    [
      [{ id: 'a', price: { input: -1, output: 1 } }],
      'price.input: -1 is below 0; a price is US dollars per million tokens',
    ],
    [[{ id: 'a', price: { input: 1e9, output: 1 } }], 'price.input: 1000000000 is too much'],
    [[{ id: 'a', price: { input: 1 } }], 'price.output'],
    [[7], 'models[0]'],
  ])('%j is told: %s', (models, problem) => {
    const [first = '', ...more] = problemsOf(withModels(...models));
    expect(first).toContain(problem);
    expect(more).toEqual([]);
  });

  test('whose description changed are named by their option', () => {
    const before = configOf(withModels({ id: 'a', context: 5 }));
    const after = configOf(withModels({ id: 'a', context: 6 }));
    expect(describeChange(before, after).changes).toEqual(['provider plain changed: models']);
    const dear = configOf(withModels({ id: 'a', context: 5, price: { input: 1, output: 2 } }));
    expect(describeChange(before, dear).changes).toEqual(['provider plain changed: models']);
  });
});
