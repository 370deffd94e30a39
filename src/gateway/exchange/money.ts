/**
 * Money is counted in whole numbers, never in fractions of a dollar: prices in pico-dollars per token (a dollar per
 * million tokens is 1,000,000 of them), amounts in nano-dollars. A safe integer holds nine million dollars.
 */
export const nanoPerUsd = 1_000_000_000;

/** Pico-dollars per token from US dollars per million tokens; finer than a millionth of a dollar is rounded. */
export function picoPerToken(usdPerMillion: number): number {
  return Math.round(usdPerMillion * 1_000_000);
}

/** US dollars per million tokens, to compare and to show. */
export function usdPerMillion(pico: number): number {
  return pico / 1_000_000;
}

/** Nano-dollars of an amount in pico-dollars, half a nano-dollar up. */
export function nanoOfPico(pico: number): number {
  return Math.floor((pico + 500) / 1000);
}

/** Nano-dollars of an amount in US dollars as somebody wrote it; undefined when it is no amount that can be counted. */
export function nanoOfUsd(usd: number): number | undefined {
  const nano = Math.round(usd * nanoPerUsd);
  return usd >= 0 && Number.isSafeInteger(nano) ? nano : undefined;
}

/** An amount as US dollars for people and headers: `0.0042`, `12`, `0.000000001`; never with an exponent. */
export function usdText(nano: number): string {
  const whole = Math.floor(nano / nanoPerUsd);
  const rest = String(nano % nanoPerUsd)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}
