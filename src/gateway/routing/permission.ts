import { matchesAnyGlob, matchesGlob } from './glob.ts';
import type { RoutingAsk, RoutingProvider } from './view.ts';

/** Whether the client's key may use a provider: globs over ids. */
export function mayUseProvider(ask: RoutingAsk, provider: RoutingProvider): boolean {
  return ask.allowedProviders === undefined || matchesAnyGlob(ask.allowedProviders, provider.id);
}

/**
 * Whether the client's key may use a model at a provider. `bareName` is what was asked for when it was a bare name:
 * who may ask for an alias may have what a rule makes of it.
 *
 * A pattern that starts with a provider's id and a slash speaks of that provider's models. Any other pattern speaks
 * of model names, and one without a slash only of names without a slash: `o*` is meant for o3, and must not open
 * `openai/gpt-5.5` at a reseller. `*` alone is everything.
 */
export function mayUseModel(
  ask: RoutingAsk,
  providers: ReadonlyMap<string, RoutingProvider>,
  provider: RoutingProvider,
  model: string,
  bareName: string | undefined,
): boolean {
  if (ask.allowedModels === undefined) return true;
  return ask.allowedModels.some((pattern) => {
    if (pattern === '*') return true;
    const slash = pattern.indexOf('/');
    if (slash > 0 && providers.has(pattern.slice(0, slash))) {
      return matchesGlob(pattern, `${provider.id}/${model}`);
    }
    const fits = (name: string) => (slash >= 0 || !name.includes('/')) && matchesGlob(pattern, name);
    return fits(model) || (bareName !== undefined && fits(bareName));
  });
}
