import type { ListedModel } from './catalog/listing.ts';
import { alternativesTo } from './dialects/codecs.ts';
import type { Client } from './exchange/client.ts';
import type { Mutable } from './exchange/mutable.ts';
import { plan } from './routing/plan.ts';
import type { Availability, RoutingAsk, RoutingView } from './routing/view.ts';

const well: Availability = { state: 'ok' };

/**
 * The rows of a list with the window that a client can rely on: of a bare name the smallest that is known of all who may
 * answer it (rules and backups included, whoever is cooling as well), since a failover must not find the conversation
 * too long. `provider/model` is answered by that provider alone and keeps its own.
 */
export function withReachableWindows(
  rows: readonly ListedModel[],
  view: RoutingView,
  client: Pick<Client, 'models' | 'providers'>,
): readonly ListedModel[] {
  const calm: RoutingView = { ...view, allWell: true, availability: () => well };
  return rows.map((row) => {
    if (row.id !== row.model) return row;
    const window = smallestWindow(calm, row.id, client);
    return window === undefined || window === row.contextTokens ? row : { ...row, contextTokens: window };
  });
}

function smallestWindow(
  view: RoutingView,
  model: string,
  client: Pick<Client, 'models' | 'providers'>,
): number | undefined {
  const dialect = 'openai-chat';
  const ask: Mutable<RoutingAsk> = { model, dialect, operation: 'generate' };
  ask.alternatives = alternativesTo(dialect, 'generate');
  if (client.models !== undefined) ask.allowedModels = client.models;
  if (client.providers !== undefined) ask.allowedProviders = client.providers;
  let smallest: number | undefined;
  for (const candidate of plan(view, ask).candidates) {
    const window = view.facts(candidate.provider, candidate.model)?.contextTokens;
    if (window !== undefined && (smallest === undefined || window < smallest)) smallest = window;
  }
  return smallest;
}

/** The same, made once for keys that may use everything: lists have thousands of rows and are asked for by every client. */
export function createReachableWindows(): typeof withReachableWindows {
  let last:
    | {
        readonly rows: readonly ListedModel[];
        readonly view: RoutingView;
        readonly made: readonly ListedModel[];
      }
    | undefined;
  return (rows, view, client) => {
    if (client.models !== undefined || client.providers !== undefined)
      return withReachableWindows(rows, view, client);
    const isSame =
      last?.rows === rows && last.view.providers === view.providers && last.view.rules === view.rules;
    if (last === undefined || !isSame) last = { rows, view, made: withReachableWindows(rows, view, client) };
    return last.made;
  };
}
