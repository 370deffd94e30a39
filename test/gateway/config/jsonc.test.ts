import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonc } from '../../../src/gateway/config/jsonc.ts';
import { problemText } from '../../../src/gateway/config/problem.ts';

function problems(text: string): string[] {
  const result = parseJsonc(text);
  return result.ok ? [] : result.problems.map(problemText);
}

describe('JSON with comments', () => {
  test('comments, trailing commas and a byte order mark are allowed', () => {
    const result = parseJsonc('\ufeff// first\n{ "a": [1, 2,], /* why */ "b": "x", }\n// last');
    expect(result.ok && result.value.value).toEqual({ a: [1, 2], b: 'x' });
  });

  test.each([
    ['{\n  "a": tru\n}', 'line 2, column 8: is not a JSON value (texts stand in double quotes)'],
    ['{"a" 1}', 'line 1, column 6: a colon is expected here'],
    ['{"a": 1 "b": 2}', 'line 1, column 9: a comma is expected here'],
    ['{"a": [1', 'line 1, column 9: a closing ] is missing'],
    ['{"a": "x', 'line 1, column 7: a text is not closed with a double quote'],
    ['{} {}', 'line 1, column 4: the file should end here'],
    ['/* x', 'line 1, column 1: a comment is not closed with */'],
  ])('%j is refused with line and column', (text, expected) => {
    expect(problems(text)).toContain(expected);
  });

  test('an empty file is refused, so that a file caught half-written does not wipe a config', () => {
    expect(problems(' \n ')).toEqual(['config: is empty; write at least {} (everything in it is optional)']);
  });

  test('a key that stands twice is refused, with the line of the second', () => {
    expect(problems('{"a": {"b": 1,\n"c": 2,\n"b": 3}}')).toEqual([
      'a.b: stands here a second time; keep one (line 3)',
    ]);
  });

  test('__proto__ is a key like any other', () => {
    const result = parseJsonc('{"__proto__": {"x": 1}}');
    expect(result.ok && Object.keys(Object(result.value.value))).toEqual(['__proto__']);
  });

  test('depth and length are bounded', () => {
    expect(problems('['.repeat(100_000))).toEqual(['config: is nested deeper than 100 levels']);
    expect(problems(`"${'x'.repeat(1024 * 1024)}"`)[0]).toContain('at most 1048576 are read');
  });

  test('knows the line of every value, and of the nearest parent of one that is missing', () => {
    const result = parseJsonc('{\n"a": [\n{"b": 1},\n{"c": 2}]}');
    if (!result.ok) throw new Error('unreadable');
    expect(result.value.lineOf(['a', 1, 'c'])).toBe(4);
    expect(result.value.lineOf(['a', 0, 'missing'])).toBe(3);
    expect(result.value.lineOf([])).toBe(1);
  });

  test('every JSON value is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const result = parseJsonc(text);
        expect(result.ok ? result.value.value : result).toEqual(JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:/*\n\\u0aé1-.tfn '), maxLength: 40 }),
        (text) => {
          const result = parseJsonc(text);
          expect(result.ok || result.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
