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
  const pico = rates === undefined ? undefined : picoOf(rates, told);
  // Beyond what can be counted exactly: no provider means such figures.
  if (pico === undefined || !Number.isSafeInteger(pico)) return undefined;
  const source = told.estimated ? 'estimated' : 'computed';
  return { nanoUsd: nanoOfPico(pico), source, priceVersion: price.version };
}

function promptTokens({ input, cacheRead, cacheWrite5m, cacheWrite1h }: ToldUsage): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h;
}

/** In whole pico-dollars. */
function picoOf(rates: Rates, told: ToldUsage): number | undefined {
  const { media = {} } = told;
  const input = split(told.input, media.audioInput, media.imageInput);
  const cached = split(told.cacheRead, media.audioCacheRead, media.imageCacheRead);
  const output = split(told.output, media.audioOutput, media.imageOutput);
  const parts: readonly (readonly [count: number, rate: number | undefined])[] = [
    [input.text, rates.input],
    [input.audio, rates.audioInput ?? rates.input],
    [input.image, rates.imageInput ?? rates.input],
    [cached.text, rates.cacheRead],
    [cached.audio, rates.audioCacheRead ?? rates.cacheRead],
    [cached.image, rates.imageCacheRead ?? rates.cacheRead],
    [told.cacheWrite5m, rates.cacheWrite5m],
    [told.cacheWrite1h, rates.cacheWrite1h],
    [output.text, rates.output],
    [output.audio, rates.audioOutput ?? rates.output],
    [output.image, rates.imageOutput ?? rates.output],
    [told.reasoning, rates.reasoning ?? rates.output],
    [told.searches ?? 0, rates.perSearch],
  ];
  let sum = rates.perRequest ?? 0;
  for (const [count, rate] of parts) {
    if (count <= 0) continue;
    if (rate === undefined) return undefined;
    sum += count * rate;
  }
  return sum;
}

function split(all: number, audio = 0, image = 0): { text: number; audio: number; image: number } {
  const sound = Math.min(all, audio);
  const pictures = Math.min(all - sound, image);
  return { text: all - sound - pictures, audio: sound, image: pictures };
}
