/** What a model's tokens cost: whole pico-dollars per token (see `money`). What is absent is not known. */
export interface Rates {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  /** Absent: as output. */
  readonly reasoning?: number;
  /** Sound and pictures, where they are not charged like text. */
  readonly audioInput?: number;
  readonly audioCacheRead?: number;
  readonly audioOutput?: number;
  readonly imageInput?: number;
  readonly imageCacheRead?: number;
  readonly imageOutput?: number;
  /** Of every answered request, beside its tokens: whole pico-dollars. */
  readonly perRequest?: number;
  /** Of every search in the web by the provider's own tool: whole pico-dollars. */
  readonly perSearch?: number;
}

/** Rates of prompts with more than `above` tokens, cached ones included; they hold for all tokens of the request. */
export interface PriceTier {
  readonly above: number;
  readonly rates: Rates;
}

/** Prices at certain times. */
export interface PricePeriod {
  /** Milliseconds since the epoch; absent: since ever. */
  readonly from?: number;
  /** Minutes of every day in UTC, the second exclusive; it may lie past midnight. */
  readonly daily?: readonly [start: number, end: number];
  /** By `above`, ascending; never empty. */
  readonly tiers: readonly PriceTier[];
}

/** A model's price at one provider. */
export interface ModelPrice {
  /** Of several that hold the last one counts. */
  readonly periods: readonly PricePeriod[];
  /** Where it is from: `config`, `list` (the provider's own), or the version of the built-in prices. */
  readonly version: string;
}

/** What a short request's tokens cost, in US dollars per million of the prompt and of the answer; a free model's cost 0. */
export interface PricePerMillion {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
}

/** What a model costs at a provider now, to compare candidates by; undefined when one of the two is not known. */
export type PricesPerMillion = (provider: string, model: string) => PricePerMillion | undefined;

/** The rates that hold for a prompt of so many tokens at a time; undefined when none do. */
export function ratesAt(price: ModelPrice, at: number, promptTokens: number): Rates | undefined {
  const period = price.periods.findLast((each) => holds(each, at));
  return period?.tiers.findLast(({ above }) => above === 0 || promptTokens > above)?.rates;
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

function holds({ from, daily }: PricePeriod, at: number): boolean {
  if (from !== undefined && at < from) return false;
  if (daily === undefined) return true;
  const minute = Math.floor(at / minuteMs) % dayMinutes;
  const [start, end] = daily;
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
}
