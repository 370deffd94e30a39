import type { Dialect } from '../../exchange/dialect.ts';

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
  | 'stop'
  | 'reasoning'
  | 'format'
  | 'verbosity'
  | 'modalities'
  | 'toolChoice'
  | 'retention'
  | 'metadata'
  | 'user'
  | 'serviceTier'
  | 'store'
  | 'previousResponseId';

/** Where each dialect has a setting: the JSON pointer that a loss names. */
const places: Partial<Record<Dialect, Partial<Record<Setting, string>>>> = {
  'openai-chat': {
    maxTokens: '/max_completion_tokens',
    temperature: '/temperature',
    topP: '/top_p',
    topK: '/top_k',
    seed: '/seed',
    presencePenalty: '/presence_penalty',
    frequencyPenalty: '/frequency_penalty',
    count: '/n',
    logprobs: '/logprobs',
    stop: '/stop',
    reasoning: '/reasoning_effort',
    format: '/response_format',
    verbosity: '/verbosity',
    modalities: '/modalities',
    toolChoice: '/tool_choice',
    retention: '/prompt_cache_retention',
    metadata: '/metadata',
    user: '/user',
    serviceTier: '/service_tier',
    store: '/store',
  },
  'openai-responses': {
    maxTokens: '/max_output_tokens',
    temperature: '/temperature',
    topP: '/top_p',
    logprobs: '/top_logprobs',
    reasoning: '/reasoning',
    format: '/text/format',
    verbosity: '/text/verbosity',
    toolChoice: '/tool_choice',
    retention: '/prompt_cache_retention',
    metadata: '/metadata',
    user: '/user',
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
    format: '/output_config/format',
    toolChoice: '/tool_choice',
    metadata: '/metadata',
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
    stop: '/generationConfig/stopSequences',
    reasoning: '/generationConfig/thinkingConfig',
    format: '/generationConfig/responseMimeType',
    modalities: '/generationConfig/responseModalities',
    toolChoice: '/toolConfig/functionCallingConfig',
    metadata: '/labels',
    serviceTier: '/serviceTier',
  },
};

export function settingAt(from: Dialect, setting: Setting): string {
  return places[from]?.[setting] ?? `/${setting}`;
}
