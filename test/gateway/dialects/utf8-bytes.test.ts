import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/gateway/dialects/utf8-bytes.ts';

describe('a text as UTF-8', () => {
  it('is what Buffer.from makes of it, whatever it holds', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, fc.constantFrom(1, 300, 4000), (piece, times) => {
        const whole = 'x'.repeat(8192) + piece.repeat(times);
        expect(utf8Bytes(whole).equals(Buffer.from(whole))).toBe(true);
      }),
    );
  });

  it.each(['\ud83d', 'a\ude00b', '\ud83d\ud83d\ude00'])('writes half a character as U+FFFD: %j', (half) => {
    const whole = 'é'.repeat(9000) + half;
    expect(utf8Bytes(whole).equals(Buffer.from(whole))).toBe(true);
  });

  it('takes texts of megabytes, and shorter ones after them', () => {
    for (const length of [3_000_000, 20_000, 1_500_000, 9000]) {
      const whole = '設→'.repeat(length / 2);
      expect(utf8Bytes(whole).equals(Buffer.from(whole))).toBe(true);
    }
  });
});
