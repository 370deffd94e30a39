import { expect, it } from 'vitest';
import { bitsOf, dataEvent } from '../event-bits.ts';

const bits = (event: string) => bitsOf('openai-completions', event);
const choice = (text: string, finish_reason: string | null = null) => ({
  choices: [{ text, index: 0, finish_reason }],
});
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

it.each([
  [choice('a'), ['output']],
  [{ ...choice('a'), usage: null }, ['output']],
  [choice('"finish_reason":"stop"'), ['output']],
  [choice(''), []],
  [choice('', 'length'), ['finish']],
  [choice('a', 'stop'), ['output', 'finish']],
  [{ ...choice('', 'stop'), usage }, ['usage', 'finish']],
  [{ choices: [], usage }, ['usage', 'usageOnly']],
  [{ error: { message: 'no' } }, ['failure']],
])('marks %j', (value, expected) => {
  expect(bits(dataEvent(value))).toEqual(expected);
});

it('ends with [DONE]', () => {
  expect(bits('data: [DONE]\n\n')).toEqual(['terminal']);
  expect(bits(': comment\n\n')).toEqual([]);
  expect(bits('event: error\ndata: {"message":"no"}\n\n')).toEqual(['failure']);
});
