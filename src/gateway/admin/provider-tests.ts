import {
  accountTestBodySchema,
  definitionTestBodySchema,
  type ProviderTestView,
  providerTestBodySchema,
  providerTestSchema,
} from '../../control/provider-tests.ts';
import { demoId } from '../config/preset.ts';
import { anyOf, shown } from '../config/problem.ts';
import type { Account, Provider } from '../exchange/provider.ts';
import type { AdminDeps } from './admin-deps.ts';
import { ApiFailure } from './api-error.ts';
import { knownAccount, knownProvider } from './known-account.ts';
import { problemsFailure } from './problems-failure.ts';
import { actionResource, type Resource } from './resource.ts';
import { type TryDeps, tryProvider } from './try-provider.ts';

/** Tests at once. A person makes one; what makes more is a mistake. */
const mostTests = 8;

type TestDeps = TryDeps & Pick<AdminDeps, 'config' | 'accountKey' | 'checkProvider'>;

/**
 * `POST /api/providers/{id}/test` and `/api/accounts/{provider}/{account}/test` for what is in the config, `POST /api/providers/test` for what a person is about to
 * put there.
 */
export function providerTestResources(deps: TestDeps): Resource[] {
  let running = 0;
  const counted = async (test: () => Promise<ProviderTestView>): Promise<ProviderTestView> => {
    if (running >= mostTests) {
      throw new ApiFailure('too_many_tests', `${mostTests} tests are running already. Wait for one to end.`);
    }
    running += 1;
    try {
      return await test();
    } finally {
      running -= 1;
    }
  };
  return [
    actionResource({
      path: '/providers/test',
      summary: 'Tries a provider that is not in the config, without cost.',
      body: definitionTestBodySchema,
      answer: providerTestSchema,
      act: (body, { signal }) => counted(() => testDefinition(deps, body.provider, body.key, signal)),
    }),
    actionResource({
      path: '/providers/{id}/test',
      summary: 'Tries the accounts of a provider of the config, without cost.',
      body: providerTestBodySchema,
      answer: providerTestSchema,
      act(body, { path, signal }) {
        const provider = knownProvider(deps.config(), path.id ?? '');
        return counted(async () =>
          testConfigured(deps, provider, accountsToTry(provider, body.account), signal),
        );
      },
    }),
    actionResource({
      path: '/accounts/{provider}/{account}/test',
      summary: 'Tries one account of the config, without cost.',
      body: accountTestBodySchema,
      answer: providerTestSchema,
      act(_body, { path, signal }) {
        const provider = knownProvider(deps.config(), path.provider ?? '');
        const account = knownAccount(provider, path.account ?? '');
        return counted(() => testConfigured(deps, provider, [account], signal));
      },
    }),
  ];
}

function testConfigured(
  deps: TestDeps,
  provider: Provider,
  accounts: readonly Account[],
  signal: AbortSignal,
): Promise<ProviderTestView> {
  return tryProvider(deps, {
    provider,
    accounts,
    key: (name) => deps.accountKey(provider.id, name),
    signal,
  });
}

function accountsToTry({ accounts }: Provider, wanted: string | undefined): readonly Account[] {
  if (wanted === undefined) return accounts.filter(({ enabled }) => enabled);
  const found = accounts.find(({ id }) => id === wanted);
  if (found !== undefined) return [found];
  const known = anyOf(accounts.map(({ id }) => id));
  const message = `${shown(wanted)} is not an account of this provider; there are ${known}`;
  throw problemsFailure('The body', [{ path: 'account', message }]);
}

/** The key of the test is known to the redactor as long as the test goes on, and to nobody afterwards. */
async function testDefinition(
  deps: TestDeps,
  definition: Readonly<Record<string, unknown>>,
  key: string | undefined,
  signal: AbortSignal,
): Promise<ProviderTestView> {
  const { redactor } = deps;
  if (key !== undefined) redactor.learn(key);
  try {
    const checked = deps.checkProvider(key === undefined ? definition : withAccount(definition));
    if (!checked.ok) {
      const problems = checked.problems.map(({ path, message }) => ({
        path: redactor.text(path),
        message: redactor.text(message),
      }));
      throw problemsFailure('The provider', problems);
    }
    const { provider } = checked;
    const account = provider.accounts.find(({ enabled }) => enabled) ?? provider.accounts[0];
    return await tryProvider(deps, {
      provider,
      accounts: account === undefined ? [] : [account],
      key: () => key,
      signal,
    });
  } finally {
    if (key !== undefined) redactor.forget(key);
  }
}

/**
 * A definition that names no account gets one that has a key, because a key came: without it a provider that usually
 * needs none would be asked without.
 */
function withAccount(definition: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (definition.accounts !== undefined || definition.preset === demoId) return definition;
  return { ...definition, accounts: [{ id: 'main', key: { secret: 'under-test' } }] };
}
