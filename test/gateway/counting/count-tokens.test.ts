import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countTokens } from '../../../src/gateway/counting/count-tokens.ts';
import { hashStart, hashStep } from '../../../src/gateway/counting/vocabulary.ts';
import { vocabulary } from './vocabulary.ts';

const count = (text: string) => countTokens(text, vocabulary);

function isToken(text: string): boolean {
  return vocabulary.has(Buffer.from(text).reduce(hashStep, hashStart));
}

/** The pattern of `o200k_base` as OpenAI's tiktoken publishes it. */
const published = new RegExp(
  [
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])?",
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])?",
    '\\p{N}{1,3}',
    ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*',
    '\\s*[\\r\\n]+',
    '\\s+(?!\\S)',
    '\\s+',
  ].join('|'),
  'gu',
);

describe('the vocabulary', () => {
  test('has every single byte, so that anything can be written', () => {
    for (let byte = 0; byte < 256; byte += 1) expect(vocabulary.has(hashStep(hashStart, byte))).toBe(true);
  });

  test('has words and no strangers', () => {
    for (const word of [' the', ' function', 'return', ' über', '你好', ' =>'])
      expect(isToken(word), word).toBe(true);
    for (const word of [' qzxjkv', 'the the', 'patchbay gateway']) expect(isToken(word), word).toBe(false);
  });
});

describe('counts', () => {
  /** Exact counts of `o200k_base` by tiktoken. */
  test.each([
    ['', 0],
    ['Hello, world!', 4],
    ['What is the capital of France?', 7],
    ['const answer = await fetch(url);\n', 7],
    ['1234567', 3],
    ["don't we'll I'D", 4],
    ['    indented\n\n\n\tline', 5],
    ['你好，世界', 3],
    ['🎉', 2],
    ['getHTTPResponseCode', 4],
  ])('%j', (text, tokens) => {
    expect(count(text)).toBe(tokens);
  });

  test('runs of one character are not counted one by one', () => {
    expect(count(' '.repeat(60))).toBeLessThan(5);
    expect(count('-'.repeat(64))).toBeLessThan(5);
  });

  test('a word of a megabyte takes no more than a moment', () => {
    const started = performance.now();
    expect(count('qzxjkv'.repeat(170_000))).toBeGreaterThan(100_000);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('lone surrogates are counted as the replacement that is sent for them', () => {
    expect(count('\ud800')).toBe(count('\ufffd'));
  });
});

describe('pieces', () => {
  const words = fc.constantFrom(
    'Hello',
    'WORLD',
    'fooBar',
    "'s",
    "'LL",
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '12345',
    '٣',
    '½',
    '中文',
    'ǅ',
    'é',
    'e\u0301',
    '\u00a0',
    '/',
    '//',
    '.',
    '!?',
    '{"a":',
    '🎉',
    'ß',
    'ʰ',
    '\u0301',
    '_',
    '𐐀',
    '𝒳',
  );
  test('are those of the published pattern', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ unit: 'grapheme' })), { maxLength: 12 }), (parts) => {
        const text = parts.join('').toWellFormed();
        const sum = (text.match(published) ?? []).reduce((total, piece) => total + onePiece(piece), 0);
        expect(count(text)).toBe(sum);
      }),
      { numRuns: 2000 },
    );
  });

  function onePiece(piece: string): number {
    if (isToken(piece)) return 1;
    return fewest(Buffer.from(piece));
  }

  /** The fewest tokens that make up some bytes, without any cleverness. */
  function fewest(bytes: Buffer): number {
    const best = [0];
    for (let end = 1; end <= bytes.length; end += 1) {
      best[end] = Number.POSITIVE_INFINITY;
      for (let start = Math.max(0, end - 64); start < end; start += 1) {
        const isOne = vocabulary.has(bytes.subarray(start, end).reduce(hashStep, hashStart));
        if (isOne) best[end] = Math.min(best[end] ?? 0, (best[start] ?? 0) + 1);
      }
    }
    return best[bytes.length] ?? 0;
  }
});
