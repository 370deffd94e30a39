import type { RequestField } from '../request-field.ts';
import { ofTool, rows, setting } from './schema-example.ts';
import { itemFields } from './schema-items.ts';
import { toolFields } from './schema-tools.ts';

const tools = [
  { type: 'function', name: 'f', parameters: { type: 'object' }, strict: false },
  { type: 'custom', name: 'c' },
  { type: 'mcp', server_label: 'l', server_url: 'https://a.example' },
];
const choice = (tool_choice: unknown) => (value: object) => ({ ...ofTool({}), tools, tool_choice, ...value });
const format = { type: 'json_schema', name: 'n', description: 'N', schema: { type: 'object' }, strict: true };
const variables = {
  v: 'a',
  p: { type: 'input_image', image_url: 'https://a.example/a.png', detail: 'auto' },
};

/**
 * Every field of a request to `POST /v1/responses`: those of `ResponseCreateParams` in OpenAI's SDK for Node, 7.57,
 * and those that Codex adds.
 */
export const requestFields: readonly RequestField[] = [
  ...setting(
    {},
    { model: 'the name of the model; a prompt may name it, too', input: 'a text, or a list of items' },
  ),
  ...setting(
    { instructions: 'Be brief.' },
    { instructions: 'system text in front; not kept for later answers' },
  ),
  ...setting({ background: false }, { background: 'the answer is made while nobody waits; needs store' }),
  ...setting(
    { access_programs: { cyber: 'standard' } },
    { 'access_programs.cyber': 'of people who are vetted' },
  ),
  ...setting(
    { context_management: [{ type: 'compaction', compact_threshold: 1000 }] },
    { 'context_management[].type': 'compaction', 'context_management[].compact_threshold': 'tokens' },
  ),
  ...setting({ conversation: 'conv_1' }, { conversation: 'a stored one, by id or {id}' }),
  ...setting(
    { image: { context_compression: 'auto' } },
    { 'image.context_compression': 'auto, enabled, disabled' },
  ),
  ...setting(
    { include: ['reasoning.encrypted_content', 'web_search_call.action.sources'] },
    { include: 'what else the answer shall hold; encrypted reasoning for clients that keep it themselves' },
  ),
  ...setting({ max_output_tokens: 16 }, { max_output_tokens: '16 or more; reasoning included' }),
  ...setting({ max_tool_calls: 3 }, { max_tool_calls: 'of the provider’s own tools' }),
  ...setting({ metadata: { a: 'b' } }, { metadata: 'up to 16 pairs of text' }),
  ...setting(
    {
      moderation: {
        model: 'omni-moderation-latest',
        policy: { input: { mode: 'score' }, output: { mode: 'block' } },
      },
    },
    {
      'moderation.model': 'moderates prompt and answer',
      'moderation.policy.input.mode': 'score or block',
      'moderation.policy.output.mode': 'score or block',
    },
  ),
  ...setting(
    { parallel_tool_calls: false, tools },
    { parallel_tool_calls: 'false: at most one call', tools: 'definitions' },
  ),
  ...setting(
    { previous_response_id: 'resp_1' },
    { previous_response_id: 'a stored answer that this goes on from' },
  ),
  ...setting(
    { prompt: { id: 'pmpt_1', version: '2', variables } },
    {
      'prompt.id': 'of a stored prompt',
      'prompt.version': 'of the prompt',
      'prompt.variables': 'texts or parts',
    },
  ),
  ...setting(
    { prompt_cache_key: 'k' },
    { prompt_cache_key: 'routes requests of one conversation to one cache; 64 characters' },
  ),
  ...setting(
    {
      prompt_cache_options: {
        mode: 'explicit',
        ttl: '12h',
        prewarm: false,
        comparison_response_id: 'resp_1',
      },
    },
    {
      'prompt_cache_options.mode': 'implicit or explicit',
      'prompt_cache_options.ttl': '30m or 12h',
      'prompt_cache_options.prewarm': 'fills the cache only',
      'prompt_cache_options.comparison_response_id': 'an answer whose cache is compared with',
    },
  ),
  ...setting({ prompt_cache_retention: '24h' }, { prompt_cache_retention: 'in_memory or 24h' }),
  ...setting(
    { reasoning: { effort: 'low', summary: 'auto', context: 'all_turns', mode: 'standard' } },
    {
      'reasoning.effort': 'none, minimal, low, medium, high, xhigh, max; not every model takes each',
      'reasoning.summary': 'auto, concise, detailed',
      'reasoning.context': 'auto, current_turn, all_turns',
      'reasoning.mode': 'standard or pro',
    },
  ),
  ...setting(
    { reasoning: { generate_summary: 'auto' } },
    { 'reasoning.generate_summary': 'former name of summary' },
  ),
  ...setting({ safety_identifier: 'u' }, { safety_identifier: 'of the end user, hashed; 64 characters' }),
  ...setting({ user: 'u' }, { user: 'former name of safety_identifier and prompt_cache_key' }),
  ...setting(
    { service_tier: 'priority' },
    { service_tier: 'auto, default, flex, scale, priority, fast, ultrafast' },
  ),
  ...setting({ store: true }, { store: 'true when absent' }),
  ...setting({ stream: true }, { stream: 'the answer comes in events' }),
  ...setting(
    { stream: true, stream_options: { include_obfuscation: false } },
    { 'stream_options.include_obfuscation': 'random text in deltas' },
  ),
  ...setting({ temperature: 1 }, { temperature: '0 to 2; refused by models that reason' }),
  ...setting({ top_p: 1 }, { top_p: '0 to 1; refused by models that reason' }),
  ...setting({ top_logprobs: 2 }, { top_logprobs: '0 to 20' }),
  ...setting(
    { text: { verbosity: 'low', format } },
    {
      'text.verbosity': 'low, medium, high',
      'text.format.type': 'text, json_object, json_schema',
      'text.format.name': 'of the schema; 64 characters',
      'text.format.description': 'of the schema',
      'text.format.schema': 'of the answer',
      'text.format.strict': 'the answer always fits the schema',
    },
  ),
  ...setting({ truncation: 'auto' }, { truncation: 'auto or disabled' }),
  ...setting({ client_metadata: { thread: 't' } }, { client_metadata: 'of Codex, for its own server' }),
  ...rows('', choice('auto'), {}, { tool_choice: 'auto, none, required, or one of the objects' }),
  ...rows(
    '',
    choice({ type: 'function', name: 'f' }),
    {},
    {
      'tool_choice.type': 'function, custom, allowed_tools, mcp, or the type of a tool of the API',
      'tool_choice.name': 'of the tool',
    },
  ),
  ...rows(
    '',
    choice({ type: 'mcp', server_label: 'l', name: 'f' }),
    {},
    { 'tool_choice.server_label': 'of mcp' },
  ),
  ...rows(
    '',
    choice({ type: 'allowed_tools', mode: 'required', tools: [{ type: 'custom', name: 'c' }] }),
    {},
    { 'tool_choice.mode': 'auto or required, of allowed_tools', 'tool_choice.tools': 'of allowed_tools' },
  ),
  ...itemFields,
  ...toolFields,
];
