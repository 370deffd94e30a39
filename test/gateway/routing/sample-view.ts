import type { ModelFacts } from '../../../src/gateway/exchange/model-facts.ts';
import { type Measures, noMeasures } from '../../../src/gateway/routing/measures.ts';
import type {
  Availability,
  Plan,
  RoutingAccount,
  RoutingAsk,
  RoutingProvider,
  RoutingSettings,
  RoutingView,
} from '../../../src/gateway/routing/view.ts';

export const now = Date.UTC(2026, 0, 1, 12);

/** The defaults of the config. */
export const healthSettings = {
  failureThreshold: 2,
  cooldownSeconds: 600,
  windowSeconds: 60,
  windowFailures: 0.5,
  windowRequests: 10,
};

/** An account that works. */
export function account(id: string, more: Partial<RoutingAccount> = {}): RoutingAccount {
  return { id, priority: 1, weight: 1, enabled: true, hasKey: true, ...more };
}

/** A provider with one account `main` that lists `models` and speaks chat and Messages. */
export function provider(
  id: string,
  models: readonly string[] | 'any' | 'unknown',
  more: Partial<RoutingProvider> = {},
): RoutingProvider {
  return {
    id,
    vendor: 'other',
    enabled: true,
    role: 'primary',
    dialects: ['openai-chat', 'anthropic-messages'],
    accounts: [account('main')],
    models: typeof models === 'string' ? models : new Set(models),
    ...more,
  };
}

/** A view in which all is well but what `health` says, by `provider`, `provider/account` or `provider/account/model`. */
export function view(
  providers: readonly RoutingProvider[],
  more: {
    readonly settings?: Partial<RoutingSettings>;
    readonly rules?: RoutingView['rules'];
    readonly health?: Readonly<Record<string, Availability>>;
    /** By `provider/account`, else by `provider`. */
    readonly measures?: Readonly<Record<string, Partial<Measures>>>;
    /** By `provider`. */
    readonly facts?: Readonly<Record<string, ModelFacts>>;
  } = {},
): RoutingView {
  const health = more.health ?? {};
  return {
    now,
    settings: {
      mode: 'preferred',
      failureThreshold: 2,
      cooldownSeconds: 600,
      stabilizeSeconds: 30,
      affinity: true,
      ...more.settings,
    },
    providers,
    rules: more.rules ?? [],
    availability: (provider, account, model) =>
      health[`${provider}/${account}/${model}`] ??
      health[`${provider}/${account}`] ??
      health[provider] ?? { state: 'ok' },
    measures: (provider, account) => ({
      ...noMeasures,
      ...more.measures?.[provider],
      ...more.measures?.[`${provider}/${account}`],
    }),
    facts: (provider) => more.facts?.[provider],
  };
}

export function ask(model: string, more: Partial<RoutingAsk> = {}): RoutingAsk {
  return { model, dialect: 'openai-chat', operation: 'generate', ...more };
}

/** `provider/account:model` of every candidate, the account left out when it is `main`. */
export function places(plan: Plan): readonly string[] {
  return plan.candidates.map(({ provider, account, model }) =>
    account === 'main' ? `${provider}:${model}` : `${provider}/${account}:${model}`,
  );
}

/** Providers of the candidates in order. */
export function order(plan: Plan): readonly string[] {
  return plan.candidates.map((candidate) => candidate.provider);
}

/** The reason for which a provider (or `provider/account`) was left out. */
export function why(plan: Plan, place: string): string | undefined {
  return plan.rejected.find(
    ({ provider, account }) => place === (account === undefined ? provider : `${provider}/${account}`),
  )?.reason;
}
