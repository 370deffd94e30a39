import type { Dialect } from '../../exchange/dialect.ts';

/** Settings of the pivot that this dialect may have to leave out. */
export type Setting =
  | 'toolChoice'
  | 'reasoning'
  | 'show'
  | 'maxTokens'
  | 'stop'
  | 'topK'
  | 'count'
  | 'logprobs'
  | 'verbosity'
  | 'cacheKey'
  | 'cacheMark'
  | 'retention'
  | 'user'
  | 'pairs'
  | 'serviceTier'
  | 'previousResponseId';

type Places = Readonly<Partial<Record<Setting, string>>>;

/** Where each stands in a request of a client's dialect: the pivot keeps places of parts and tools only. */
const places: Readonly<Partial<Record<Dialect, Places>>> = {
  'openai-chat': {
    toolChoice: '/tool_choice',
    reasoning: '/reasoning_effort',
    show: '/reasoning/exclude',
    maxTokens: '/max_completion_tokens',
    stop: '/stop',
    user: '/user',
  },
  'openai-responses': {
    toolChoice: '/tool_choice',
    reasoning: '/reasoning',
    show: '/reasoning/summary',
    maxTokens: '/max_output_tokens',
    logprobs: '/top_logprobs',
    cacheKey: '/prompt_cache_key',
    retention: '/prompt_cache_retention',
    user: '/safety_identifier',
    pairs: '/metadata',
    serviceTier: '/service_tier',
    previousResponseId: '/previous_response_id',
  },
  'anthropic-messages': {
    toolChoice: '/tool_choice',
    reasoning: '/thinking',
    show: '/thinking/display',
    maxTokens: '/max_tokens',
    stop: '/stop_sequences',
    topK: '/top_k',
    cacheMark: '/cache_control',
    user: '/metadata/user_id',
    pairs: '/metadata',
    serviceTier: '/service_tier',
  },
  'gemini-generate': {
    toolChoice: '/toolConfig/functionCallingConfig',
    reasoning: '/generationConfig/thinkingConfig',
    show: '/generationConfig/thinkingConfig/includeThoughts',
    maxTokens: '/generationConfig/maxOutputTokens',
    stop: '/generationConfig/stopSequences',
    topK: '/generationConfig/topK',
    count: '/generationConfig/candidateCount',
    logprobs: '/generationConfig/responseLogprobs',
  },
};

/** JSON pointer of a setting; '' (the whole request) where the dialect has none of that name. */
export function settingAt(dialect: Dialect, setting: Setting): string {
  return places[dialect]?.[setting] ?? '';
}
