import { knownFacts, type ModelSource } from './known-facts.ts';
import type { DiscoveredModel } from './model.ts';

/** A row of `/v1/models`: `id` is what a client may ask for, `model` what the provider is sent. */
export interface ListedModel extends DiscoveredModel {
  readonly provider: string;
  readonly model: string;
}

/** A provider's part of the listing. */
export interface ListingSource extends ModelSource {
  readonly id: string;
  /** Names from the config, `*` among them for "every name". */
  readonly given: readonly string[] | undefined;
  readonly models: readonly DiscoveredModel[] | undefined;
}

/**
 * All names that clients may ask for, each once: first the bare ones in the order of the providers (a name that
 * several have is the first one's), then every one as `provider/model`. A bare name that starts with a provider's
 * id and a slash is left out, since the gateway would read it as that provider's: `anthropic/claude-sonnet-4` of a
 * reseller is there as `openrouter/anthropic/claude-sonnet-4`.
 *
 * `providerIds`: the ids that count as prefixes, when there are more than those of `sources`.
 */
export function listModels(
  sources: readonly ListingSource[],
  providerIds: ReadonlySet<string> = new Set(sources.map((source) => source.id)),
): readonly ListedModel[] {
  const rows = new Map<string, ListedModel>();
  const add = (id: string, provider: string, model: DiscoveredModel): void => {
    if (!rows.has(id)) rows.set(id, { ...model, id, provider, model: model.id });
  };
  const lists = sources.map((source) => ({ source, models: modelsOf(source) }));
  for (const { source, models } of lists) {
    for (const model of models) {
      const slash = model.id.indexOf('/');
      if (slash < 0 || !providerIds.has(model.id.slice(0, slash))) add(model.id, source.id, model);
    }
  }
  for (const { source, models } of lists) {
    for (const model of models) add(`${source.id}/${model.id}`, source.id, model);
  }
  return [...rows.values()];
}

/** Given names win; a provider that takes every name shows what its own list has. */
function modelsOf(source: ListingSource): readonly DiscoveredModel[] {
  const { given, models = [] } = source;
  const complete = (model: DiscoveredModel) => ({ ...model, ...knownFacts(source, model.id, model) });
  if (given === undefined) return models.map(complete);
  const named = given.filter((name) => name !== '*').map((id) => complete({ id }));
  return given.includes('*') ? [...named, ...models.map(complete)] : named;
}
