import { type ProviderView, providerListSchema } from '../../control/providers.ts';
import type { ListAge } from '../catalog/model-book.ts';
import type { Provider } from '../exchange/provider.ts';
import type { HealthRow } from '../routing/health-rows.ts';
import type { AdminDeps } from './admin-deps.ts';
import { healthViews } from './health-views.ts';
import { providerState } from './provider-words.ts';
import { plainResource, type Resource } from './resource.ts';

/** Model names of one provider that are listed; aggregators have thousands. */
const mostNames = 1_000;

type ProvidersDeps = Pick<
  AdminDeps,
  'clock' | 'config' | 'hasKey' | 'health' | 'modelLists' | 'modelNames' | 'tracer' | 'redactor'
>;

/** `GET /api/providers`: how each provider is, and why. */
export function providersResource(deps: ProvidersDeps): Resource {
  return plainResource({
    path: '/providers',
    summary: 'Providers with their state, accounts, models and failures, in the order of the config.',
    answer: providerListSchema,
    read() {
      const health = deps.health();
      const lists = deps.modelLists();
      return {
        providers: deps.config().providers.map((provider) =>
          providerView(
            deps,
            provider,
            health.filter((row) => row.provider === provider.id),
            lists.find((list) => list.provider === provider.id),
          ),
        ),
      };
    },
  });
}

function providerView(
  deps: ProvidersDeps,
  provider: Provider,
  health: readonly HealthRow[],
  list: ListAge | undefined,
): ProviderView {
  const now = deps.clock.now();
  const hasKey = (account: string) => deps.hasKey(provider.id, account);
  const lastFailure = deps.tracer.lastFailure(provider.id);
  return {
    id: provider.id,
    name: provider.name,
    vendor: provider.vendor,
    role: provider.role,
    enabled: provider.enabled,
    ...(provider.group !== undefined && { group: provider.group }),
    dialects: [...provider.endpoints.keys()],
    ...providerState({ provider, health, hasKey, now }),
    accounts: provider.accounts.map(({ id, enabled, priority, weight, passthrough }) => ({
      id,
      enabled,
      priority,
      weight,
      hasKey: hasKey(id),
      passthrough,
    })),
    models: modelsView(deps, provider, list, now),
    health: healthViews(health, deps.redactor, now),
    ...(lastFailure !== undefined && { lastFailure }),
  };
}

function modelsView(
  deps: ProvidersDeps,
  provider: Provider,
  list: ListAge | undefined,
  now: number,
): ProviderView['models'] {
  const names = [...(deps.modelNames(provider.id) ?? provider.models ?? [])].slice(0, mostNames);
  return {
    source: list?.source ?? 'unknown',
    count: list?.count ?? names.length,
    names,
    ...(list?.fetchedAt !== undefined && {
      fetchedAt: list.fetchedAt,
      ageSeconds: Math.max(0, Math.round((now - list.fetchedAt) / 1000)),
    }),
    fetching: list?.fetching ?? false,
    ...(list?.problem !== undefined && { problem: deps.redactor.text(list.problem) }),
  };
}
