import { describe, expect, it } from 'vitest';
import { endsInResult } from '../../../src/gateway/dialects/last-turn.ts';
import { recordings } from '../../support/corpus.ts';

const user = { role: 'user', content: 'go' };
const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };

const inTurn = {
  'openai-chat': {
    messages: [
      user,
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c', content: 'x' },
    ],
    tools: [{ type: 'function' }],
  },
  'openai-responses': {
    input: [
      user,
      { type: 'function_call', call_id: 'c' },
      { type: 'custom_tool_call_output', call_id: 'c', output: ']}"' },
    ],
    stream: true,
  },
  'anthropic-messages': {
    messages: [
      user,
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c' },
          { type: 'text', text: 'and' },
        ],
      },
    ],
    system: 'x'.repeat(10_000),
  },
  'gemini-generate': { contents: [{ parts: [{ functionResponse: { name: 'f', response: {} } }] }] },
} as const;

const atTurn = {
  'openai-chat': { messages: [...inTurn['openai-chat'].messages, user] },
  'openai-responses': { input: [...inTurn['openai-responses'].input, user] },
  'anthropic-messages': { messages: [...inTurn['anthropic-messages'].messages, user] },
  'gemini-generate': { contents: [...inTurn['gemini-generate'].contents, { parts: [{ text: 'go' }] }] },
} as const;

const dialects = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('the last turn of a request', () => {
  it.each(dialects)('of %s brings the result of a tool call, or is the user’s', (dialect) => {
    expect(endsInResult(dialect, bytes(inTurn[dialect]))).toBe(true);
    expect(endsInResult(dialect, bytes(atTurn[dialect]))).toBe(false);
  });

  it('is the user’s when the input is a text, empty, absent or unreadable', () => {
    expect(endsInResult('openai-responses', bytes({ input: 'function_call_output' }))).toBe(false);
    expect(endsInResult('openai-chat', bytes({ messages: [] }))).toBe(false);
    expect(endsInResult('openai-chat', bytes({ messages: [3, ['tool']] }))).toBe(false);
    expect(endsInResult('openai-chat', bytes({}))).toBe(false);
    expect(endsInResult('openai-chat', Buffer.from('{"messages":[{"role":"tool"},'))).toBe(false);
    expect(endsInResult('openai-embeddings', bytes({ input: ['a'] }))).toBe(false);
  });

  it.each(dialects)('of recorded requests of %s is what the parsed body says', (dialect) => {
    for (const { requestBody } of recordings(dialect)) {
      if (requestBody === undefined) continue;
      const list = requestBody.messages ?? requestBody.input ?? requestBody.contents;
      const last = JSON.stringify(Array.isArray(list) ? list.at(-1) : undefined) ?? '';
      const says = /"role":"tool"|"type":"tool_result"|"type":"\w+_output"|"functionResponse"/.test(last);
      // An item may quote such words inside its text; then the quotes are escaped.
      expect(endsInResult(dialect, bytes(requestBody))).toBe(says);
    }
  });
});
