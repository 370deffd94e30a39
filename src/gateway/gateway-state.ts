import { isDeepStrictEqual } from 'node:util';
import type { Config, StrategyConfig } from './config/config.ts';
import type { Provider } from './exchange/provider.ts';
import type { Secrets } from './gateway-contract.ts';
import { type ClientTable, createClientTable, type MadeKeys } from './ingress/client-keys.ts';
import { strategyTable } from './routing/default-strategies.ts';
import type { Strategy } from './routing/strategy.ts';
import type { RoutingProvider } from './routing/view.ts';

/** What a config means at run time; replaced whole at every change, so that a request sees one state. */
export interface GatewayState {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly clients: ClientTable;
  readonly providers: ReadonlyMap<string, Provider>;
  /** What is done after failures, in the order in which it is looked up. */
  readonly strategies: readonly Strategy[];
}

/** `made`: the keys that are not in the config. */
export function gatewayState(config: Config, secrets: Secrets, made: MadeKeys): GatewayState {
  return {
    config,
    secrets,
    clients: createClientTable(config.clients, secrets.clients, secrets.formerClients ?? new Map(), made),
    providers: new Map(config.providers.map((provider) => [provider.id, provider])),
    strategies: strategyTable((config.routing.strategies ?? []).map(strategyOf)),
  };
}

function strategyOf(row: StrategyConfig): Strategy {
  const { id, codes, pattern, ...rest } = row;
  const { class: failureClass, status, dialect, provider, shouldRetry, waitAtMostMs } = rest;
  const match = {
    ...(failureClass !== undefined && { class: failureClass }),
    ...(status !== undefined && { status }),
    ...(codes !== undefined && { codes: new Set(codes.map((code) => code.toLowerCase())) }),
    ...(pattern !== undefined && { pattern: new RegExp(pattern, 'i') }),
    ...(dialect !== undefined && { dialect }),
    ...(provider !== undefined && { provider }),
    ...(shouldRetry !== undefined && { shouldRetry }),
    ...(waitAtMostMs !== undefined && { waitAtMostMs }),
  };
  if (row.action === 'retry-same') return { id, match, action: row.action, retry: row.retry };
  return { id, match, action: row.action };
}

/** The name under which a host pushes an account's key. */
export function accountKey(provider: string, account: string): string {
  return `${provider}/${account}`;
}

/**
 * The providers as routing sees them. Given model names win over discovered ones; a provider that needs no key has
 * an account without one.
 */
export function routingProviders(
  state: GatewayState,
  discovered: (provider: string) => ReadonlySet<string> | undefined,
): RoutingProvider[] {
  return state.config.providers.map((provider) => ({
    id: provider.id,
    vendor: provider.vendor,
    enabled: provider.enabled,
    role: provider.role,
    ...(provider.group !== undefined && { group: provider.group }),
    dialects: [...provider.endpoints.keys()],
    accounts: provider.accounts.map(({ id, priority, weight, enabled }) => ({
      id,
      priority,
      weight,
      enabled,
      hasKey: hasKey(state, provider.id, id),
    })),
    ...modelsOf(provider, discovered(provider.id)),
  }));
}

function modelsOf(
  provider: Provider,
  discovered: ReadonlySet<string> | undefined,
): Pick<RoutingProvider, 'models' | 'discovered'> {
  if (provider.models?.includes('*') === true) return { models: 'any' };
  if (provider.models !== undefined) return { models: new Set(provider.models) };
  return discovered === undefined ? { models: 'unknown' } : { models: discovered, discovered: true };
}

/**
 * What is known of a provider's health and is no longer true after a change: of the whole provider when its
 * definition changed or it is gone, of an account when its key did.
 */
export function staleHealth(
  before: GatewayState,
  after: GatewayState,
): { readonly provider: string; readonly account?: string }[] {
  return before.config.providers.flatMap((provider) => {
    const { id, accounts } = provider;
    if (!isDeepStrictEqual(provider, after.providers.get(id))) return [{ provider: id }];
    return accounts
      .map((account) => account.id)
      .filter((account) => keyOf(before, id, account) !== keyOf(after, id, account))
      .map((account) => ({ provider: id, account }));
  });
}

function keyOf(state: GatewayState, provider: string, account: string): string | undefined {
  return state.secrets.accounts.get(accountKey(provider, account));
}

/** Whether an account's secret is there, or it needs none. */
export function hasKey(state: GatewayState, provider: string, account: string): boolean {
  const found = state.providers.get(provider)?.accounts.find(({ id }) => id === account);
  if (found === undefined) return false;
  return found.key === undefined || found.passthrough || keyOf(state, provider, account) !== undefined;
}
