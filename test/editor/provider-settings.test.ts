import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  added,
  changed,
  idFrom,
  providerSettings,
  removed,
  restored,
  withStoredKey,
} from '../../src/vscode/provider-settings.ts';

const hand = [
  { id: 'a', preset: 'openai', note: 'mine' },
  'not an object',
  { id: 'b', baseUrl: 'https://x' },
];

describe('the setting of the providers', () => {
  test('is changed at one place; what nobody understands stays where it is', () => {
    expect(changed(hand, 'b', (each) => ({ ...each, enabled: false }))).toEqual([
      hand[0],
      hand[1],
      { id: 'b', baseUrl: 'https://x', enabled: false },
    ]);
    expect(added(hand, { id: 'c' })).toEqual([...hand, { id: 'c' }]);
    expect(added(undefined, { id: 'c' })).toEqual([{ id: 'c' }]);
    expect(providerSettings('nonsense')).toEqual([]);
  });

  test('what is removed and put back stands where it stood', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(ids, fc.nat(), (names, pick) => {
        const list = names.map((id) => ({ id, name: id.toUpperCase() }));
        const { list: rest, removed: gone } = removed(list, names[pick % names.length] ?? '');
        expect(rest).toHaveLength(names.length - 1);
        expect(gone === undefined ? [] : restored(rest, gone)).toEqual(list);
      }),
    );
  });

  test('is not put back twice', () => {
    const { removed: gone } = removed(hand, 'a');
    expect(gone === undefined ? [] : restored(hand, gone)).toBe(hand);
  });

  test('names a stored key and leaves other accounts and members alone', () => {
    const provider = {
      id: 'a',
      accounts: [
        { id: 'work', key: { env: 'X' } },
        { id: 'main', priority: 2 },
      ],
    };
    expect(withStoredKey(provider, 'main')).toEqual({
      id: 'a',
      accounts: [
        { id: 'work', key: { env: 'X' } },
        { id: 'main', priority: 2, key: { secret: 'a.main' } },
      ],
    });
    expect(withStoredKey({ id: 'b' }, 'main').accounts).toEqual([{ id: 'main', key: { secret: 'b.main' } }]);
  });
});

test('an id made from any name is one that the config takes, and nobody has it', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (name, others) => {
      const taken = new Set([...others, idFrom(name, new Set())]);
      const id = idFrom(name, taken);
      expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
      expect(taken.has(id)).toBe(false);
    }),
  );
  expect(idFrom('My Proxy (EU)', new Set(['my-proxy-eu']))).toBe('my-proxy-eu-2');
});
