import type { RequestField } from '../request-field.ts';
import { setting, withTools } from './schema-example.ts';

const marked = { type: 'function', function: { name: 'f' }, cache_control: { type: 'ephemeral', ttl: '1h' } };

/** Settings that providers other than OpenAI have. Requests with them are refused by some who do not know them. */
export const extensionFields: readonly RequestField[] = [
  setting('top_k', 'OpenRouter, vLLM, Together', { top_k: 40 }),
  setting('min_p', 'OpenRouter, vLLM', { min_p: 0.1 }),
  setting('top_a', 'OpenRouter', { top_a: 0.1 }),
  setting('repetition_penalty', 'OpenRouter, vLLM, Together', { repetition_penalty: 1.1 }),
  setting('reasoning.effort', 'OpenRouter: as reasoning_effort', { reasoning: { effort: 'low' } }),
  setting('reasoning.max_tokens', 'OpenRouter: most tokens to think', { reasoning: { max_tokens: 2000 } }),
  setting('reasoning.exclude', 'OpenRouter: thinks, but does not show it', { reasoning: { exclude: true } }),
  setting('reasoning.enabled', 'OpenRouter: with the model’s own effort', { reasoning: { enabled: true } }),
  setting('thinking.type', 'DeepSeek, Z.ai: enabled or disabled', { thinking: { type: 'disabled' } }),
  setting('thinking.clear_thinking', 'Z.ai: forgets earlier reasoning', {
    thinking: { type: 'enabled', clear_thinking: false },
  }),
  setting('enable_thinking', 'Qwen', { enable_thinking: false }),
  setting('chat_template_kwargs', 'vLLM, llama.cpp', { chat_template_kwargs: { enable_thinking: false } }),
  setting('cache_control.type', 'OpenRouter: caches as much as it can', {
    cache_control: { type: 'ephemeral', ttl: '1h' },
  }),
  withTools('tools[].cache_control.type', 'Anthropic’s mark, through gateways', { tools: [marked] }),
  setting('provider', 'OpenRouter: which providers may answer', { provider: { order: ['openai'] } }),
  setting('models', 'OpenRouter: further models if the first fails', { models: ['m', 'n'] }),
  setting('route', 'OpenRouter: fallback', { route: 'fallback' }),
  setting('transforms', 'OpenRouter: middle-out', { transforms: ['middle-out'] }),
  setting('plugins[].id', 'OpenRouter: web, file-parser, …', { plugins: [{ id: 'web' }] }),
  setting('usage.include', 'OpenRouter: cost in the figures', { usage: { include: true } }),
  setting('session_id', 'OpenRouter: keeps a conversation at one provider', { session_id: 's' }),
  setting('random_seed', 'Mistral: as seed', { random_seed: 1 }),
  setting('safe_prompt', 'Mistral', { safe_prompt: true }),
  setting('prompt_mode', 'Mistral: reasoning', { prompt_mode: 'reasoning' }),
  setting('search_parameters', 'xAI: live search', { search_parameters: { mode: 'auto' } }),
  setting('search_domain_filter', 'Perplexity', { search_domain_filter: ['example.com'] }),
  setting('reasoning_format', 'Groq: hidden, raw, parsed', { reasoning_format: 'parsed' }),
  setting('guided_json', 'vLLM: as response_format', { guided_json: { type: 'object' } }),
];
