import type { RequestFault } from './request-fault.ts';

const long = (length: number): string => 'x'.repeat(length);

const reply = 'messages.2.tool_calls.0';

/** What breaks the valid request of openai-chat. */
export const chatRequestFaults: readonly RequestFault[] = [
  ['no messages', 'value:messages', { messages: [] }],
  ['no model', 'missing:model', { model: undefined }],
  ['an unknown field', 'unknown:top_k', { top_k: 4 }],
  ['an unknown field of a message', 'unknown:messages[].cache_control', { 'messages.0.cache_control': {} }],
  [
    'thoughts sent to OpenAI',
    'unknown:messages[].reasoning_content',
    { 'messages.2.reasoning_content': 'x' },
  ],
  ['an unknown role', 'value:messages[].role', { 'messages.0.role': 'model' }],
  ['a call without result', 'call-without-result', { 'messages.4': undefined }],
  ['a result without call', 'result-without-call', { 'messages.3.tool_call_id': 'call_9' }],
  ['a user between call and result', 'call-without-result', { 'messages.3': { role: 'user', content: 'x' } }],
  ['two calls with one id', 'call-id-twice', { 'messages.2.tool_calls.1.id': 'call_1' }],
  ['a long call id', `value:messages[].tool_calls[].id`, { [`${reply}.id`]: long(41) }],
  ['arguments that are no JSON', 'arguments-json', { [`${reply}.function.arguments`]: '{"a' }],
  [
    'arguments that are an object',
    'type:messages[].tool_calls[].function.arguments',
    { [`${reply}.function.arguments`]: {} },
  ],
  ['a tool name with a dot', 'value:tools[].function.name', { 'tools.0.function.name': 'a.b' }],
  ['a long tool name', 'value:tools[].function.name', { 'tools.0.function.name': long(65) }],
  [
    'a schema without type',
    'schema-root',
    { 'tools.0.function.parameters': { properties: {} }, 'tools.0.function.strict': false },
  ],
  [
    'a strict schema that is open',
    'schema-strict',
    { 'tools.0.function.parameters.additionalProperties': undefined },
  ],
  [
    'a strict schema with an optional member',
    'schema-strict',
    { 'tools.0.function.parameters.required': [] },
  ],
  ['a strict schema with oneOf', 'schema-word', { 'tools.0.function.parameters.oneOf': [] }],
  ['a choice of no tool', 'choice-unknown', { tool_choice: { type: 'function', function: { name: 'x' } } }],
  ['a choice without tools', 'choice-without-tools', { tools: undefined }],
  ["a choice in Anthropic's form", 'value:tool_choice.type', { tool_choice: { type: 'any' } }],
  ['five stop sequences', 'value:stop', { stop: ['1', '2', '3', '4', '5'] }],
  ['a high temperature', 'value:temperature', { temperature: 2.1 }],
  ['both token limits', 'limit-twice', { max_completion_tokens: 5 }],
  ['the old token limit for a reasoning model', 'limit-old', { model: 'gpt-5.5' }],
  ['a temperature for a reasoning model', 'sampling', { model: 'o3', temperature: 0.2 }],
  ['stream_options without stream', 'stream-options', { stream: false }],
  ['json_object without the word', 'json-word', { response_format: { type: 'json_object' } }],
  [
    'a schema without name',
    'missing:response_format.json_schema.name',
    { 'response_format.json_schema.name': undefined },
  ],
  [
    'a picture that is no base64',
    'value:messages[].content[].image_url.url',
    { 'messages.1.content.1.image_url.url': 'data:image/png;base64,a-b' },
  ],
  [
    'a picture of another type',
    'value:messages[].content[].image_url.url',
    { 'messages.1.content.1.image_url.url': 'data:image/bmp;base64,AAAA' },
  ],
  [
    'a picture of the assistant',
    'value:messages[].content[].type',
    { 'messages.2.content': [{ type: 'image_url', image_url: { url: 'https://a.b/c' } }] },
  ],
  [
    'sound for a model that is deaf',
    'audio-unsupported',
    { 'messages.1.content.1': { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } } },
  ],
  ['an assistant that says nothing', 'content-null', { 'messages.2.tool_calls': undefined }],
];
