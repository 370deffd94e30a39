import { describe, expect, test } from 'vitest';
import { checkProvider } from '../../../src/gateway/config/check-provider.ts';
import { known, plain } from './known.ts';

const problemsOf = (definition: unknown): string[] => {
  const checked = checkProvider(definition, known, 4000);
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('one provider, checked by itself', () => {
  test('comes out as it would from the config, its preset filled in', () => {
    expect(checkProvider({ id: 'mine', preset: 'anthropic' }, known, 4000)).toMatchObject({
      ok: true,
      provider: { id: 'mine', name: 'Anthropic', accounts: [{ key: { env: 'ANTHROPIC_API_KEY' } }] },
    });
    expect(checkProvider({ id: 'demo', preset: 'demo' }, known, 4000)).toMatchObject({
      ok: true,
      provider: { id: 'demo', models: ['demo'], accounts: known.demo.accounts },
    });
  });

  test('has all its problems told, each at its place', () => {
    expect(problemsOf({ ...plain, id: 'A b', timeouts: { connectMs: 0 }, colour: 'red' })).toEqual([
      expect.stringMatching(/^provider\.id: "A b" is not an id/),
      expect.stringMatching(/^provider\.timeouts\.connectMs: 0 is out of range/),
      expect.stringMatching(/^provider\.colour: is not a known key/),
    ]);
    expect(problemsOf('openai')).toEqual(['provider: "openai" is not an object']);
    expect(problemsOf(undefined)).toHaveLength(1);
  });

  test('may not be the gateway itself', () => {
    expect(problemsOf({ ...plain, baseUrl: 'http://localhost:4000/v1' })).toEqual([
      expect.stringMatching(/^provider\.baseUrl: .* is where the gateway itself listens/),
    ]);
  });

  test('never has a key repeated that stands in a wrong place', () => {
    const key = 'sk-proj-Abcdefghijklmnop1234';
    const text = problemsOf({ ...plain, accounts: [{ id: 'a', key }], baseUrl: key }).join('\n');
    expect(text).toContain('provider.accounts[0].key');
    expect(text).not.toContain(key);
  });
});
