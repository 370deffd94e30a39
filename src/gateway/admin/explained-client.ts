import { shown } from '../config/problem.ts';
import type { Client } from '../exchange/client.ts';
import type { ClientState } from '../metering/client-book.ts';
import type { AdminDeps } from './admin-deps.ts';
import { ApiFailure } from './api-error.ts';

/** Ids that a refusal names: a config has a handful, the API may have made thousands. */
const mostNamed = 20;

/** Why nobody is let in with a key that is known. */
const closedWords: Readonly<Record<Exclude<ClientState, 'active' | 'shadowed'>, string>> = {
  expired: 'has expired',
  revoked: 'is revoked',
  orphaned: 'is refused, since the manager who made it is gone',
};

/**
 * The client of an id as its requests have it: the config's, as at the door, else the one that was made through the
 * API, within what its manager may use. Throws an ApiFailure when there is none, and when its key opens nothing now.
 */
export function explainedClient(
  { clock, clients, config }: Pick<AdminDeps, 'clock' | 'clients' | 'config'>,
  id: string,
): Client {
  const configured = config().clients.find((one) => one.id === id);
  if (configured !== undefined) return configured;
  const made = clients.get(id);
  const now = clock.now();
  if (made === undefined) {
    const here = clients.list().filter((one) => clients.state(one, now) === 'active');
    const known = [...config().clients, ...here].map((one) => one.id);
    const more = known.length > mostNamed ? ' and others, which GET /api/clients lists' : '';
    const named = known.slice(0, mostNamed).join(', ');
    throw new ApiFailure('invalid_parameter', `There is no client ${shown(id)}. Known: ${named}${more}.`);
  }
  const state = clients.state(made, now);
  // One that the config shadows was found above.
  if (state === 'active' || state === 'shadowed') return clients.allowed(made);
  throw new ApiFailure(
    'not_available',
    `The key ${id} ${closedWords[state]}, so none of its requests is answered.`,
  );
}
