/**
 * How a cost is known: `free` (the user's own machine, or a model that is given away), `reported` by the provider,
 * `computed` from tokens and prices, `estimated` (computed from tokens that were themselves estimated).
 */
export const costSources = ['free', 'reported', 'computed', 'estimated'] as const;

export type CostSource = (typeof costSources)[number];

/** What an attempt or a request cost. A cost that is not known is absent, never 0. */
export interface Cost {
  /** Whole nano-dollars: 1,000,000,000 of them are one US dollar. */
  readonly nanoUsd: number;
  readonly source: CostSource;
  /** Of the prices that it was computed from (see `ModelPrice`); absent for `free` and `reported`. */
  readonly priceVersion?: string;
}

/** What a total needs of its parts. */
interface Part {
  readonly usage?: unknown;
  readonly cost?: Cost;
}

/**
 * The sum of the attempts of a request; undefined when tokens were used whose cost is not known, or none were used at
 * all. Its source is that of the least certain part.
 */
export function totalCost(attempts: readonly Part[]): Cost | undefined {
  let total: Cost | undefined;
  for (const { usage, cost } of attempts) {
    if (cost !== undefined) total = total === undefined ? cost : sum(total, cost);
    else if (usage !== undefined) return undefined;
  }
  return total;
}

function sum(a: Cost, b: Cost): Cost {
  const [sure, unsure] = costSources.indexOf(a.source) > costSources.indexOf(b.source) ? [b, a] : [a, b];
  const { source, priceVersion = sure.priceVersion } = unsure;
  return { nanoUsd: a.nanoUsd + b.nanoUsd, source, ...(priceVersion !== undefined && { priceVersion }) };
}
