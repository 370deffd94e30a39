import { expect, it } from 'vitest';
import { ofAnswer, ofStream } from '../figures-of.ts';

const chunk = (usageMetadata: object) =>
  `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: 'a' }] } }], usageMetadata })}\r\n\r\n`;

it('makes the figures of an answer disjoint', () => {
  const usageMetadata = {
    promptTokenCount: 1107,
    cachedContentTokenCount: 1081,
    candidatesTokenCount: 21,
    thoughtsTokenCount: 41,
    toolUsePromptTokenCount: 1171,
    totalTokenCount: 2340,
  };
  expect(ofAnswer('gemini-generate', { candidates: [], usageMetadata })).toEqual({
    input: 26 + 1171,
    cacheRead: 1081,
    output: 21,
    reasoning: 41,
  });
});

it('has no output when nothing was produced, and the total tells what was', () => {
  const none = { promptTokenCount: 6, thoughtsTokenCount: 20, totalTokenCount: 26 };
  expect(ofAnswer('gemini-generate', { usageMetadata: none })).toEqual({ input: 6, reasoning: 20 });
  const untold = { promptTokenCount: 6, thoughtsTokenCount: 20, totalTokenCount: 30 };
  expect(ofAnswer('gemini-generate', { usageMetadata: untold })).toEqual({
    input: 6,
    output: 4,
    reasoning: 20,
  });
});

it('takes the last figures of a stream', () => {
  expect(
    ofStream('gemini-generate', [
      chunk({ promptTokenCount: 8, totalTokenCount: 8 }),
      chunk({ promptTokenCount: 8, candidatesTokenCount: 4, totalTokenCount: 12 }),
      chunk({ promptTokenCount: 8, candidatesTokenCount: 9, thoughtsTokenCount: 2, totalTokenCount: 19 }),
      chunk({ promptTokenCount: 8, candidatesTokenCount: 0, totalTokenCount: 0 }),
    ]),
  ).toEqual({ input: 8, output: 9, reasoning: 2 });
});

it('finds no figures in a traffic type, nor in a count of tokens', () => {
  expect(ofAnswer('gemini-generate', { usageMetadata: { trafficType: 'ON_DEMAND' } })).toBeUndefined();
  expect(ofAnswer('gemini-generate', { totalTokens: 31 })).toBeUndefined();
  expect(ofAnswer('gemini-generate', { embedding: { values: [] } })).toBeUndefined();
});
