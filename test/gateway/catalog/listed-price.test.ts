import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListedPrice } from '../../../src/gateway/catalog/listed-price.ts';

describe('a listed price', () => {
  it('of OpenRouter is text, per token', () => {
    const pricing = {
      prompt: '0.000003',
      completion: '0.000015',
      input_cache_read: '0.0000003',
      input_cache_write: '0.00000375',
      request: '0',
      image: '0.0048',
    };
    expect(readListedPrice(pricing)).toEqual({
      input: 0.000003,
      output: 0.000015,
      cacheRead: 0.0000003,
      cacheWrite: 0.00000375,
    });
  });

  it('of Vercel is the same under other names', () => {
    expect(readListedPrice({ input: '0.00000125', output: '0.00001' })).toEqual({
      input: 0.00000125,
      output: 0.00001,
    });
  });

  it('of Together is numbers, per million', () => {
    const pricing = { hourly: 0, input: 0.88, output: 1.76, base: 0, finetune: 0 };
    const price = readListedPrice(pricing);
    expect(price?.input).toBeCloseTo(0.000_000_88, 15);
    expect(price?.output).toBeCloseTo(0.000_001_76, 15);
  });

  it.each([
    ['varies', { prompt: '-1', completion: '-1' }],
    ['are 0', { prompt: '0', completion: '0' }],
    ['are 0 at Together (images, servers by the hour)', { hourly: 2.4, input: 0, output: 0 }],
    ['are half there', { prompt: '0.000003' }],
    ['are half 0', { prompt: '0.000003', completion: '0' }],
    ['are no numbers', { prompt: 'free', completion: '' }],
    ['are text per million', { prompt: '0.88', completion: '0.88' }],
    ['are text per million at Vercel’s names', { input: '3', output: '15' }],
    ['are text per thousand', { prompt: '0.003', completion: '0.015' }],
    ['are cheap text per thousand', { prompt: '0.0005', completion: '0.0015' }],
    ['are numbers per token', { prompt: 0.000003, completion: 0.000015 }],
    ['are numbers per million that nothing marks as such', { prompt: 0.2, completion: 0.8 }],
    ['are numbers of whatever unit', { input: 0.88, output: 0.88 }],
    ['are numbers per token in Together’s form', { hourly: 0, input: 0.000003, output: 0.000015 }],
    ['are numbers of cents or more in Together’s form', { hourly: 0, input: 880, output: 880 }],
    ['are text in Together’s form', { hourly: 0, input: '0.88', output: '0.88' }],
    ['are endless', { prompt: 'Infinity', completion: 'NaN' }],
    ['are nothing', {}],
    ['are of another kind', { prompt: ['0.000003'], completion: { usd: 1 } }],
  ])('is not known where prices %s', (_, pricing) => {
    expect(readListedPrice(pricing)).toBeUndefined();
  });

  it('of the cache is left out where it is implausible, and the others count', () => {
    const pricing = { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.3' };
    expect(readListedPrice(pricing)).toEqual({ input: 0.000003, output: 0.000015 });
  });

  it('is never more than anybody charges, whatever a list says', () => {
    const value = fc.oneof(fc.double(), fc.double().map(String), fc.jsonValue());
    const names = fc.constantFrom('prompt', 'completion', 'input', 'output', 'hourly', 'input_cache_read');
    fc.assert(
      fc.property(fc.dictionary(names, value), (pricing) => {
        const price = readListedPrice(pricing);
        for (const each of Object.values(price ?? {})) {
          expect(each).toBeGreaterThanOrEqual(1e-9);
          expect(each).toBeLessThanOrEqual(0.001);
        }
      }),
    );
  });
});
