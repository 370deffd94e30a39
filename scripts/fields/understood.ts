import type { Dialect } from '../../src/gateway/exchange/dialect.ts';

/** A field that changes nothing in what is written, and is no loss all the same. */
export interface Understood {
  readonly client: Dialect;
  /** Towards which dialects; absent: all others. */
  readonly providers?: readonly Dialect[];
  readonly paths: readonly string[];
  readonly reason: string;
}

const told = 'the members beside it say as much';
const held = 'an answer is always held to its schema there';
const byMarks = 'its caches go by marks, which the gateway sets';
const own = 'how much to think is the model’s own matter unless something is said';
const hidden = 'thoughts are not shown there unless somebody asks';
const approximate = 'a place is always approximate';
const routed = 'the gateway names the provider’s model';

/** Every one of them, with its reason; whatever else is silent is a fault. */
export const understoodFields: readonly Understood[] = [
  { client: 'openai-chat', paths: ['model'], reason: routed },
  { client: 'openai-chat', providers: ['gemini-generate'], paths: ['stream'], reason: 'the path says so' },
  {
    client: 'openai-chat',
    paths: ['stream_options.include_usage'],
    reason: 'the gateway asks every provider for figures, and hands them on to who wants them',
  },
  {
    client: 'openai-chat',
    paths: ['messages[].tool_calls[].type', 'tools[].type', 'tool_choice.type'],
    reason: told,
  },
  {
    client: 'openai-chat',
    providers: ['openai-responses', 'anthropic-messages'],
    paths: ['web_search_options.user_location.type'],
    reason: approximate,
  },
  { client: 'openai-chat', providers: ['anthropic-messages'], paths: ['prompt_cache_key'], reason: byMarks },
  {
    client: 'openai-chat',
    providers: ['anthropic-messages', 'gemini-generate'],
    paths: ['response_format.json_schema.strict'],
    reason: held,
  },
  { client: 'openai-chat', providers: ['anthropic-messages'], paths: ['reasoning.exclude'], reason: hidden },
  { client: 'openai-chat', providers: ['gemini-generate'], paths: ['reasoning.enabled'], reason: own },

  { client: 'openai-responses', paths: ['model'], reason: routed },
  {
    client: 'openai-responses',
    providers: ['gemini-generate'],
    paths: ['stream'],
    reason: 'the path says so',
  },
  { client: 'openai-responses', paths: ['input[].type'], reason: told },
  {
    client: 'openai-responses',
    paths: ['input[].id', 'input[].status'],
    reason: 'books of the API that made the item',
  },
  {
    client: 'openai-responses',
    providers: ['anthropic-messages'],
    paths: ['prompt_cache_key'],
    reason: byMarks,
  },
  {
    client: 'openai-responses',
    providers: ['anthropic-messages'],
    paths: ['input[].content[].prompt_cache_breakpoint.mode'],
    reason: 'a mark is always explicit',
  },
  {
    client: 'openai-responses',
    providers: ['anthropic-messages', 'gemini-generate'],
    paths: ['text.format.strict'],
    reason: held,
  },
  {
    client: 'openai-responses',
    providers: ['anthropic-messages'],
    paths: ['tools[].user_location.type'],
    reason: approximate,
  },
  {
    client: 'openai-responses',
    providers: ['gemini-generate'],
    paths: ['output_format', 'background', 'quality', 'size', 'revised_prompt', 'action'].map(
      (name) => `input[].${name}`,
    ),
    reason: 'how an earlier picture came about; the picture itself is handed on',
  },

  { client: 'anthropic-messages', paths: ['model'], reason: routed },
  {
    client: 'anthropic-messages',
    providers: ['gemini-generate'],
    paths: ['stream'],
    reason: 'the path says so',
  },
  { client: 'anthropic-messages', paths: ['thinking.type'], reason: own },
  {
    client: 'anthropic-messages',
    providers: ['openai-responses', 'gemini-generate'],
    paths: ['thinking.display'],
    reason: hidden,
  },
  { client: 'anthropic-messages', paths: ['tools[].type'], reason: told },
  {
    client: 'anthropic-messages',
    providers: ['gemini-generate'],
    paths: ['service_tier'],
    reason: 'the standard tier is what it has anyway',
  },

  {
    client: 'gemini-generate',
    paths: ['systemInstruction.role'],
    reason: 'it means nothing to Google, either',
  },
];

export function understood(client: Dialect, provider: Dialect, path: string): string | undefined {
  return understoodFields.find(
    (one) =>
      one.client === client &&
      (one.providers === undefined || one.providers.includes(provider)) &&
      one.paths.includes(path),
  )?.reason;
}
