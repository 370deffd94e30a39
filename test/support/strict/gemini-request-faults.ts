import type { RequestFault } from './request-fault.ts';

/** What breaks the valid request of gemini-generate. */
export const geminiRequestFaults: readonly RequestFault[] = [
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
];
