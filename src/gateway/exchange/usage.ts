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

/** Tokens inside the buckets that are no text: sound and pictures cost otherwise with some models. */
export interface MediaTokens {
  /** Of `input`, of `cacheRead`, of `output`. */
  readonly audioInput?: number;
  readonly audioCacheRead?: number;
  readonly audioOutput?: number;
  readonly imageInput?: number;
  readonly imageCacheRead?: number;
  readonly imageOutput?: number;
}

/** What a provider tells with an answer: its tokens, and beside them what only the cost depends on. */
export interface ToldUsage extends Usage {
  readonly media?: MediaTokens;
  /** Searches in the web that the provider's own tool made, where it counts them. */
  readonly searches?: number;
  /** What the provider says that the answer cost, in whole nano-dollars. */
  readonly reportedNanoUsd?: number;
}

/** The tokens alone; the same object when there is nothing beside them. */
export function tokensOf(told: ToldUsage): Usage {
  if (told.media === undefined && told.searches === undefined && told.reportedNanoUsd === undefined)
    return told;
  const { media: _media, searches: _searches, reportedNanoUsd: _cost, ...usage } = told;
  return usage;
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
