import type { Provider } from '../exchange/provider.ts';

/** Models that a local Ollama hands on to its makers, under the user's subscription there (`gpt-oss:120b-cloud`). */
const cloudModel = /[:-]cloud$/;

/** Whether a provider that mostly runs on the user's own machines does not do so with this model, or at this address. */
export function hostedElsewhere({ endpoints }: Pick<Provider, 'endpoints'>, model: string): boolean {
  if (cloudModel.test(model)) return true;
  return [...endpoints.values()].some(({ baseUrl }) => {
    const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
    return host === 'ollama.com' || host.endsWith('.ollama.com');
  });
}
