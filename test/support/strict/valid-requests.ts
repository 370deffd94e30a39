import type { AnswerDialect } from './answer-judge.ts';

const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

/** A request with a finished tool loop in each dialect; each member is there to be broken. */
export const validRequests: Readonly<Record<AnswerDialect, Record<string, unknown>>> = {
  'openai-chat': {
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Weather here and in Bern?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Basel"}' } },
          { id: 'call_2', type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
      { role: 'tool', tool_call_id: 'call_2', content: 'rain' },
    ],
    tools: [
      { type: 'function', function: { name: 'weather', description: 'd', parameters: schema, strict: true } },
    ],
    tool_choice: 'auto',
    temperature: 1,
    stop: ['END'],
    max_tokens: 100,
    response_format: { type: 'json_schema', json_schema: { name: 'a', schema, strict: true } },
    stream: true,
    stream_options: { include_usage: true },
  },
  'openai-responses': {
    model: 'gpt-5.5',
    input: [
      { role: 'developer', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Weather here and in Bern?' },
          { type: 'input_image', image_url: `data:image/png;base64,${picture}` },
        ],
      },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' },
      {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'call_1',
        name: 'weather',
        arguments: '{"city":"Basel"}',
      },
      { type: 'function_call', id: 'fc_2', call_id: 'call_2', name: 'weather', arguments: '{"city":"Bern"}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'sunny' },
      { type: 'function_call_output', call_id: 'call_2', output: 'rain' },
      { role: 'assistant', content: [{ type: 'output_text', text: 'Mixed.' }] },
      { role: 'user', content: 'Thanks' },
    ],
    tools: [{ type: 'function', name: 'weather', parameters: schema, strict: true }],
    tool_choice: 'auto',
    reasoning: { effort: 'low', summary: 'auto' },
    include: ['reasoning.encrypted_content'],
    store: false,
    stream: true,
    max_output_tokens: 100,
    text: { format: { type: 'json_schema', name: 'a', schema, strict: true } },
  },
  'anthropic-messages': {
    model: 'claude-opus-5-5',
    max_tokens: 3000,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Weather here and in Bern?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Two cities.', signature: 'c2ln' },
          { type: 'text', text: 'I look.' },
          { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Basel' } },
          { type: 'tool_use', id: 'toolu_2', name: 'weather', input: { city: 'Bern' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', content: 'sunny' },
          { type: 'tool_result', tool_use_id: 'toolu_2', content: 'none', is_error: true },
          { type: 'text', text: 'Well?', cache_control: { type: 'ephemeral' } },
        ],
      },
    ],
    tools: [{ name: 'weather', description: 'd', input_schema: schema }],
    tool_choice: { type: 'auto' },
    thinking: { type: 'enabled', budget_tokens: 2000 },
    stop_sequences: ['END'],
    metadata: { user_id: 'u' },
    stream: true,
  },
  'gemini-generate': {
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    contents: [
      {
        role: 'user',
        parts: [
          { text: 'Weather here and in Bern?' },
          { inlineData: { mimeType: 'image/png', data: picture } },
        ],
      },
      {
        role: 'model',
        parts: [
          { functionCall: { name: 'weather', args: { city: 'Basel' }, id: 'g1' }, thoughtSignature: 'c2ln' },
          { functionCall: { name: 'forecast', args: { city: 'Bern' }, id: 'g2' } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'weather', response: { output: 'sunny' }, id: 'g1' } },
          { functionResponse: { name: 'forecast', response: { output: 'rain' }, id: 'g2' } },
        ],
      },
    ],
    tools: [
      {
        functionDeclarations: [
          {
            name: 'weather',
            description: 'd',
            parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] },
          },
          { name: 'forecast', parametersJsonSchema: schema },
        ],
      },
    ],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['weather'] } },
    generationConfig: {
      temperature: 1,
      stopSequences: ['END'],
      thinkingConfig: { includeThoughts: true, thinkingLevel: 'HIGH' },
    },
  },
};
