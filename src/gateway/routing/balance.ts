import { textHash } from '../exchange/text-hash.ts';
import { blendedPrice, type Measures } from './measures.ts';
import type { RoutingAccount, RoutingProvider } from './view.ts';

/** The blended prices between which the candidates of one plan lie; absent: not one of them is known. */
export interface PriceRange {
  readonly cheapest: number;
  readonly dearest: number;
}

/** An account that has next to nothing left is still better than nobody. */
const leastQuota = 0.01;
/** Dollars per million tokens: so that a free model does not count as infinitely cheaper than a cheap one. */
const smallPrice = 0.1;
/** Running calls that halve an account's share: agents run a handful beside each other, and one call says little. */
const halvingCalls = 4;

/**
 * How large an account's share of the conversations is, against the others of the plan (docs/routing.md, "Modes"):
 *
 *     weight x quota left x (cheapest + 0.1) / (price + 0.1) x 4 / (4 + running calls)
 *
 * A quota that nobody named counts as full, an unknown price as the dearest known one.
 */
export function shareOf(
  account: Pick<RoutingAccount, 'weight'>,
  measures: Measures,
  range: PriceRange | undefined,
): number {
  const { quotaLeft, inFlight, price } = measures;
  const quota = quotaLeft === undefined ? 1 : Math.max(leastQuota, quotaLeft);
  const load = halvingCalls / (halvingCalls + inFlight);
  let cost = 1;
  if (range !== undefined) {
    const own = price === undefined ? range.dearest : blendedPrice(price);
    cost = (range.cheapest + smallPrice) / (own + smallPrice);
  }
  return account.weight * quota * cost * load;
}

/**
 * An account's place in the queue of a conversation, the least first: weighted rendezvous hashing. The number of the
 * conversation and the account's name make a chance that never changes, so a conversation comes out at the same
 * account while the shares are alike, the shares hold over many conversations, and a share that grows draws
 * conversations to its account without moving any between the others. `random` in [0, 1); absent: by share alone.
 */
export function turnOf(
  provider: RoutingProvider,
  account: RoutingAccount,
  share: number,
  random: number | undefined,
): number {
  if (random === undefined) return 1 / share;
  const seed = Math.floor(random * 2 ** 32) ^ nameHash(provider, account);
  // Exponential with the share as its rate; the half keeps the logarithm finite.
  return -Math.log((mixed(seed) + 0.5) / 2 ** 32) / share;
}

const hashes = new WeakMap<RoutingProvider, ReadonlyMap<string, number>>();

/** Made once per provider: they are replaced, never changed. */
function nameHash(provider: RoutingProvider, account: RoutingAccount): number {
  let known = hashes.get(provider);
  if (known === undefined) {
    known = new Map(provider.accounts.map(({ id }) => [id, textHash(`${provider.id}/${id}`)]));
    hashes.set(provider, known);
  }
  return known.get(account.id) ?? 0;
}

/** The last step of MurmurHash3: every bit of the input changes every bit of the result. Whole, from 0 to 2^32 - 1. */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
