/**
 * The setting `patchbay.providers`, changed without knowing all of its shape: what a person wrote stays as it is, and
 * only the member that is meant changes. Everything here is plain data.
 */
export type ProviderSetting = Readonly<Record<string, unknown>> & { readonly id: string };

/** The entries that are objects with an id; the gateway says what is wrong with others. */
export function providerSettings(value: unknown): readonly ProviderSetting[] {
  return Array.isArray(value) ? value.filter(isProviderSetting) : [];
}

function isProviderSetting(value: unknown): value is ProviderSetting {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

/** Changes the entry of one provider; others, and their order, stay. */
export function changed(
  value: unknown,
  id: string,
  change: (provider: ProviderSetting) => ProviderSetting,
): readonly unknown[] {
  const list = Array.isArray(value) ? value : [];
  return list.map((each) => (isProviderSetting(each) && each.id === id ? change(each) : each));
}

export function added(value: unknown, provider: ProviderSetting): readonly unknown[] {
  return [...(Array.isArray(value) ? value : []), provider];
}

/** What was taken out, and where it stood, so that it can be put back. */
export interface Removed {
  readonly provider: ProviderSetting;
  readonly at: number;
}

export function removed(
  value: unknown,
  id: string,
): { readonly list: readonly unknown[]; readonly removed: Removed | undefined } {
  const list = Array.isArray(value) ? value : [];
  const at = list.findIndex((each) => isProviderSetting(each) && each.id === id);
  const provider: unknown = list[at];
  if (!isProviderSetting(provider)) return { list, removed: undefined };
  return { list: list.toSpliced(at, 1), removed: { provider, at } };
}

/** Puts back what was removed, at its place as far as the list still has it; not twice. */
export function restored(value: unknown, { provider, at }: Removed): readonly unknown[] {
  const list = Array.isArray(value) ? value : [];
  if (list.some((each) => isProviderSetting(each) && each.id === provider.id)) return list;
  return list.toSpliced(Math.min(at, list.length), 0, provider);
}

/** Without the member, if there is one. */
export function without(provider: ProviderSetting, name: string): ProviderSetting {
  const { [name]: _, ...rest } = provider;
  return { ...rest, id: provider.id };
}

/** Id of the secret of an account: ids have no dots, so it cannot be another's. */
export function secretIdOf(provider: string, account: string): string {
  return `${provider}.${account}`;
}

/** The provider with its account's key in the secret storage. Accounts that are given otherwise stay. */
export function withStoredKey(provider: ProviderSetting, account: string): ProviderSetting {
  const key = { secret: secretIdOf(provider.id, account) };
  const accounts: readonly unknown[] = Array.isArray(provider.accounts) ? provider.accounts : [];
  const isIt = (each: unknown): each is Readonly<Record<string, unknown>> =>
    typeof each === 'object' && each !== null && 'id' in each && each.id === account;
  const next = accounts.some(isIt)
    ? accounts.map((each) => (isIt(each) ? { ...each, key } : each))
    : [...accounts, { id: account, key }];
  return { ...provider, accounts: next };
}

/** An id made from a name: `My Proxy (EU)` becomes `my-proxy-eu`; `taken` ids get a number. */
export function idFrom(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 36);
  const base = plain === '' ? 'provider' : plain;
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const next = `${base}-${number}`;
    if (!taken.has(next)) return next;
  }
}
