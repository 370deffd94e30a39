import type { ModelFacts } from '../exchange/model-facts.ts';

/** US dollars per token, as a provider's own list says. */
export interface ListedPrice {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** One model of a provider's list, as far as lists tell. */
export interface DiscoveredModel extends ModelFacts {
  /** The name to send. */
  readonly id: string;
  /** Name for people. */
  readonly name?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  readonly ownedBy?: string;
  readonly price?: ListedPrice;
}
