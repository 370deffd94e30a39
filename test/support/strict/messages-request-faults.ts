import type { RequestFault } from './request-fault.ts';

const long = (length: number): string => 'x'.repeat(length);

/** What breaks the valid request of anthropic-messages. */
export const messagesRequestFaults: readonly RequestFault[] = [
  ['no max_tokens', 'missing:max_tokens', { max_tokens: undefined }],
  ['an unknown field', 'unknown:n', { n: 1 }],
  [
    'an unknown field of a block',
    'unknown:messages[].content[].cache_control',
    { 'messages.1.content.0.cache_control': { type: 'ephemeral' } },
  ],
  ['a system message', 'system-role', { 'messages.0.role': 'system' }],
  ['the assistant first', 'first-role', { 'messages.0': undefined }],
  ['an empty text', 'text-empty', { 'messages.1.content.1.text': '' }],
  ['a text of white space', 'text-empty', { 'messages.0.content.0.text': ' \n' }],
  ['an empty message', 'content-empty', { 'messages.0.content': [] }],
  ['a call without result', 'call-without-result', { 'messages.2.content.1': undefined }],
  ['a result without call', 'result-without-call', { 'messages.2.content.0.tool_use_id': 'toolu_9' }],
  ['two results of one call', 'result-twice', { 'messages.2.content.1.tool_use_id': 'toolu_1' }],
  [
    'text before results',
    'results-first',
    {
      'messages.2.content.0': { type: 'text', text: 'x' },
      'messages.2.content.2': { type: 'tool_result', tool_use_id: 'toolu_1' },
    },
  ],
  ['two calls with one id', 'call-id-twice', { 'messages.1.content.3.id': 'toolu_1' }],
  ['a call id with a dot', 'value:messages[].content[].id', { 'messages.1.content.2.id': 'a.b' }],
  ['input as text', 'type:messages[].content[].input', { 'messages.1.content.2.input': '{}' }],
  [
    'an error with a picture',
    'error-content',
    { 'messages.2.content.1.content': [{ type: 'image', source: { type: 'url', url: 'https://a.b/c' } }] },
  ],
  [
    'thoughts of the user',
    'value:messages[].content[].type',
    { 'messages.0.content.0': { type: 'thinking', thinking: '', signature: 'x' } },
  ],
  [
    'thoughts without signature',
    'missing:messages[].content[].signature',
    { 'messages.1.content.0.signature': undefined },
  ],
  ['thinking, but the tool loop has none', 'thinking-first', { 'messages.1.content.0': undefined }],
  ['a budget of all tokens', 'budget', { max_tokens: 2000 }],
  ['a small budget', 'value:thinking.budget_tokens', { 'thinking.budget_tokens': 1000 }],
  ['thinking with a forced tool', 'thinking-choice', { tool_choice: { type: 'any' } }],
  ['thinking with a temperature', 'thinking-sampling', { temperature: 0.5 }],
  ['a temperature over 1', 'value:temperature', { temperature: 1.5 }],
  [
    'white space at the end',
    'trailing-space',
    {
      'messages.3': {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: '', signature: 'x' },
          { type: 'text', text: 'So ' },
        ],
      },
    },
  ],
  [
    'five cache marks',
    'cache-marks',
    {
      system: Array.from({ length: 5 }, () => ({
        type: 'text',
        text: 'x',
        cache_control: { type: 'ephemeral' },
      })),
    },
  ],
  [
    'an hour after five minutes',
    'cache-order',
    { 'messages.2.content.2.cache_control.ttl': '1h', 'system.0.cache_control.ttl': '5m' },
  ],
  ['a stop sequence of white space', 'value:stop_sequences[]', { stop_sequences: [' '] }],
  [
    'a picture of another type',
    'value:messages[].content[].source.media_type',
    { 'messages.0.content.1.source.media_type': 'image/bmp' },
  ],
  [
    'a picture that is no base64',
    'type:messages[].content[].source.data',
    { 'messages.0.content.1.source.data': 'data:image/png;base64,AAAA' },
  ],
  ["chat's picture", 'value:messages[].content[].type', { 'messages.0.content.1.type': 'image_url' }],
  ['a schema without object', 'schema-root', { 'tools.0.input_schema.type': 'string' }],
  ['a schema with oneOf at the top', 'schema-top', { 'tools.0.input_schema.oneOf': [] }],
  ['a property with a blank', 'schema-key', { 'tools.0.input_schema.properties': { 'a b': {} } }],
  ['a long tool name', 'value:tools[].name', { 'tools.0.name': long(129) }],
  [
    'two tools with one name',
    'tool-twice',
    { 'tools.1': { name: 'weather', input_schema: { type: 'object' } } },
  ],
  ['a choice of no tool', 'choice-unknown', { tool_choice: { type: 'tool', name: 'x' } }],
  ['calls without tools', 'tools-missing', { tools: undefined }],
  ["chat's tool choice", 'type:tool_choice', { tool_choice: 'auto' }],
  [
    'an open schema of the answer',
    'schema-output',
    { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
  ],
  ['an unknown member of metadata', 'unknown:metadata.team', { 'metadata.team': 'x' }],
];
