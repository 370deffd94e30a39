import type { AccountView } from '../../control/accounts.ts';
import type { Account, Provider } from '../exchange/provider.ts';
import type { HealthRow } from '../routing/health-rows.ts';
import { healthWords } from '../routing/health-words.ts';

/** What an account's state is made of. */
export interface AccountFacts {
  readonly provider: Provider;
  readonly account: Account;
  readonly hasKey: boolean;
  /** Of the account, and of the whole provider. */
  readonly health: readonly HealthRow[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type State = Pick<AccountView, 'state' | 'words' | 'until'>;

/** The gravest first: of several the first decides. */
const gravest = ['refused', 'exhausted', 'cooling', 'probing', 'half-open', 'failing'] as const;

/** The state of an account, for a table and as a sentence. What a person must do comes first. */
export function accountState({ provider, account, hasKey, health, now }: AccountFacts): State {
  const name = `${provider.id}/${account.id}`;
  if (!provider.enabled || !account.enabled) {
    const what = provider.enabled ? name : provider.id;
    return {
      state: 'disabled',
      words: `${what} is disabled in the config, so ${name} is not called. Enable it there to use it.`,
    };
  }
  if (!hasKey) return { state: 'needs-key', words: `${name} has no key. ${keyWords(account)}` };
  for (const state of gravest) {
    const row = health.find((one) => one.model === undefined && one.state === state);
    if (row === undefined) continue;
    return { state, words: healthWords(row, now), ...(row.until !== undefined && { until: row.until }) };
  }
  const [first] = health;
  if (first === undefined) return { state: 'ok', words: `${name} is called; nothing is known against it.` };
  const more = health.length > 1 ? ` ${health.length - 1} more of its models are not well.` : '';
  return { state: 'impaired', words: `${name} is called. ${healthWords(first, now)}${more}` };
}

function keyWords({ key }: Account): string {
  if (key === undefined) return 'Give it one in the config.';
  if ('env' in key) return `Set the environment variable ${key.env} where Patchbay starts.`;
  return 'file' in key
    ? `Put it into ${key.file}; it is used at once.`
    : 'Store it under the name that the config says; it is used at once.';
}
