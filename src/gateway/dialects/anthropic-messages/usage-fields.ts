import type { Usage } from '../../exchange/usage.ts';
import type { Fields } from '../json-value.ts';

/**
 * Figures as this API writes them: cached tokens beside the input, thinking inside the output. Zeros where there are
 * none: the SDK's types demand figures.
 */
export function usageFields(usage: Usage | undefined): Fields {
  if (usage === undefined) return { ...noFigures };
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = usage;
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_read_input_tokens: cacheRead,
    ...(cacheWrite5m + cacheWrite1h > 0 && {
      cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
    }),
    output_tokens: output + reasoning,
    ...(reasoning > 0 && { output_tokens_details: { thinking_tokens: reasoning } }),
  };
}

/** What `message_start` says before anything is known. */
export const noFigures: Fields = {
  input_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 0,
};

/** Tiers of other vendors that are the same thing; the SDK's types know no others. */
const tiers: ReadonlyMap<string, string> = new Map([
  ['standard', 'standard'],
  ['default', 'standard'],
  ['priority', 'priority'],
  ['batch', 'batch'],
]);

export function tierFields(tier: string | undefined): Fields {
  const word = tier === undefined ? undefined : tiers.get(tier);
  return word === undefined ? {} : { service_tier: word };
}
