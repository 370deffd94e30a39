import type { ListedPrice } from '../catalog/model.ts';
import { picoPerToken } from '../exchange/money.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { Rates } from '../exchange/price.ts';

/** A thousand dollars per million tokens: a list that was kept by an older version may say more, in another unit. */
const mostPerToken = 0.001;

/**
 * The rates of a provider's own list; undefined when it does not say both what input and what output cost. A zero there
 * may stand for "not known", and is taken for that.
 */
export function listedRates({ input, output, cacheRead, cacheWrite }: ListedPrice): Rates | undefined {
  if (!isPrice(input) || !isPrice(output)) return undefined;
  const rates: Mutable<Rates> = { input: pico(input), output: pico(output) };
  if (isPrice(cacheRead)) rates.cacheRead = pico(cacheRead);
  if (isPrice(cacheWrite)) rates.cacheWrite5m = pico(cacheWrite);
  return rates;
}

function isPrice(perToken: number | undefined): perToken is number {
  return perToken !== undefined && perToken > 0 && perToken <= mostPerToken;
}

function pico(perToken: number): number {
  return picoPerToken(perToken * 1_000_000);
}
