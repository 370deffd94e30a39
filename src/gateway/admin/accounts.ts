import {
  type AccountView,
  accountListSchema,
  type HealedView,
  healBodySchema,
  healedSchema,
} from '../../control/accounts.ts';
import type { Account, Provider } from '../exchange/provider.ts';
import { accountState } from './account-words.ts';
import type { AdminDeps } from './admin-deps.ts';
import { healthViews } from './health-views.ts';
import { knownAccount, knownProvider } from './known-account.ts';
import { providerState } from './provider-words.ts';
import { actionResource, plainResource, type Resource } from './resource.ts';

type AccountsDeps = Pick<AdminDeps, 'clock' | 'config' | 'hasKey' | 'health' | 'heal' | 'redactor'>;

/**
 * `GET /api/accounts`: how each account is, and why. `POST /api/accounts/{provider}/{account}/heal` forgets what is
 * known against one, `POST /api/providers/{id}/heal` what is known against a provider with all its accounts and models.
 */
export function accountResources(deps: AccountsDeps): Resource[] {
  return [
    plainResource({
      path: '/accounts',
      summary: 'Accounts with their state in words, in the order of the config.',
      answer: accountListSchema,
      read: () => ({
        accounts: deps
          .config()
          .providers.flatMap((provider) =>
            provider.accounts.map((account) => accountView(deps, provider, account)),
          ),
      }),
    }),
    actionResource({
      path: '/accounts/{provider}/{account}/heal',
      summary: 'Forgets failures, cooldowns and refusals of one account.',
      body: healBodySchema,
      answer: healedSchema,
      act(_body, { path }): HealedView {
        const provider = knownProvider(deps.config(), path.provider ?? '');
        const account = knownAccount(provider, path.account ?? '');
        const cleared = deps.heal({ provider: provider.id, account: account.id });
        return { cleared, words: accountView(deps, provider, account).words };
      },
    }),
    actionResource({
      path: '/providers/{id}/heal',
      summary: 'Forgets failures, cooldowns and refusals of a provider, its accounts and its models.',
      body: healBodySchema,
      answer: healedSchema,
      act(_body, { path }): HealedView {
        const provider = knownProvider(deps.config(), path.id ?? '');
        const cleared = deps.heal({ provider: provider.id });
        const health = deps.health().filter((row) => row.provider === provider.id);
        const hasKey = (account: string): boolean => deps.hasKey(provider.id, account);
        return { cleared, words: providerState({ provider, health, hasKey, now: deps.clock.now() }).words };
      },
    }),
  ];
}

function accountView(deps: AccountsDeps, provider: Provider, account: Account): AccountView {
  const now = deps.clock.now();
  const health = deps
    .health()
    .filter((row) => row.provider === provider.id && (row.account ?? account.id) === account.id)
    .map((row) => ({ ...row, message: deps.redactor.text(row.message) }));
  const hasKey = deps.hasKey(provider.id, account.id);
  return {
    provider: provider.id,
    account: account.id,
    ...accountState({ provider, account, hasKey, health, now }),
    health: healthViews(health, deps.redactor, now),
  };
}
