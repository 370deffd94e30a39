import type { ReasonCode, RoutingAsk, RoutingProvider } from './view.ts';

/** The lists of a request, ready to be looked up: ids in lower case, an empty list as none. */
export interface Wishes {
  /** Id to place. */
  readonly order: ReadonlyMap<string, number> | undefined;
  readonly only: ReadonlySet<string> | undefined;
  readonly ignore: ReadonlySet<string> | undefined;
}

/** Reads `order`, `only` and `ignore`, which OpenRouter takes in any case. */
export function readWishes(ask: RoutingAsk): Wishes {
  return { order: placesOf(ask.order), only: setOf(ask.only), ignore: setOf(ask.ignore) };
}

/** Why a provider lies outside what the request (or its owner, by disabling it) admits; undefined when it does not. */
export function outOfScope(
  ask: RoutingAsk,
  wishes: Wishes,
  provider: RoutingProvider,
): ReasonCode | undefined {
  if (ask.pin !== undefined && ask.pin !== provider.id) return 'not-pinned';
  if (ask.vendor !== undefined && ask.vendor !== provider.vendor) return 'other-vendor';
  if (wishes.only !== undefined && !wishes.only.has(provider.id)) return 'not-requested';
  if (wishes.ignore?.has(provider.id)) return 'ignored-by-request';
  return provider.enabled ? undefined : 'disabled';
}

function placesOf(ids: readonly string[] | undefined): ReadonlyMap<string, number> | undefined {
  if (ids === undefined || ids.length === 0) return undefined;
  const places = new Map<string, number>();
  for (const id of ids) {
    const key = id.toLowerCase();
    if (!places.has(key)) places.set(key, places.size);
  }
  return places;
}

function setOf(ids: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return ids === undefined || ids.length === 0 ? undefined : new Set(ids.map((id) => id.toLowerCase()));
}
