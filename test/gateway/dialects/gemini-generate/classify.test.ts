import { describe, expect, it } from 'vitest';
import { bitsOf } from '../event-bits.ts';

const spellings = [
  (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`,
  (value: unknown) => `[${JSON.stringify(value, null, 2)}`,
  (value: unknown) => `\n,\r\n${JSON.stringify(value, null, 2)}`,
];
const usageMetadata = { promptTokenCount: 3, totalTokenCount: 3 };
const parts = (...list: readonly object[]) => ({
  candidates: [{ content: { parts: list, role: 'model' }, index: 0 }],
});

describe.each(spellings.map((spell, index) => [index, spell] as const))('framing %i', (_index, spell) => {
  const bits = (value: unknown) => bitsOf('gemini-generate', spell(value));

  it.each([
    ['text', parts({ text: 'a' })],
    ['a thought', parts({ text: 'a', thought: true })],
    ['text behind an empty part', parts({ text: '' }, { text: 'a' })],
    ['a call', parts({ functionCall: { name: 'f', args: {} }, thoughtSignature: 'x' })],
    ['an image', parts({ inlineData: { mimeType: 'image/png', data: 'AAA' } })],
    ['code', parts({ executableCode: { code: '' } })],
    ['text that speaks of errors', parts({ text: '{"error":{"code":1},"finishReason":"STOP"}' })],
  ])('%s is output', (_what, value) => {
    expect(bits(value)).toEqual(['output']);
    expect(bits({ ...value, usageMetadata })).toEqual(['output', 'usage']);
  });

  it.each([
    ['an empty part', parts({ text: '' })],
    ['a signature alone', parts({ text: '', thoughtSignature: 'x' })],
    ['no parts', { candidates: [{ content: { role: 'model' } }] }],
    ['no content', { candidates: [{ index: 0 }] }],
    ['nothing', {}],
    ['a prompt that passed', { promptFeedback: { safetyRatings: [] } }],
    ['sources', { candidates: [{ groundingMetadata: { groundingSupports: [{ segment: { text: 'a' } }] } }] }],
  ])('%s is none', (_what, value) => {
    expect(bits(value)).toEqual([]);
    expect(bits({ ...value, usageMetadata })).toEqual(['usage']);
  });

  it('ends with a finish reason, by name or number', () => {
    for (const finishReason of ['STOP', 'MAX_TOKENS', 'SAFETY', 'MALFORMED_FUNCTION_CALL', 1, 2]) {
      expect(bits({ candidates: [{ content: {}, finishReason }], usageMetadata })).toEqual([
        'usage',
        'finish',
      ]);
    }
    const last = { content: { parts: [{ text: '', thoughtSignature: 'x' }] }, finishReason: 'STOP' };
    expect(bits({ candidates: [last] })).toEqual(['finish']);
    expect(bits({ candidates: [{ ...last, content: { parts: [{ text: 'a' }] } }] })).toEqual([
      'output',
      'finish',
    ]);
    for (const finishReason of ['FINISH_REASON_UNSPECIFIED', 0, null, '']) {
      expect(bits({ candidates: [{ finishReason }] })).toEqual([]);
    }
  });

  it('ends with a blocked prompt, which has no candidates', () => {
    expect(bits({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata })).toEqual(['usage', 'finish']);
    const late = { ...parts({ text: 'a' }), promptFeedback: { blockReason: 'SAFETY' } };
    expect(bits(late)).toEqual(['output', 'finish']);
  });

  it('marks errors', () => {
    expect(bits({ error: { code: 503, message: 'no', status: 'UNAVAILABLE' } })).toEqual(['failure']);
  });
});

it('marks an error object that stands outside the framing', () => {
  const error = JSON.stringify({ error: { code: 499, status: 'CANCELLED' } }, null, 2);
  expect(bitsOf('gemini-generate', `${error}\n`)).toEqual(['failure']);
  expect(bitsOf('gemini-generate', `[${error}]`)).toEqual(['failure']);
});

it('is nothing for the brackets of an array', () => {
  expect(bitsOf('gemini-generate', '\n]')).toEqual([]);
});
