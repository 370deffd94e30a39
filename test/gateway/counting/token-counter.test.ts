import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBlockCounter } from '../../../src/gateway/counting/block-counter.ts';
import { createCorrection } from '../../../src/gateway/counting/correction.ts';
import { countsTokens } from '../../../src/gateway/counting/count-endpoints.ts';
import { countTokens } from '../../../src/gateway/counting/count-tokens.ts';
import { createTokenCounter, inputOf } from '../../../src/gateway/counting/token-counter.ts';
import { noUsage } from '../../../src/gateway/exchange/usage.ts';
import type { JsonRecord } from '../../support/json-value.ts';
import { recordedConversation } from '../../support/recorded-input.ts';
import { vocabulary } from './vocabulary.ts';

const sentence = 'The quick brown fox jumps over the lazy dog, and then some more words follow it. ';

describe('texts of a request', () => {
  test('count the same the second time', () => {
    const blocks = createBlockCounter(vocabulary);
    const text = sentence.repeat(20);
    const first = blocks.request()(text);
    expect(first).toBe(countTokens(text, vocabulary));
    expect(blocks.request()(text)).toBe(first);
  });

  test('of equal length and other content are told apart', () => {
    const blocks = createBlockCounter(vocabulary);
    const count = blocks.request();
    fc.assert(
      fc.property(fc.string({ minLength: 300, maxLength: 300 }), (text) => {
        expect(count(text)).toBe(countTokens(text, vocabulary));
      }),
    );
  });

  test('are remembered up to a number, the latest ones', () => {
    const blocks = createBlockCounter(vocabulary);
    const count = blocks.request();
    for (let each = 0; each < 9000; each += 1) count(`${each} ${sentence.repeat(4)}`);
    const latest = `8999 ${sentence.repeat(4)}`;
    expect(blocks.request()(latest)).toBe(countTokens(latest, vocabulary));
  });

  test('beyond half a megabyte are sampled, to a few percent', () => {
    const count = createBlockCounter(vocabulary).request();
    count(sentence.repeat(6400));
    const long = Array.from({ length: 4000 }, (_, at) => `${sentence}${at} {"key": [${at}, true]}\n`).join(
      '',
    );
    const exact = countTokens(long, vocabulary);
    expect(Math.abs(count(long) - exact) / exact).toBeLessThan(0.03);
  });
});

describe('what is learned', () => {
  test('large requests move the factor, small ones hardly', () => {
    const correction = createCorrection();
    correction.learn('small', 12, 20);
    expect(correction.factor('small')).toBeCloseTo(1, 1);
    for (let each = 0; each < 5; each += 1) correction.learn('large', 10_000, 12_500);
    expect(correction.factor('large')).toBeGreaterThan(1.2);
    expect(correction.factor('other')).toBe(1);
  });

  test('a change of the model is followed', () => {
    const correction = createCorrection();
    for (let each = 0; each < 50; each += 1) correction.learn('m', 10_000, 8000);
    for (let each = 0; each < 30; each += 1) correction.learn('m', 10_000, 13_000);
    expect(correction.factor('m')).toBeGreaterThan(1.25);
  });

  test('reports about something else are passed over', () => {
    const correction = createCorrection();
    for (const [raw, reported] of [
      [1000, 400_000],
      [50_000, 181],
      [0, 10],
      [10, Number.NaN],
      [Number.NaN, 10],
    ] as const)
      correction.learn('m', raw, reported);
    expect(correction.factor('m')).toBe(1);
  });

  test('stays between a half and two, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(), fc.double())), (reports) => {
        const correction = createCorrection();
        for (const [raw, reported] of reports) correction.learn('m', raw, reported);
        expect(correction.factor('m')).toBeGreaterThanOrEqual(0.5);
        expect(correction.factor('m')).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('is forgotten of models that were not used for long', () => {
    const correction = createCorrection();
    correction.learn('first', 100_000, 150_000);
    for (let each = 0; each < 500; each += 1) correction.learn(`m${each}`, 1000, 1000);
    expect(correction.factor('first')).toBe(1);
  });
});

describe('a counter', () => {
  const asked = (body: JsonRecord) => {
    const read = recordedConversation('anthropic-messages', body);
    if (read === undefined) throw new Error('the request was not read');
    return read;
  };
  const message = (content: string) => ({ messages: [{ role: 'user', content }] });
  const conversation = asked(message(sentence.repeat(200)));

  test('corrects a model at one provider by its reports', () => {
    const counter = createTokenCounter(vocabulary);
    const counted = { provider: 'a', model: 'm' };
    const before = counter.estimate(counted, conversation);
    expect(before.tokens).toBe(before.raw);
    for (let each = 0; each < 20; each += 1) counter.learn(counted, before.raw, before.raw * 1.3);
    const after = counter.estimate(counted, conversation);
    expect(after.raw).toBe(before.raw);
    expect(after.tokens / before.raw).toBeCloseTo(1.27, 1);
    expect(counter.estimate({ provider: 'b', model: 'm' }, conversation).tokens).toBe(before.raw);
  });

  test('tells at least one token', () => {
    const empty = { ...asked(message('')), turns: [] };
    expect(
      createTokenCounter(vocabulary).estimate({ provider: '', model: 'gemini-2.5-pro' }, empty).tokens,
    ).toBe(1);
  });

  test('input is all of it', () => {
    expect(
      inputOf({ ...noUsage, input: 1, cacheRead: 20, cacheWrite5m: 300, cacheWrite1h: 4000, output: 9 }),
    ).toBe(4321);
  });

  test('vendors that can be asked', () => {
    expect(countsTokens('anthropic', 'anthropic-messages')).toBe(true);
    expect(countsTokens('google', 'gemini-generate')).toBe(true);
    expect(countsTokens('openai', 'openai-responses')).toBe(true);
    expect(countsTokens('openai', 'openai-chat')).toBe(false);
    expect(countsTokens('other', 'anthropic-messages')).toBe(false);
  });
});
