import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../src/gateway/routing/glob.ts';

describe('a glob', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'a/b', true],
    ['gpt-4*', 'gpt-4', true],
    ['gpt-4*', 'gpt-4o-mini', true],
    ['gpt-4*', 'gpt-5', false],
    ['*-mini', 'o3-mini', true],
    ['*-mini', 'o3-mini-high', false],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'acb', false],
    ['gpt.4', 'gpt-4', false],
    ['GPT*', 'gpt-4', false],
    ['a+', 'aa', false],
  ])('%j on %j is %j', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (pattern, name) => {
        expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name));
      }),
    );
  });

  it('answers in time for a pattern made to be slow', () => {
    const start = performance.now();
    expect(matchesGlob(`${'a*'.repeat(60)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
