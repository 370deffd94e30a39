import type { Availability, ReasonCode, RoutingAccount, RoutingProvider } from './view.ts';

/** An account that may be called now, or why not. */
export type AccountState =
  | { readonly account: RoutingAccount; readonly probe: boolean; readonly out?: undefined }
  | {
      readonly account: RoutingAccount;
      readonly out: ReasonCode;
      /** How it is; absent when its own settings are the reason. */
      readonly availability?: Availability;
    };

/** Stands in a plan for the key that a client brings: nothing of ours is needed for it, or known against it. */
export const clientsOwn: { readonly account: RoutingAccount; readonly probe: false } = {
  account: { id: 'own-key', priority: 1, weight: 1, enabled: true, hasKey: true },
  probe: false,
};

const sorted = new WeakMap<readonly RoutingAccount[], readonly RoutingAccount[]>();

/** Accounts by priority, then by weight, then as configured. Sorted once: lists are replaced, never changed. */
export function accountsInOrder(provider: RoutingProvider): readonly RoutingAccount[] {
  const { accounts } = provider;
  if (accounts.length < 2) return accounts;
  const known = sorted.get(accounts);
  if (known !== undefined) return known;
  const made = accounts.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight);
  sorted.set(accounts, made);
  return made;
}

/** What an account's own settings and its availability mean for a plan. */
export function accountState(account: RoutingAccount, availability: Availability): AccountState {
  if (!account.enabled) return { account, out: 'disabled' };
  if (!account.hasKey) return { account, out: 'needs-key' };
  switch (availability.state) {
    case 'ok':
      return { account, probe: false };
    case 'half-open':
      return { account, probe: true };
    default:
      return { account, out: availability.state, availability };
  }
}

/**
 * Brings one account of each priority to its front, chosen by weight with `random` in [0, 1): the others stay in
 * order behind it. `open` is in the order of `accountsInOrder`; so are equal priorities next to each other.
 */
export function chooseByWeight<T extends { readonly account: RoutingAccount }>(
  open: readonly T[],
  random: number,
): readonly T[] {
  if (open.length < 2) return open;
  const result: T[] = [];
  for (let start = 0; start < open.length; ) {
    const priority = open[start]?.account.priority;
    let end = start;
    let total = 0;
    for (; end < open.length && open[end]?.account.priority === priority; end += 1) {
      total += Math.max(0, open[end]?.account.weight ?? 0);
    }
    const group = open.slice(start, end);
    const chosen = weightedIndex(group, random * total);
    const first = group[chosen];
    if (first !== undefined) result.push(first);
    group.forEach((entry, index) => {
      if (index !== chosen) result.push(entry);
    });
    start = end;
  }
  return result;
}

function weightedIndex(group: readonly { readonly account: RoutingAccount }[], point: number): number {
  let sum = 0;
  for (let index = 0; index < group.length; index += 1) {
    sum += Math.max(0, group[index]?.account.weight ?? 0);
    if (point < sum) return index;
  }
  return 0;
}
