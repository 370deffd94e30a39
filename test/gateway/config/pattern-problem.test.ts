import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternProblem } from '../../../src/gateway/config/pattern-problem.ts';

describe('a pattern that may be searched for in any message', () => {
  it.each([
    'overloaded',
    'queue is full|no capacity',
    '^rate limit.*tokens',
    'model .{0,40} is busy',
    '(?:at|over) capacity',
    '(?<why>busy)',
    'try again in \\d+ ?s(?:econds?)?',
    '[*+?(){}|]+ in a class',
    'a\\*\\+\\(b',
    '(?:abc)+',
    '^(?:the )?(?:model )?(?:is )?busy',
    'x{3}y{2,4}',
    'literal { brace',
  ])('%s', (source) => {
    expect(patternProblem(source)).toBeUndefined();
  });
});

describe('a pattern that may not', () => {
  it.each([
    ['(unclosed', /^is not a regular expression: /],
    ['[z-a]', /^is not a regular expression: /],
    ['(a+)+$', /^repeats a group that can match in several ways/],
    ['(a|aa)*b', /^repeats a group that can match in several ways/],
    ['(?:a?){30}', /^repeats a group that can match in several ways/],
    ['((a{1,9})b)+', /^repeats a group that can match in several ways/],
    ['.*busy.*full.*', /^could take too long/],
    ['\\d+\\d+x', /^could take too long/],
    ['.{0,200}.{0,200}x', /^could take too long/],
    [`${'a?'.repeat(30)}b`, /^could take too long/],
    ['(a)\\1', /^refers back/],
    ['(?<x>a)\\k<x>', /^refers back/],
    ['(?=a)b', /^looks ahead or behind/],
    ['(?<!a)b', /^looks ahead or behind/],
  ])('%s', (source, why) => {
    expect(patternProblem(source)).toMatch(why);
  });

  it('is found out whatever is written, and what passes is fast', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '\\w',
      '(',
      '(?:',
      ')',
      '|',
      '*',
      '+',
      '?',
      '{2,}',
      '^',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const source = pieces.join('');
        if (patternProblem(source) !== undefined) return;
        const pattern = new RegExp(source, 'i');
        const start = performance.now();
        pattern.test(`${'a'.repeat(499)}!`);
        pattern.test(`${'ab'.repeat(249)}!`);
        expect(performance.now() - start).toBeLessThan(250);
      }),
      { numRuns: 2000 },
    );
  });
});
