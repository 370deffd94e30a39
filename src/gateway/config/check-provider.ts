import type { Provider } from '../exchange/provider.ts';
import { checkConfig } from './load.ts';
import type { KnownProviders } from './preset.ts';
import type { Problem } from './problem.ts';

export type CheckedProvider =
  | { readonly ok: true; readonly provider: Provider }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Where the definition stands in the config that is made for it, and what its place is called instead. */
const place = 'providers[0]';
const shownPlace = 'provider';

/**
 * Checks one provider as it would stand in `providers` of a config, and fills in its preset. All problems are returned
 * at once, in the words of the config's own check. `port` is where the gateway listens: it is no provider.
 */
export function checkProvider(definition: unknown, known: KnownProviders, port: number): CheckedProvider {
  const result = checkConfig({ listen: { port }, providers: [definition] }, known);
  if (!result.ok) {
    const problems = result.problems.map(({ path, message }) => ({
      path: path.startsWith(place) ? shownPlace + path.slice(place.length) : path,
      message,
    }));
    return { ok: false, problems };
  }
  return { ok: true, provider: result.config.providers[0] ?? known.demo };
}
