import { describe, expect, it } from 'vitest';
import { recordings } from '../corpus.ts';
import { type AnswerDialect, answerDialects } from './answer-judge.ts';
import { chatRequestFaults } from './chat-request-faults.ts';
import { geminiRequestFaults } from './gemini-request-faults.ts';
import { messagesRequestFaults } from './messages-request-faults.ts';
import { changed, type RequestFault } from './request-fault.ts';
import { checkRequest } from './request-judge.ts';
import { responsesRequestFaults } from './responses-request-faults.ts';
import { validRequests } from './valid-requests.ts';

const faults: Readonly<Record<AnswerDialect, readonly RequestFault[]>> = {
  'openai-chat': chatRequestFaults,
  'openai-responses': responsesRequestFaults,
  'anthropic-messages': messagesRequestFaults,
  'gemini-generate': geminiRequestFaults,
};

const facts = { model: 'gemini-3-pro' };

describe.each(answerDialects)('a request of %s', (dialect) => {
  const given = dialect === 'gemini-generate' ? facts : {};

  it('is accepted when it is well formed', () => {
    expect(checkRequest(dialect, validRequests[dialect], given)).toEqual([]);
  });

  it.each(faults[dialect])('is refused with %s', (_name, rule, changes) => {
    const words = checkRequest(dialect, changed(validRequests[dialect], changes), given);
    expect(words.map((each) => each.replaceAll(/\[\d+\]/g, '[]').replace(/: .*/s, ''))).toContain(rule);
  });
});

describe('a request to Gemini', () => {
  const { 'gemini-generate': body } = validRequests;
  const unsigned = { 'contents.1.parts.0.thoughtSignature': undefined };
  it('needs no signature before Gemini 3', () => {
    expect(checkRequest('gemini-generate', changed(body, unsigned), { model: 'gemini-2.5-pro' })).toEqual([]);
  });
  it('needs no signature for calls of earlier turns', () => {
    const answered = changed(body, {
      ...unsigned,
      'contents.3': { role: 'model', parts: [{ text: 'Mixed.' }] },
    });
    const later = changed(answered, { 'contents.4': { role: 'user', parts: [{ text: 'Thanks' }] } });
    expect(checkRequest('gemini-generate', later, facts)).toEqual([]);
  });
  it('may carry the documented dummy signature', () => {
    const dummy = { 'contents.1.parts.0.thoughtSignature': 'skip_thought_signature_validator' };
    expect(checkRequest('gemini-generate', changed(body, dummy), facts)).toEqual([]);
  });
});

/** What vendors said to recorded requests, and the rule that says the same. */
const refusals: Readonly<Record<string, readonly [AnswerDialect, string]>> = {
  'error/anthropic-400-strict-schema-matrix-boolean-root-schema-is-reject-55d13': [
    'anthropic-messages',
    'type:tools[0].input_schema',
  ],
  'error/openai-400-chat-no-messages': ['openai-chat', 'value:messages'],
  'error/openai-400-error-identity-edge-chat-completions-validation-er-7c021': [
    'openai-chat',
    'value:temperature',
  ],
  'error/openai-400-multimodal-tool-return-matrix-direct-binary-audio-dcb0f-1': [
    'openai-chat',
    'audio-unsupported',
  ],
  'error/openai-400-responses-model-http-error': ['openai-responses', 'value:temperature'],
  'error/openai-400-responses-post-c4a90328': ['openai-responses', 'schema-strict'],
  'error/openai-400-responses-thinking-with-modified-history-1': ['openai-responses', 'reasoning-alone'],
};

describe('a recorded request that the vendor refused', () => {
  const refused = recordings('error').filter(({ id }) => Object.hasOwn(refusals, id));
  it.skipIf(refused.length === 0)('is refused for the same reason', () => {
    expect(refused.length).toBe(Object.keys(refusals).length);
    for (const { id, requestBody } of refused) {
      const [dialect, rule] = refusals[id] ?? ['openai-chat', ''];
      expect(checkRequest(dialect, requestBody), id).toContainEqual(expect.stringContaining(`${rule}:`));
    }
  });
});
