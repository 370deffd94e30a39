import { mostTestedNames, type ProviderTestView } from '../../control/provider-tests.ts';
import type { Clock } from '../exchange/ports.ts';
import type { Account, Provider } from '../exchange/provider.ts';
import { fetchModelList } from '../upstream/list-models.ts';
import type { AdminDeps } from './admin-deps.ts';
import { isRefusal, type TriedAccount, tryAccount } from './try-account.ts';
import { tryAdvice } from './try-advice.ts';

/** Milliseconds that a whole test may take: a person waits for it. */
const mostMs = 15_000;

export type TryDeps = Pick<AdminDeps, 'clock' | 'redactor' | 'transport'>;

/** A provider and what of it is to be tried. */
export interface ProviderTrial {
  readonly provider: Provider;
  readonly accounts: readonly Account[];
  readonly key: (account: string) => string | undefined;
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

/**
 * Tries accounts of a provider, all at once, with questions that cost nothing. Neither the provider's health nor the
 * known list of its models changes by it, and nothing is recorded. At most 15 s. Never rejects.
 */
export async function tryProvider(deps: TryDeps, trial: ProviderTrial): Promise<ProviderTestView> {
  const { clock, redactor } = deps;
  const { provider, accounts } = trial;
  const start = clock.monotonic();
  const transport = deps.transport(provider);
  const limit = timeLimit(clock, trial.signal);
  const { signal } = limit;
  let strangers: Promise<boolean> | undefined;
  const refusesStrangers = (): Promise<boolean> => {
    strangers ??= fetchModelList(provider, undefined, transport, clock, { signal, fresh: true }).then(
      (list) => isRefusal(provider, list, clock.now()),
    );
    return strangers;
  };
  const tried = await Promise.all(
    accounts.map((account) => {
      const key = trial.key(account.id);
      return tryAccount({ provider, account, key, transport, clock, signal, refusesStrangers });
    }),
  );
  limit.end();
  const names = tried.find(({ models }) => models !== undefined)?.models;
  const advice = adviceOf(deps, trial, tried);
  return {
    ok: tried.length > 0 && tried.every(({ ok }) => ok),
    ms: Math.round(clock.monotonic() - start),
    accounts: tried.map(({ models: _models, failure, ...view }) => ({
      ...view,
      ...(failure !== undefined && {
        failure: { ...failure, message: redactor.text(failure.message) },
      }),
    })),
    ...(names !== undefined && {
      models: {
        count: names.length,
        names: names.slice(0, mostTestedNames).map((name) => redactor.text(name)),
      },
    }),
    ...(advice !== undefined && { advice }),
  };
}

/** Of the first account that failed, else of the first that leaves something to say. */
function adviceOf(
  { redactor }: TryDeps,
  { provider, accounts, key }: ProviderTrial,
  tried: readonly TriedAccount[],
): string | undefined {
  if (tried.length === 0) return 'None of its accounts is enabled: enable one, or name the one to test.';
  const [endpoint] = provider.endpoints.values();
  const address = redactor.text(endpoint?.baseUrl ?? provider.name);
  const sentences = tried.map((result, index) => {
    const account = accounts[index];
    if (account === undefined) return undefined;
    return tryAdvice({ result, account, withKey: key(account.id) !== undefined, address });
  });
  const failed = sentences.find((sentence, index) => sentence !== undefined && tried[index]?.ok === false);
  return failed ?? sentences.find((sentence) => sentence !== undefined);
}

/** A signal that comes with the other one, or when the time is over. */
function timeLimit(clock: Clock, outer: AbortSignal): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = clock.after(mostMs, abort);
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    end() {
      timer.cancel();
      outer.removeEventListener('abort', abort);
    },
  };
}
