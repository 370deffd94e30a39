import type { Usage } from '../../exchange/usage.ts';
import type { Fields } from '../json-value.ts';

/**
 * Figures in OpenAI's overlapping form. Cache writes have OpenRouter's name; the part of them that is kept for an hour
 * is told as Anthropic tells it, which is where this dialect's usage reader looks for it.
 */
export function writeUsage(usage: Usage): Fields {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = usage;
  const written = cacheWrite5m + cacheWrite1h;
  const prompt = input + cacheRead + written;
  const completion = output + reasoning;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: cacheRead,
      ...(written > 0 && { cache_write_tokens: written }),
    },
    completion_tokens_details: { reasoning_tokens: reasoning },
    ...(cacheWrite1h > 0 && {
      cache_creation: {
        ephemeral_5m_input_tokens: cacheWrite5m,
        ephemeral_1h_input_tokens: cacheWrite1h,
      },
    }),
  };
}
