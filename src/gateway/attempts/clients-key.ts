import type { Failure } from '../exchange/failure.ts';
import type { Provider } from '../exchange/provider.ts';
import type { Ask } from './ask.ts';

/**
 * Whether the key of a call is its client's: one that it brought for this request, or the login of an account with
 * `passthrough`. Other clients' calls to the same account bear other keys. `provider`: undefined when it has gone.
 */
export function bearsClientsKey(
  { ownKey }: Pick<Ask, 'ownKey'>,
  provider: Pick<Provider, 'accounts'> | undefined,
  account: string,
): boolean {
  if (ownKey !== undefined) return true;
  if (provider === undefined) return false;
  for (const { id, passthrough } of provider.accounts) if (id === account) return passthrough;
  return false;
}

/** What a provider says of the key of a call alone: that it is refused, used up or kept from a model. */
export function isOfKey(failure: Failure): boolean {
  return failure.class === 'credential' || failure.class === 'quota' || failure.class === 'model-unsupported';
}
