import { describe, expect, test } from 'vitest';
import { describeChange } from '../../../src/gateway/config/diff.ts';
import { configOf, plain, problemsOf } from './known.ts';

const withModels = (...models: readonly unknown[]) => ({ providers: [{ ...plain, models }] });
const filled = (...models: readonly unknown[]) => configOf(withModels(...models)).providers[0];

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
  });
});
