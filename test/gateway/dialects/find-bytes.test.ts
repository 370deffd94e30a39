import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteSearch } from '../../../src/gateway/dialects/find-bytes.ts';

test('finds what `includes` finds, in texts that nearly hold it, too', () => {
  const letters = fc.constantFrom('a', 'q', 'Z', '"', '-', '.', '1', 'é');
  const text = fc.string({
    unit: fc.constantFrom('a', 'q', 'Z', '"', '-', '.', '1'),
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      text,
      fc.array(fc.oneof(letters, text), { maxLength: 40 }),
      fc.nat(12),
      (wanted, parts, cut) => {
        const body = Buffer.from([...parts, wanted.slice(0, cut), wanted.slice(cut)].join(''));
        for (const bytes of [body, body.subarray(0, -1), Buffer.from(parts.join(''))]) {
          expect(byteSearch(wanted)(bytes)).toBe(bytes.includes(wanted));
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each(['patchbay-opaque-1.', '"stream_options"', '"n"', 'x'])('finds %s at either end', (wanted) => {
  const search = byteSearch(wanted);
  expect(search(Buffer.from(`${wanted}${'…'.repeat(9)}`))).toBe(true);
  expect(search(Buffer.from(`${'…'.repeat(9)}${wanted}`))).toBe(true);
  expect(search(Buffer.from(''))).toBe(false);
  expect(search(Buffer.from('…'.repeat(9)))).toBe(false);
});
