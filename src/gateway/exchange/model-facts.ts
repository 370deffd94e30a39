/** Every level at which a model is told how much to think, from the least. */
export const thinkingLevels = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export type ThinkingLevel = (typeof thinkingLevels)[number];

export function isThinkingLevel(value: unknown): value is ThinkingLevel {
  return thinkingLevels.some((level) => level === value);
}

/** How a model is told how much to think: by a level, by a number of tokens, not at all. */
export type ThinkingForm = 'effort' | 'budget' | 'none';

/** What is known of a model; what is absent is not known. */
export interface ModelFacts {
  /** Tokens that fit in, prompt and (with most vendors) answer together. */
  readonly contextTokens?: number;
  /** Most tokens of an answer, thoughts included. */
  readonly outputTokens?: number;
  /** Whether it takes images, documents (PDF), sound. */
  readonly images?: boolean;
  readonly documents?: boolean;
  readonly audio?: boolean;
  readonly tools?: boolean;
  /** Answers as JSON by a schema. */
  readonly schemas?: boolean;
  readonly thinking?: ThinkingForm;
  /** Levels that it takes, with `effort`. */
  readonly efforts?: readonly ThinkingLevel[];
}

/** What is known from several places; the later one wins where both say something. Levels belong to their form. */
export function overlayFacts(...layers: readonly (ModelFacts | undefined)[]): ModelFacts {
  return layers.reduce<ModelFacts>((below, layer) => {
    if (layer === undefined) return below;
    const isOther = layer.thinking !== undefined && layer.thinking !== below.thinking;
    const { efforts: _, ...rest } = below;
    return { ...(isOther ? rest : below), ...layer };
  }, {});
}
