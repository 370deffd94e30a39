import type { Mutable } from '../exchange/mutable.ts';
import type { ListedPrice } from './model.ts';

type Fields = Readonly<Record<string, unknown>>;

const million = 1_000_000;

/**
 * US dollars per million tokens between which a price is believed. The dearest model known costs 150 for input and 600
 * for output, the cheapest ones some thousandths. Beyond, the list counts in another unit than it is taken to.
 */
const least = 0.001;
const mostInput = 200;
const mostOutput = 1000;

/**
 * What the `pricing` of a row says, in one of the two forms that are known:
 *
 * - texts of dollars per token, as `prompt` and `completion` (OpenRouter) or `input` and `output` (Vercel); `-1` stands
 *   for "varies";
 * - numbers of dollars per million tokens, as `input` and `output` beside `hourly` (Together).
 *
 * Undefined for any other form, since bare numbers are per token, per thousand or per million in other lists, and when
 * either price is implausible or 0, which lists have where nothing is known: no price rather than a thousandfold one.
 */
export function readListedPrice(pricing: Fields): ListedPrice | undefined {
  const isPerMillion = typeof pricing.hourly === 'number';
  const read = isPerMillion ? perMillion : perToken;
  const input = within(read(isPerMillion ? pricing.input : (pricing.prompt ?? pricing.input)), mostInput);
  const output = within(
    read(isPerMillion ? pricing.output : (pricing.completion ?? pricing.output)),
    mostOutput,
  );
  if (input === undefined || output === undefined) return undefined;
  const price: Mutable<ListedPrice> = { input, output };
  const cacheRead = within(read(pricing.input_cache_read), mostInput);
  const cacheWrite = within(read(pricing.input_cache_write), mostInput);
  if (cacheRead !== undefined) price.cacheRead = cacheRead;
  if (cacheWrite !== undefined) price.cacheWrite = cacheWrite;
  return price;
}

function perToken(value: unknown): number | undefined {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : undefined;
}

function perMillion(value: unknown): number | undefined {
  return typeof value === 'number' ? value / million : undefined;
}

/** Dollars per token; NaN lies nowhere. */
function within(price: number | undefined, most: number): number | undefined {
  return price !== undefined && price >= least / million && price <= most / million ? price : undefined;
}
