import type { FetchedList } from './catalog/model-book.ts';
import { readModelList } from './catalog/read-list.ts';
import type { Clock, Transport } from './exchange/ports.ts';
import type { Provider } from './exchange/provider.ts';
import { accountKey, type GatewayState } from './gateway-state.ts';
import { fetchModelList } from './upstream/list-models.ts';

/**
 * Asks a provider for its models with the key of its first usable account. Reads the state anew at each call, so
 * that a changed key or address counts at once.
 */
export function createListFetcher(deps: {
  readonly clock: Clock;
  readonly state: () => GatewayState;
  readonly transport: (provider: Provider) => Transport;
}): (provider: string) => Promise<FetchedList> {
  return async (id) => {
    const state = deps.state();
    const provider = state.providers.get(id);
    if (provider === undefined || !provider.enabled) return { problem: `${id} is not in use.` };
    const account = provider.accounts.find(({ enabled, key, id: name }) => {
      return enabled && (key === undefined || state.secrets.accounts.has(accountKey(id, name)));
    });
    if (account === undefined)
      return { problem: `${provider.name} needs a key before its models can be read.` };
    const key = state.secrets.accounts.get(accountKey(id, account.id));
    const answer = await fetchModelList(provider, key, deps.transport(provider), deps.clock);
    if ('error' in answer) return { problem: answer.error.message };
    if (answer.status !== 200)
      return { problem: `${provider.name} answered ${answer.status} to the question for its models.` };
    const models = readModelList(answer.body);
    return models === undefined
      ? { problem: `${provider.name} sent a list that cannot be read.` }
      : { models };
  };
}
