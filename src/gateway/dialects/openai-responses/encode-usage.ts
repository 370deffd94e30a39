import type { Usage } from '../../exchange/usage.ts';
import type { Fields } from '../json-value.ts';

/** Figures as OpenAI tells them: cached tokens inside of the input, reasoning inside of the output. */
export function encodeUsage(usage: Usage | undefined): Fields | null {
  if (usage === undefined) return null;
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  const input = usage.input + usage.cacheRead + written;
  const output = usage.output + usage.reasoning;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cacheRead,
      ...(written > 0 && { cache_write_tokens: written }),
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + output,
  };
}
