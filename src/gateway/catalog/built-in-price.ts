import type { ModelPrice } from '../exchange/price.ts';
import { modelKey, wayOf, withoutMillionMark } from './model-key.ts';
import { snapshotVersion } from './price-snapshot.ts';
import { type PricedProvider, pricedProviders } from './price-table.ts';

/**
 * What the built-in prices say of a model at a provider (a name that `pricedProviderOf` gave): by its name, else by
 * another date or spelling of it. Undefined when they do not say; a price is never taken from another provider.
 */
export function builtInPrice(provider: string, model: string): ModelPrice | 'free' | undefined {
  const known = pricedProviders().get(provider);
  if (known === undefined) return undefined;
  const name = withoutMillionMark(model).replace(/^models\//, '');
  const periods =
    known.byName.get(name) ?? (wayOf(name) === '' ? known.byKey.get(modelKey(name)) : undefined);
  if (periods !== undefined) return { periods, version: snapshotVersion };
  return provider === 'openrouter' && wayOf(name) === ':free' ? 'free' : undefined;
}

/**
 * The built-in prices' name of a provider, by the hosts of all its endpoints. Undefined when one of them is elsewhere: a
 * reseller or a relay has prices of its own.
 */
export function pricedProviderOf(addresses: Iterable<string>): string | undefined {
  const hosts = [...addresses].map((address) => (URL.canParse(address) ? new URL(address).hostname : ''));
  if (hosts.length === 0) return undefined;
  for (const provider of pricedProviders().values()) {
    if (hosts.every((host) => isOf(provider, host))) return provider.name;
  }
  return undefined;
}

function isOf({ hosts }: PricedProvider, host: string): boolean {
  return hosts.some((known) => (known.startsWith('.') ? host.endsWith(known) : host === known));
}
