import type { RequestField } from '../request-field.ts';
import { inChoice, inFunction, setting, withTools } from './schema-example.ts';
import { extensionFields } from './schema-extensions.ts';
import { messageExtensions, messageFields } from './schema-messages.ts';

const custom = {
  type: 'custom',
  custom: {
    name: 'sh',
    description: 'Runs a command.',
    format: { type: 'grammar', grammar: { syntax: 'regex', definition: 'ls.*' } },
  },
};
const jsonSchema = {
  type: 'json_schema',
  json_schema: { name: 'n', description: 'A number.', schema: { type: 'object' }, strict: false },
};
const place = { city: 'Kiel', country: 'DE', region: 'SH', timezone: 'Europe/Berlin' };
const search = {
  search_context_size: 'low',
  user_location: { type: 'approximate', approximate: place },
};
const moderation = {
  model: 'omni-moderation-latest',
  policy: { input: { mode: 'score' }, output: { mode: 'block' } },
};
const allowed = {
  type: 'allowed_tools',
  allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'f' } }] },
};
const parameters = { type: 'object', properties: { a: { type: 'string' } } };
const functions = [{ name: 'f', description: 'Does f.', parameters }];

const settings: readonly RequestField[] = [
  setting('model', 'the name of the model', {}),
  setting('audio.format', 'of spoken answers: wav, aac, mp3, flac, opus, pcm16', {
    modalities: ['text', 'audio'],
    audio: { format: 'wav', voice: 'alloy' },
  }),
  setting('audio.voice', 'a name, or {id} of a voice of one’s own', {
    modalities: ['text', 'audio'],
    audio: { format: 'wav', voice: 'alloy' },
  }),
  setting('frequency_penalty', '-2 to 2', { frequency_penalty: 0.5 }),
  setting('logit_bias', 'token id to -100 … 100', { logit_bias: { '50256': -100 } }),
  setting('logprobs', 'token probabilities in the answer', { logprobs: true }),
  setting('top_logprobs', '0 to 20; needs logprobs', { logprobs: true, top_logprobs: 2 }),
  setting('max_completion_tokens', 'reasoning included', { max_completion_tokens: 16 }),
  setting('max_tokens', 'older name; reasoning models of OpenAI refuse it', { max_tokens: 16 }),
  setting('metadata', 'up to 16 pairs of text; needs store', { metadata: { a: 'b' }, store: true }),
  setting('modalities', 'text, audio; OpenRouter: image', { modalities: ['text', 'audio'] }),
  setting('moderation.model', 'moderates prompt and answer', { moderation }),
  setting('moderation.policy.input.mode', 'score or block', { moderation }),
  setting('moderation.policy.output.mode', 'score or block', { moderation }),
  setting('n', 'answers beside each other; the first alone survives conversion', { n: 2 }),
  setting('prediction.type', 'content', { prediction: { type: 'content', content: 'Hello' } }),
  setting('prediction.content', 'text that the answer will mostly repeat', {
    prediction: { type: 'content', content: 'Hello' },
  }),
  setting('presence_penalty', '-2 to 2', { presence_penalty: 0.5 }),
  setting('prompt_cache_key', 'routes requests of one conversation to one cache; 64 characters', {
    prompt_cache_key: 'k',
  }),
  setting('prompt_cache_options.mode', 'implicit or explicit', {
    prompt_cache_options: { mode: 'implicit', ttl: '30m' },
  }),
  setting('prompt_cache_options.ttl', '30m', { prompt_cache_options: { mode: 'implicit', ttl: '30m' } }),
  setting('prompt_cache_retention', 'in_memory or 24h', { prompt_cache_retention: '24h' }),
  setting('reasoning_effort', 'none, minimal, low, medium, high, xhigh, max', { reasoning_effort: 'low' }),
  setting('response_format.type', 'text, json_object, json_schema', {
    response_format: { type: 'json_object' },
  }),
  setting('response_format.json_schema.name', 'wanted by OpenAI', { response_format: jsonSchema }),
  setting('response_format.json_schema.description', 'for the model', { response_format: jsonSchema }),
  setting('response_format.json_schema.schema', 'a JSON schema', { response_format: jsonSchema }),
  setting('response_format.json_schema.strict', 'the answer must match', { response_format: jsonSchema }),
  setting('safety_identifier', 'an id of the end user; 64 characters', { safety_identifier: 'u' }),
  setting('seed', 'for repeatable answers', { seed: 1 }),
  setting('service_tier', 'auto, default, flex, scale, priority, fast', { service_tier: 'priority' }),
  setting('stop', 'a text, or up to four', { stop: ['END'] }),
  setting('store', 'keeps the answer at OpenAI', { store: true }),
  setting('stream', 'the answer as server-sent events', { stream: true }),
  setting('stream_options.include_usage', 'figures in a last chunk; the gateway sees to it', {
    stream: true,
    stream_options: { include_usage: true },
  }),
  setting('stream_options.include_obfuscation', 'random padding of chunks', {
    stream: true,
    stream_options: { include_obfuscation: false },
  }),
  setting('temperature', '0 to 2', { temperature: 0.5 }),
  setting('top_p', '0 to 1', { top_p: 0.5 }),
  setting('user', 'older name of safety_identifier', { user: 'u' }),
  setting('verbosity', 'low, medium, high', { verbosity: 'low' }),
  setting('web_search_options.search_context_size', 'search models only: low, medium, high', {
    web_search_options: search,
  }),
  setting('web_search_options.user_location.type', 'approximate', { web_search_options: search }),
  setting('web_search_options.user_location.approximate.city', 'free text', { web_search_options: search }),
  setting('web_search_options.user_location.approximate.country', 'two letters', {
    web_search_options: search,
  }),
  setting('web_search_options.user_location.approximate.region', 'free text', { web_search_options: search }),
  setting('web_search_options.user_location.approximate.timezone', 'IANA name', {
    web_search_options: search,
  }),
];

