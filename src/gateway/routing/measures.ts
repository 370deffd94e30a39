import type { PricePerMillion } from '../exchange/price.ts';

/** What was measured or is known of a provider, account and model; what is absent is not known. */
export interface Measures {
  /** Moving average, in milliseconds, from the call to the first real output of a stream. */
  readonly firstTokenMs?: number;
  /** Calls of the account that are running now. */
  readonly inFlight: number;
  /** Share of the account's tightest limit that is left, 0 to 1, as the provider said last. */
  readonly quotaLeft?: number;
  readonly price?: PricePerMillion;
}

/** Nothing is known, nothing is running. */
export const noMeasures: Measures = { inFlight: 0 };

/**
 * One figure for a price: three parts prompt to one part answer, the mix by which price lists are usually compared.
 * US dollars per million tokens.
 */
export function blendedPrice({ inputPerMillion, outputPerMillion }: PricePerMillion): number {
  return (3 * inputPerMillion + outputPerMillion) / 4;
}
