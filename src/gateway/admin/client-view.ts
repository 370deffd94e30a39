import type { ClientView } from '../../control/clients.ts';
import type { ClientConfig } from '../config/config.ts';
import type { StoredClient } from '../storage/client-store.ts';
import type { AdminDeps } from './admin-deps.ts';

export type ClientViewDeps = Pick<AdminDeps, 'clock' | 'clients' | 'lastUsed' | 'clientKey'>;

/** Characters of a key that are shown. */
const shownCharacters = 4;
/** Of a key that a person chose, and that is shorter, the end would give too much away. */
const leastLength = 20;

/** A client of the config. */
export function configClientView(client: ClientConfig, deps: ClientViewDeps): ClientView {
  const key = deps.clientKey(client.id);
  const lastUsedAt = deps.lastUsed(client.id);
  return {
    id: client.id,
    role: client.role,
    source: 'config',
    state: key === undefined || key === '' ? 'no-key' : 'active',
    ...(client.models !== undefined && { models: [...client.models] }),
    ...(client.providers !== undefined && { providers: [...client.providers] }),
    ...(client.mode !== undefined && { mode: client.mode }),
    ...(key !== undefined && key.length >= leastLength && { keyEnd: key.slice(-shownCharacters) }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
  };
}

/** A client that was made through the API: what it may is told as it was given, not cut down to its manager's. */
export function storedClientView(client: StoredClient, deps: ClientViewDeps): ClientView {
  const { digest: _digest, models, providers, ...rest } = client;
  const lastUsedAt = deps.lastUsed(client.id);
  return {
    ...rest,
    source: 'api',
    state: deps.clients.state(client, deps.clock.now()),
    ...(models !== undefined && { models: [...models] }),
    ...(providers !== undefined && { providers: [...providers] }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
  };
}
