import type { Account, Provider } from './exchange/provider.ts';
import { accountKey, type GatewayState } from './gateway-state.ts';

/**
 * The account with which a provider can be asked something free of charge, now: the named one, else the first in the
 * order of the config that was not refused. Undefined: nothing may be asked (routing is paused, the provider is
 * disabled), or nobody has a key of ours.
 */
export function checkTarget(
  state: GatewayState,
  provider: string,
  account: string | undefined,
  isRefused: (account: string) => boolean,
): { readonly provider: Provider; readonly account: Account; readonly key: string | undefined } | undefined {
  const found = state.providers.get(provider);
  if (found === undefined || !found.enabled || state.config.routing.paused) return undefined;
  const keyOf = ({ id }: Account): string | undefined => state.secrets.accounts.get(accountKey(provider, id));
  const usable = found.accounts.filter(
    (one) => one.enabled && !one.passthrough && (one.key === undefined || keyOf(one) !== undefined),
  );
  const chosen =
    account === undefined
      ? (usable.find(({ id }) => !isRefused(id)) ?? usable[0])
      : usable.find(({ id }) => id === account);
  return chosen === undefined ? undefined : { provider: found, account: chosen, key: keyOf(chosen) };
}
