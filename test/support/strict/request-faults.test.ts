import { describe, expect, it } from 'vitest';
import { recordings } from '../corpus.ts';
import { isRecord } from '../json-value.ts';
import { type AnswerDialect, answerDialects } from './answer-judge.ts';
import { checkRequest } from './request-judge.ts';
import { validRequests } from './valid-requests.ts';

type Path = string;
/** What to break: members by path, set to a value or, with undefined, taken away. */
type Fault = readonly [name: string, rule: string, changes: Readonly<Record<Path, unknown>>];

const long = (length: number): string => 'x'.repeat(length);
const reply = 'messages.2.tool_calls.0';

const faults: Readonly<Record<AnswerDialect, readonly Fault[]>> = {
  'openai-chat': [
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
    [
      'a user between call and result',
      'call-without-result',
      { 'messages.3': { role: 'user', content: 'x' } },
    ],
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
  ],
  'openai-responses': [
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
    [
      'input_text of the assistant',
      'value:input[].content[].type',
      { 'input.7.content.0.type': 'input_text' },
    ],
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
    [
      'an open schema of the answer',
      'schema-strict',
      { 'text.format.schema.additionalProperties': undefined },
    ],
    ['few tokens', 'value:max_output_tokens', { max_output_tokens: 15 }],
    ['an unknown effort', 'value:reasoning.effort', { 'reasoning.effort': 'extreme' }],
    ['something that cannot be included', 'value:include[]', { include: ['everything'] }],
    ['a temperature for a reasoning model', 'sampling', { temperature: 0 }],
    ['a long cache key', 'value:prompt_cache_key', { prompt_cache_key: long(65) }],
    ['a chat role', 'value:input[].role', { 'input.0.role': 'tool' }],
  ],
  'anthropic-messages': [
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
  ],
  'gemini-generate': [
    ['no contents', 'value:contents', { contents: [] }],
    ['an unknown field', 'unknown:messages', { messages: [] }],
    ['a field of generationConfig outside', 'unknown:temperature', { temperature: 1 }],
    ["chat's role", 'value:contents[].role', { 'contents.1.role': 'assistant' }],
    ['a content without parts', 'value:contents[].parts', { 'contents.0.parts': [] }],
    ['a part of two kinds', 'part-kind', { 'contents.1.parts.0.text': 'x' }],
    ['an empty part', 'part-kind', { 'contents.0.parts.0': {} }],
    ['the model last', 'last-role', { 'contents.3': { role: 'model', parts: [{ text: 'x' }] } }],
    ['a call first', 'call-order', { 'contents.0': undefined }],
    ['a missing response', 'result-count', { 'contents.2.parts.1': undefined }],
    ['no responses', 'call-without-result', { 'contents.2.parts': [{ text: 'x' }] }],
    ['responses without call', 'result-without-call', { 'contents.1.parts': [{ text: 'x' }] }],
    ['responses in another order', 'result-name', { 'contents.2.parts.0.functionResponse.name': 'forecast' }],
    ['a response without id', 'result-id', { 'contents.2.parts.0.functionResponse.id': undefined }],
    [
      'arguments as text',
      'type:contents[].parts[].functionCall.args',
      { 'contents.1.parts.0.functionCall.args': '{}' },
    ],
    [
      'a response as text',
      'type:contents[].parts[].functionResponse.response',
      { 'contents.2.parts.0.functionResponse.response': 'x' },
    ],
    [
      'a first call without signature',
      'signature-missing',
      { 'contents.1.parts.0.thoughtSignature': undefined },
    ],
    [
      'a signature that is no base64',
      'value:contents[].parts[].thoughtSignature',
      { 'contents.1.parts.0.thoughtSignature': 'a.b' },
    ],
    ['a schema with $schema', 'schema-word', { 'tools.0.functionDeclarations.0.parameters.$schema': 'x' }],
    [
      'a schema with additionalProperties',
      'schema-word',
      { 'tools.0.functionDeclarations.0.parameters.additionalProperties': false },
    ],
    [
      'a schema with two types',
      'schema-type',
      { 'tools.0.functionDeclarations.0.parameters.properties.city.type': ['string', 'null'] },
    ],
    [
      'a list without items',
      'schema-items',
      { 'tools.0.functionDeclarations.0.parameters.properties.city.type': 'ARRAY' },
    ],
    [
      'an enum of numbers',
      'schema-enum',
      { 'tools.0.functionDeclarations.0.parameters.properties.city': { type: 'INTEGER', enum: [1] } },
    ],
    [
      'an unknown format',
      'schema-format',
      { 'tools.0.functionDeclarations.0.parameters.properties.city.format': 'uri' },
    ],
    [
      'a required member that is none',
      'schema-required',
      { 'tools.0.functionDeclarations.0.parameters.required': ['x'] },
    ],
    ['both schemas', 'schema-twice', { 'tools.0.functionDeclarations.0.parametersJsonSchema': {} }],
    [
      'a tool name with a blank',
      'value:tools[].functionDeclarations[].name',
      { 'tools.0.functionDeclarations.0.name': 'a b' },
    ],
    ['two tools with one name', 'tool-twice', { 'tools.0.functionDeclarations.1.name': 'weather' }],
    ['allowed names in AUTO', 'choice-mode', { 'toolConfig.functionCallingConfig.mode': 'AUTO' }],
    [
      'an allowed name that is none',
      'choice-unknown',
      { 'toolConfig.functionCallingConfig.allowedFunctionNames': ['x'] },
    ],
    [
      'six stop sequences',
      'value:generationConfig.stopSequences',
      { 'generationConfig.stopSequences': ['1', '2', '3', '4', '5', '6'] },
    ],
    ['a schema without mime type', 'schema-mime', { 'generationConfig.responseSchema': { type: 'STRING' } }],
    ['budget and level', 'thinking-twice', { 'generationConfig.thinkingConfig.thinkingBudget': 1 }],
    ['a high temperature', 'value:generationConfig.temperature', { 'generationConfig.temperature': 3 }],
    [
      'a picture as address',
      'value:contents[].parts[].inlineData.data',
      { 'contents.0.parts.1.inlineData.data': 'data:image/png;base64,AA==' },
    ],
    ['cached content with tools', 'cached-twice', { cachedContent: 'cachedContents/1' }],
  ],
};

/** A copy with the changes made, those of one path in the order given. */
function changed(body: unknown, changes: Fault[2]): unknown {
  const copy: unknown = structuredClone(body);
  // Elements are taken away from the end, so that indexes stay.
  for (const [path, value] of Object.entries(changes).toReversed()) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let home: unknown = copy;
    for (const step of steps)
      home = Array.isArray(home) ? home[Number(step)] : isRecord(home) ? home[step] : undefined;
    if (Array.isArray(home)) home.splice(Number(last), 1, ...(value === undefined ? [] : [value]));
    else if (!isRecord(home)) throw new Error(`nothing at ${path}`);
    else if (value === undefined) Reflect.deleteProperty(home, last);
    else Reflect.set(home, last, value);
  }
  return copy;
}

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
    const later = {
      ...unsigned,
      'contents.3': { role: 'model', parts: [{ text: 'x' }] },
      'contents.4': { role: 'user', parts: [{ text: 'y' }] },
    };
    const words = checkRequest(
      'gemini-generate',
      changed(changed(body, { 'contents.3': later['contents.3'] }), {
        ...unsigned,
        'contents.4': later['contents.4'],
      }),
      facts,
    );
    expect(words).toEqual([]);
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
