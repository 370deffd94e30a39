import type { Usage } from '../../exchange/usage.ts';
import type { Fields } from '../json-value.ts';

/**
 * `usageMetadata`: what was read from a cache is inside the prompt, thoughts stand beside the candidates. What was
 * written to a cache has no place of its own; it is prompt, and read back as input.
 */
export function writeUsage(usage: Usage): Fields {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  return {
    promptTokenCount: prompt,
    ...(usage.cacheRead > 0 && { cachedContentTokenCount: usage.cacheRead }),
    candidatesTokenCount: usage.output,
    ...(usage.reasoning > 0 && { thoughtsTokenCount: usage.reasoning }),
    totalTokenCount: prompt + usage.output + usage.reasoning,
  };
}
