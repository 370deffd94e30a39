/** What a model costs at a provider, in US dollars. */
export interface ModelPrice {
  /** Per million tokens of the prompt. */
  readonly inputPerMillion: number;
  /** Per million tokens of the answer. */
  readonly outputPerMillion: number;
}

/** The price of a provider's model; undefined where it is not known (a free one costs 0). */
export type PriceOf = (provider: string, model: string) => ModelPrice | undefined;
