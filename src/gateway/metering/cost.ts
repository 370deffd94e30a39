import type { Cost } from '../exchange/cost.ts';
import { nanoOfPico } from '../exchange/money.ts';
import { type ModelPrice, type Rates, ratesAt } from '../exchange/price.ts';
import type { ToldUsage } from '../exchange/usage.ts';

const freeOfCharge: Cost = { nanoUsd: 0, source: 'free' };

/**
 * What an answer cost at a time (milliseconds since the epoch). What the provider itself reports wins; undefined when a
 * price that is needed is not known, since a part of a cost would pass for the whole. Rounded once, to nano-dollars.
 */
export function costOf(
  price: ModelPrice | 'free' | undefined,
  told: ToldUsage,
  at: number,
): Cost | undefined {
  const { reportedNanoUsd } = told;
  if (reportedNanoUsd !== undefined) return { nanoUsd: reportedNanoUsd, source: 'reported' };
  if (price === 'free') return freeOfCharge;
  if (price === undefined) return undefined;
  const rates = ratesAt(price, at, promptTokens(told));
  const pico = rates === undefined ? Number.NaN : picoOf(rates, told);
  // No number: a price is missing. Beyond what can be counted exactly: no provider means such figures.
  if (!Number.isSafeInteger(pico)) return undefined;
  const source = told.estimated ? 'estimated' : 'computed';
  return { nanoUsd: nanoOfPico(pico), source, priceVersion: price.version };
}

function promptTokens({ input, cacheRead, cacheWrite5m, cacheWrite1h }: ToldUsage): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h;
}

/** In whole pico-dollars, NaN when a price that is needed is not known. Sums as it goes: this is done for every attempt, and lists of parts cost a microsecond. */
function picoOf(rates: Rates, told: ToldUsage): number {
  const { media, searches = 0 } = told;
  let sum = rates.perRequest ?? 0;
  sum += charge(told.cacheWrite5m, rates.cacheWrite5m);
  sum += charge(told.cacheWrite1h, rates.cacheWrite1h);
  sum += charge(told.reasoning, rates.reasoning ?? rates.output);
  sum += charge(searches, rates.perSearch);
  if (media === undefined) {
    sum += charge(told.input, rates.input);
    sum += charge(told.cacheRead, rates.cacheRead);
    sum += charge(told.output, rates.output);
  } else {
    sum += mixed(told.input, media.audioInput, media.imageInput, {
      text: rates.input,
      audio: rates.audioInput,
      image: rates.imageInput,
    });
    sum += mixed(told.cacheRead, media.audioCacheRead, media.imageCacheRead, {
      text: rates.cacheRead,
      audio: rates.audioCacheRead,
      image: rates.imageCacheRead,
    });
    sum += mixed(told.output, media.audioOutput, media.imageOutput, {
      text: rates.output,
      audio: rates.audioOutput,
      image: rates.imageOutput,
    });
  }
  return sum;
}

/** NaN when there is something to charge and no price for it: the sum is none then. */
function charge(count: number, rate = Number.NaN): number {
  return count === 0 ? 0 : count * rate;
}

/** Tokens of one bucket, of which some stand for sound and pictures; these cost like text unless they have a price. */
function mixed(
  all: number,
  audio = 0,
  image = 0,
  {
    text,
    audio: sound = text,
    image: picture = text,
  }: Record<'text' | 'audio' | 'image', number | undefined>,
): number {
  const heard = Math.min(all, audio);
  const seen = Math.min(all - heard, image);
  return charge(heard, sound) + charge(seen, picture) + charge(all - heard - seen, text);
}
