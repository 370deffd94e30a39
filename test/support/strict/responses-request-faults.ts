import type { RequestFault } from './request-fault.ts';

const long = (length: number): string => 'x'.repeat(length);

/** What breaks the valid request of openai-responses. */
export const responsesRequestFaults: readonly RequestFault[] = [
  ['an unknown field', 'unknown:stop', { stop: ['x'] }],
  ['chat messages', 'unknown:messages', { messages: [] }],
  ['no model', 'missing:model', { model: undefined }],
  ['a call without output', 'call-without-result', { 'input.6': undefined }],
  ['an output without call', 'result-without-call', { 'input.5.call_id': 'call_9' }],
  ['two calls with one id', 'call-id-twice', { 'input.4.call_id': 'call_1' }],
  ['an output of another kind', 'result-kind', { 'input.5.type': 'custom_tool_call_output' }],
  ['a long call_id', 'value:input[].call_id', { 'input.3.call_id': long(65) }],
  ['an id with another prefix', 'value:input[].id', { 'input.3.id': 'call_1' }],
  [
    'reasoning before a user',
    'reasoning-alone',
    {
      'input.3': undefined,
      'input.4': undefined,
      'input.5': undefined,
      'input.6': undefined,
      'input.7': undefined,
    },
  ],
  ['reasoning before an item without id', 'reasoning-alone', { 'input.3.id': undefined }],
  ['input_text of the assistant', 'value:input[].content[].type', { 'input.7.content.0.type': 'input_text' }],
  ['output_text of the user', 'value:input[].content[].type', { 'input.1.content.0.type': 'output_text' }],
  [
    "chat's picture",
    'type:input[].content[].image_url',
    { 'input.1.content.1.image_url': { url: 'https://a.b/c' } },
  ],
  ['a picture without source', 'media-source', { 'input.1.content.1.image_url': undefined }],
  ["chat's function", 'missing:tools[].name', { 'tools.0': { type: 'function', function: { name: 'f' } } }],
  ['an unknown tool', 'value:tools[].type', { 'tools.0': { type: 'bash_20250124', name: 'bash' } }],
  [
    "chat's choice",
    'missing:tool_choice.name',
    { tool_choice: { type: 'function', function: { name: 'weather' } } },
  ],
  ['a choice of no tool', 'choice-unknown', { tool_choice: { type: 'function', name: 'x' } }],
  ['a strict schema that is open', 'schema-strict', { 'tools.0.parameters.additionalProperties': true }],
  ['an open schema of the answer', 'schema-strict', { 'text.format.schema.additionalProperties': undefined }],
  ['few tokens', 'value:max_output_tokens', { max_output_tokens: 15 }],
  ['an unknown effort', 'value:reasoning.effort', { 'reasoning.effort': 'extreme' }],
  ['something that cannot be included', 'value:include[]', { include: ['everything'] }],
  ['a temperature for a reasoning model', 'sampling', { temperature: 0 }],
  ['a long cache key', 'value:prompt_cache_key', { prompt_cache_key: long(65) }],
  ['a chat role', 'value:input[].role', { 'input.0.role': 'tool' }],
];
