import { expect, it } from 'vitest';
import { estimateTokens, tokensAtMost } from '../../../src/gateway/counting/estimate-tokens.ts';

const estimate = (body: unknown) => estimateTokens(Buffer.from(JSON.stringify(body)));
const file = 'A'.repeat(1_000_000);

it('is a fourth of the bytes', () => {
  expect(estimateTokens(Buffer.alloc(4000, 'a'))).toBe(1000);
  expect(tokensAtMost(4001)).toBe(1001);
});

it.each([
  ['chat', { image_url: { url: `data:image/png;base64,${file}` } }],
  ['Messages', { source: { type: 'base64', media_type: 'image/png', data: file } }],
  ['Gemini', { inlineData: { mimeType: 'image/png', data: file } }],
  ['sound', { input_audio: { data: file, format: 'wav' } }],
])('counts a file as a file, not by its length: %s', (_, part) => {
  const one = estimate({ messages: [{ content: [part] }] });
  expect(one).toBeGreaterThan(1400);
  expect(one).toBeLessThan(1700);
  expect(estimate({ messages: [{ content: [part, part] }] }) - one).toBeGreaterThan(1400);
});

it('counts a data URL once, also where a member of that name holds it', () => {
  expect(estimate({ data: `data:image/png;base64,${file}` })).toBeLessThan(1700);
});

it('counts short data as text, and never more than the bytes', () => {
  const body = { data: 'a'.repeat(1000) };
  expect(estimate(body)).toBe(tokensAtMost(JSON.stringify(body).length));
  const small = { data: 'a'.repeat(1100) };
  expect(estimate(small)).toBeLessThanOrEqual(tokensAtMost(JSON.stringify(small).length));
});

it('takes what is cut off as it is', () => {
  expect(estimateTokens(Buffer.from(`{"data":"${file}`))).toBeLessThan(1700);
});
