/**
 * Tokens of one answer in buckets that do not overlap: their sum is what was processed. Vendors overlap them in
 * different ways (OpenAI counts cached tokens inside the input, Anthropic beside it); readers make them disjoint.
 */
export interface Usage {
  /** Prompt tokens neither read from nor written to a cache. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  /** Visible output: text and tool calls, without reasoning. */
  readonly output: number;
  readonly reasoning: number;
  /** The provider sent no figures; these were counted from text. */
  readonly estimated: boolean;
}

/** All buckets zero, not estimated. */
export const noUsage: Usage = {
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
  estimated: false,
};
