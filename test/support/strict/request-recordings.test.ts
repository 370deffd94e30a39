import { describe, expect, it } from 'vitest';
import { recordings } from '../corpus.ts';
import { type AnswerDialect, answerDialects } from './answer-judge.ts';
import { checkRequest } from './request-judge.ts';

const vendors: Readonly<Record<AnswerDialect, readonly string[]>> = {
  'openai-chat': ['openai'],
  'openai-responses': ['openai'],
  'anthropic-messages': ['anthropic', 'vertex'],
  'gemini-generate': ['google', 'vertex'],
};

describe.each(answerDialects)('recorded requests of %s', (dialect) => {
  const taken = recordings(dialect).filter(
    ({ status, provider }) => status === 200 && vendors[dialect].includes(provider),
  );

  it.skipIf(taken.length === 0)('that the vendor took are accepted, without exception', () => {
    const refused = taken.flatMap(({ id, requestBody, requestPath }) => {
      if (requestBody === undefined) return [];
      const model = /models\/([^:?]+)/.exec(requestPath ?? '')?.[1];
      const words = checkRequest(dialect, requestBody, model === undefined ? {} : { model });
      return words.map((each) => `${id} ${each}`);
    });
    expect(refused).toEqual([]);
    expect(taken.length).toBeGreaterThanOrEqual(10);
  });
});
