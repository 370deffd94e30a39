import type { Config } from '../../../src/gateway/config/config.ts';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { Account, Quirks } from '../../../src/gateway/exchange/provider.ts';
import { accountKey } from '../secret-watch.ts';
import { provider, type StartedGateway, startGateway } from '../start-gateway.ts';
import { type AnswerDialect, answerDialects } from './answer-judge.ts';
import { type SimulatedProvider, startSimulatedProvider } from './simulated-provider.ts';

/** A simulated provider as the gateway is told of it. */
export interface StageProvider {
  readonly id: string;
  readonly dialect: AnswerDialect;
  /** Its accounts, the first first; `['main']` when absent. */
  readonly accounts?: readonly string[];
  readonly quirks?: Quirks;
  /** Chat completions: messages may have reasoning fields. False when absent, as at OpenAI. */
  readonly reasoningFields?: boolean;
}

/** The gateway between clients and simulated providers, all on sockets. */
export interface TalkStage {
  readonly gateway: StartedGateway;
  /** The simulated provider with an id. */
  at(id: string): SimulatedProvider;
  /** From now on only these accounts of a provider are enabled. */
  enable(id: string, accounts: readonly string[]): void;
  close(): Promise<void>;
}

/** Models with which a provider is asked, one that thinks for each dialect. */
export const modelOf: Readonly<Record<AnswerDialect, string>> = {
  'openai-chat': 'deepseek-reasoner',
  'openai-responses': 'gpt-5',
  'anthropic-messages': 'claude-sonnet-4-5',
  'gemini-generate': 'gemini-3-pro-preview',
};

/** One provider for each dialect, with the dialect as its id. */
export const oneForEach: readonly StageProvider[] = answerDialects.map((dialect) => ({
  id: dialect,
  dialect,
  reasoningFields: true,
  ...(dialect === 'openai-chat' && { quirks: { reasoningField: 'reasoning_content' } }),
}));

/** `rules`: names of models that lead to more than one of the providers. */
export async function startTalkStage(
  providers: readonly StageProvider[] = oneForEach,
  rules: Config['models']['rules'] = [],
): Promise<TalkStage> {
  const running = new Map<string, SimulatedProvider>();
  for (const { id, dialect, accounts = ['main'], reasoningFields } of providers) {
    running.set(
      id,
      await startSimulatedProvider({
        dialect,
        provider: id,
        accounts: Object.fromEntries(accounts.map((account) => [accountKey(id, account), account])),
        ...(reasoningFields !== undefined && { reasoningFields }),
      }),
    );
  }
  const at = (id: string): SimulatedProvider => {
    const found = running.get(id);
    if (found === undefined) throw new Error(`there is no provider ${id}`);
    return found;
  };
  const options = (disabled: ReadonlySet<string> = new Set()) => ({
    config: { models: { rules } },
    providers: providers.map((each) => configured(each, at(each.id).url, disabled)),
  });
  const gateway = await startGateway(options());
  return {
    gateway,
    at,
    enable(id, accounts) {
      const all = providers.find((each) => each.id === id)?.accounts ?? [];
      gateway.apply(
        options(new Set(all.filter((account) => !accounts.includes(account)).map((each) => `${id}/${each}`))),
      );
    },
    async close() {
      await gateway.close();
      for (const each of running.values()) await each.close();
    },
  };
}

function configured(
  { id, dialect, accounts = ['main'], quirks = {} }: StageProvider,
  url: string,
  disabled: ReadonlySet<string>,
) {
  const all = provider(id, url);
  const endpoint = all.endpoints.get(dialect);
  return {
    ...all,
    endpoints: new Map<Dialect, typeof endpoint & object>(
      endpoint === undefined ? [] : [[dialect, endpoint]],
    ),
    quirks,
    accounts: accounts.map(
      (account, priority): Account => ({
        id: account,
        key: { env: 'KEY' },
        priority,
        weight: 1,
        enabled: !disabled.has(`${id}/${account}`),
        passthrough: false,
      }),
    ),
  };
}
