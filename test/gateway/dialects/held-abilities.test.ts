import { describe, expect, it } from 'vitest';
import { holds } from '../../../src/gateway/dialects/held-abilities.ts';
import { type Ability, abilities } from '../../../src/gateway/exchange/abilities.ts';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';

const held = (dialect: Dialect, body: unknown): readonly Ability[] =>
  abilities.filter((ability) => holds(dialect, Buffer.from(JSON.stringify(body)), ability));

const cases: readonly (readonly [Dialect, unknown, readonly Ability[]])[] = [
  ['openai-chat', { messages: [{ role: 'user', content: 'image_url, tools and "images"' }] }, []],
  ['openai-chat', { tools: [{ type: 'function', function: { name: 'f' } }] }, ['tools']],
  ['openai-chat', { messages: [{ content: [{ type: 'image_url', image_url: { url: 'x' } }] }] }, ['images']],
  ['openai-chat', { messages: [{ content: [{ type: 'file', file: {} }] }] }, ['documents']],
  ['openai-chat', { messages: [{ content: [{ type: 'input_audio' }] }] }, ['audio']],
  ['openai-chat', { response_format: { type: 'json_schema', json_schema: {} } }, ['schemas']],
  ['openai-chat', { reasoning_effort: 'low' }, ['reasoning']],
  ['openai-responses', { input: [{ content: [{ type: 'input_image' }] }] }, ['images']],
  [
    'openai-responses',
    { input: [{ type: 'function_call_output', output: [{ type: 'input_image' }] }] },
    ['images'],
  ],
  ['openai-responses', { input: [{ content: [{ type: 'input_file' }] }] }, ['documents']],
  ['openai-responses', { text: { format: { type: 'json_schema' } } }, ['schemas']],
  ['openai-responses', { reasoning: { effort: 'low' }, tools: [] }, ['tools', 'reasoning']],
  ['anthropic-messages', { messages: [{ content: [{ type: 'image', source: {} }] }] }, ['images']],
  [
    'anthropic-messages',
    { messages: [{ content: [{ type: 'tool_result', content: [{ type: 'image' }] }] }] },
    ['images'],
  ],
  ['anthropic-messages', { messages: [{ content: [{ type: 'document' }] }] }, ['documents']],
  ['anthropic-messages', { thinking: { type: 'adaptive' } }, ['reasoning']],
  ['anthropic-messages', { output_config: { format: { type: 'json_schema' } } }, ['schemas']],
  ['gemini-generate', { contents: [{ parts: [{ inlineData: { mimeType: 'image/png' } }] }] }, ['images']],
  ['gemini-generate', { contents: [{ parts: [{ fileData: { mimeType: 'audio/wav' } }] }] }, ['audio']],
  [
    'gemini-generate',
    { contents: [{ parts: [{ inline_data: { mime_type: 'application/pdf' } }] }] },
    ['documents'],
  ],
  ['gemini-generate', { tools: [{ functionDeclarations: [] }] }, ['tools']],
  [
    'gemini-generate',
    { generationConfig: { responseSchema: {}, thinkingConfig: {} } },
    ['schemas', 'reasoning'],
  ],
];

describe('a body holds', () => {
  it.each(cases)('%s %j: %j', (dialect, body, expected) => {
    expect(held(dialect, body)).toEqual(expected);
  });
});
