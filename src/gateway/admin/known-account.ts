import type { Config } from '../config/config.ts';
import { anyOf } from '../config/problem.ts';
import type { Account, Provider } from '../exchange/provider.ts';
import { ApiFailure } from './api-error.ts';

/** The provider of that id. Throws ApiFailure (404) that names those that there are. */
export function knownProvider({ providers }: Pick<Config, 'providers'>, id: string): Provider {
  const found = providers.find((each) => each.id === id);
  if (found !== undefined) return found;
  const known = anyOf(providers.map((each) => each.id));
  throw new ApiFailure('not_found', `There is no provider of this id. Known are ${known}.`);
}

/** The provider's account of that id. Throws ApiFailure (404) that names those that there are. */
export function knownAccount({ id: provider, accounts }: Provider, id: string): Account {
  const found = accounts.find((each) => each.id === id);
  if (found !== undefined) return found;
  const known = anyOf(accounts.map((each) => each.id));
  throw new ApiFailure(
    'not_found',
    `The provider ${provider} has no account of this id. Known are ${known}.`,
  );
}
