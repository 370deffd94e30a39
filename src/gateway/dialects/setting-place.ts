import type { Dialect } from '../exchange/dialect.ts';

/** Settings of the pivot that a writer may have to leave out. */
export type Setting =
  | 'maxTokens'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'seed'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'count'
  | 'logprobs'
  | 'topLogprobs'
  | 'stop'
  | 'reasoning'
  /** Whether thoughts are shown, and in what form. */
  | 'show'
  | 'format'
  | 'verbosity'
  | 'modalities'
  | 'toolChoice'
  | 'parallelTools'
  | 'cacheKey'
  | 'cacheMark'
  | 'retention'
  | 'metadata'
  | 'user'
  | 'serviceTier'
  | 'store'
  | 'previousResponseId';

type Places = Readonly<Partial<Record<Setting, string>>>;

const chat: Places = {
  maxTokens: '/max_completion_tokens',
  temperature: '/temperature',
  topP: '/top_p',
  topK: '/top_k',
  seed: '/seed',
  presencePenalty: '/presence_penalty',
  frequencyPenalty: '/frequency_penalty',
  count: '/n',
  logprobs: '/logprobs',
  topLogprobs: '/top_logprobs',
  stop: '/stop',
  reasoning: '/reasoning_effort',
  show: '/reasoning/exclude',
  format: '/response_format',
  verbosity: '/verbosity',
  modalities: '/modalities',
  toolChoice: '/tool_choice',
  parallelTools: '/parallel_tool_calls',
  cacheKey: '/prompt_cache_key',
  cacheMark: '/cache_control',
  retention: '/prompt_cache_retention',
  metadata: '/metadata',
  user: '/user',
  serviceTier: '/service_tier',
  store: '/store',
};

/** The pivot remembers places of parts and tools only; settings stand where their dialect has them. */
const places: Readonly<Partial<Record<Dialect, Places>>> = {
  'openai-chat': chat,
  // The settings that it has are named as in chat.
  'openai-completions': { ...chat, maxTokens: '/max_tokens' },
  'openai-responses': {
    maxTokens: '/max_output_tokens',
    temperature: '/temperature',
    topP: '/top_p',
    topLogprobs: '/top_logprobs',
    reasoning: '/reasoning',
    show: '/reasoning/summary',
    format: '/text/format',
    verbosity: '/text/verbosity',
    toolChoice: '/tool_choice',
    parallelTools: '/parallel_tool_calls',
    cacheKey: '/prompt_cache_key',
    retention: '/prompt_cache_retention',
    metadata: '/metadata',
    user: '/safety_identifier',
    serviceTier: '/service_tier',
    store: '/store',
    previousResponseId: '/previous_response_id',
  },
  'anthropic-messages': {
    maxTokens: '/max_tokens',
    temperature: '/temperature',
    topP: '/top_p',
    topK: '/top_k',
    stop: '/stop_sequences',
    reasoning: '/thinking',
    show: '/thinking/display',
    format: '/output_config/format',
    toolChoice: '/tool_choice',
    parallelTools: '/tool_choice/disable_parallel_tool_use',
    cacheMark: '/cache_control',
    metadata: '/metadata',
    user: '/metadata/user_id',
    serviceTier: '/service_tier',
  },
  'gemini-generate': {
    maxTokens: '/generationConfig/maxOutputTokens',
    temperature: '/generationConfig/temperature',
    topP: '/generationConfig/topP',
    topK: '/generationConfig/topK',
    seed: '/generationConfig/seed',
    presencePenalty: '/generationConfig/presencePenalty',
    frequencyPenalty: '/generationConfig/frequencyPenalty',
    count: '/generationConfig/candidateCount',
    logprobs: '/generationConfig/responseLogprobs',
    topLogprobs: '/generationConfig/logprobs',
    stop: '/generationConfig/stopSequences',
    reasoning: '/generationConfig/thinkingConfig',
    show: '/generationConfig/thinkingConfig/includeThoughts',
    format: '/generationConfig/responseMimeType',
    modalities: '/generationConfig/responseModalities',
    toolChoice: '/toolConfig/functionCallingConfig',
    metadata: '/labels',
    serviceTier: '/serviceTier',
    store: '/store',
  },
};

/** JSON pointer of a setting in a client's request; '' (the whole of it) where its dialect has none of that name. */
export function settingAt(dialect: Dialect, setting: Setting): string {
  return places[dialect]?.[setting] ?? '';
}