const toolFields: readonly RequestField[] = [
  withTools('tools[].type', 'function or custom', {}),
  inFunction('name', 'letters, digits, _ and -; 64', {}),
  inFunction('description', 'for the model', { description: 'Does f.' }),
  inFunction('parameters', 'JSON schema of the arguments', { parameters }),
  inFunction('strict', 'the arguments must match', { parameters, strict: true }),
  setting('tools[].custom.name', 'a tool that takes free text', { tools: [custom] }),
  setting('tools[].custom.description', 'for the model', { tools: [custom] }),
  setting('tools[].custom.format.type', 'text or grammar', { tools: [custom] }),
  setting('tools[].custom.format.grammar.syntax', 'lark or regex', { tools: [custom] }),
  setting('tools[].custom.format.grammar.definition', 'the grammar', { tools: [custom] }),
  withTools('tool_choice', 'none, auto, required, or one of the objects below', { tool_choice: 'auto' }),
  inChoice('function.name', 'exactly this function', { type: 'function', function: { name: 'f' } }),
  inChoice('custom.name', 'exactly this custom tool', { type: 'custom', custom: { name: 'sh' } }, [custom]),
  inChoice('type', 'function, custom, allowed_tools', { type: 'function', function: { name: 'f' } }),
  inChoice('allowed_tools.mode', 'auto or required', allowed),
  inChoice('allowed_tools.tools', 'one of these', allowed),
  withTools('parallel_tool_calls', 'false: at most one call per answer', { parallel_tool_calls: false }),
  setting('functions[].name', 'old form of tools', { functions }),
  setting('functions[].description', 'old form of tools', { functions }),
  setting('functions[].parameters', 'old form of tools', { functions }),
  setting('function_call', 'old form of tool_choice: none, auto, or {name}', {
    functions,
    function_call: 'auto',
  }),
];

/**
 * Every field of a request: those of OpenAI's API, from the types of its npm package `openai` 7.57.0
 * (`ChatCompletionCreateParams`), and behind them the well-known ones of other providers.
 */
export const requestFields: readonly RequestField[] = [
  ...settings,
  ...messageFields,
  ...toolFields,
  ...messageExtensions,
  ...extensionFields,
];
