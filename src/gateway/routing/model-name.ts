import type { RoutingProvider } from './view.ts';

const indexes = new WeakMap<readonly RoutingProvider[], ReadonlyMap<string, RoutingProvider>>();

/** Providers by id; made once per list, since lists are replaced and never changed. */
export function providersById(providers: readonly RoutingProvider[]): ReadonlyMap<string, RoutingProvider> {
  const known = indexes.get(providers);
  if (known !== undefined) return known;
  const made = new Map(providers.map((provider) => [provider.id, provider]));
  indexes.set(providers, made);
  return made;
}

/** `a/b` cut at the first slash when `a` is the id of a provider; undefined for a bare name. */
export function splitModelName(
  providers: ReadonlyMap<string, RoutingProvider>,
  name: string,
): { readonly provider: RoutingProvider; readonly model: string } | undefined {
  const slash = name.indexOf('/');
  if (slash <= 0 || slash === name.length - 1) return undefined;
  const provider = providers.get(name.slice(0, slash));
  if (provider === undefined) return undefined;
  return { provider, model: nameForProvider(provider, name) };
}

/**
 * The name to send to a provider that was named: its own prefix is taken off, unless the provider lists the name
 * with that prefix only. OpenRouter does (`openrouter/auto`), and knows no `auto`.
 */
export function nameForProvider(provider: RoutingProvider, name: string): string {
  if (!name.startsWith(`${provider.id}/`)) return name;
  const rest = name.slice(provider.id.length + 1);
  if (rest === '') return name;
  const { models } = provider;
  return typeof models !== 'string' && models.has(name) && !models.has(rest) ? name : rest;
}
