import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nanoOfPico,
  nanoOfUsd,
  picoPerToken,
  usdPerMillion,
  usdText,
} from '../../../src/gateway/exchange/money.ts';

test.each([
  [0, '0'],
  [1, '0.000000001'],
  [4_200_000, '0.0042'],
  [1_000_000_000, '1'],
  [12_000_000_001, '12.000000001'],
  [1_500_000_000, '1.5'],
  [Number.MAX_SAFE_INTEGER, '9007199.254740991'],
])('%i nano-dollars are written %s', (nano, text) => expect(usdText(nano)).toBe(text));

test('an amount is written so that it reads back the same', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000_000), (nano) => {
      expect(usdText(nano)).toMatch(/^\d+(?:\.\d*[1-9])?$/);
      expect(nanoOfUsd(Number(usdText(nano)))).toBe(nano);
    }),
  );
});

test.each([
  [0.0004970133333333333, 497_013],
  [3.9e-6, 3900],
  [0, 0],
  [-0.1, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [1e12, undefined],
])('%d dollars as somebody wrote them are %s nano-dollars', (usd, nano) => expect(nanoOfUsd(usd)).toBe(nano));

test('prices are whole pico-dollars per token', () => {
  expect(picoPerToken(0.003625)).toBe(3625);
  expect(picoPerToken(0.07)).toBe(70_000);
  expect(usdPerMillion(2_500_000)).toBe(2.5);
});

test.each([
  [499, 0],
  [500, 1],
  [1499, 1],
  [1500, 2],
])('%i pico-dollars are %i nano-dollars', (pico, nano) => expect(nanoOfPico(pico)).toBe(nano));
