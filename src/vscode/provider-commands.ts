import * as vscode from 'vscode';
import { failureMessage } from '../gateway-thread/failure-texts.ts';
import { isTest, type ProviderFacts, type TestFacts } from './gateway-facts.ts';
import type { GatewayView } from './gateway-view.ts';
import { withLateProgress } from './late-progress.ts';
import {
  changed,
  type ProviderSetting,
  providerSettings,
  removed,
  restored,
  secretIdOf,
  without,
  withStoredKey,
} from './provider-settings.ts';
import type { SecretStore } from './secret-store.ts';
import { openSettings, readSetting, writeSetting } from './settings.ts';

/** What the commands on providers need. */
export interface ProviderDeps {
  readonly view: GatewayView;
  readonly secrets: SecretStore;
  /** Tells that a provider is there now, together with what else there is to say. */
  readonly announce: (words: string) => void;
}

const settingKey = 'providers';

/** Asks which of the user's providers; undefined when none was chosen, or there is none. */
export async function chooseProvider(
  deps: ProviderDeps,
  title: string,
): Promise<ProviderSetting | undefined> {
  const own = providerSettings(readSetting(settingKey));
  if (own.length === 0) {
    void vscode.window.showInformationMessage(
      'There is no provider yet. Add one with “Patchbay: Add Provider”.',
    );
    return undefined;
  }
  const rows = own.map((provider) => ({
    label: nameOf(provider),
    description: provider.id,
    detail: deps.view.providers.find(({ id }) => id === provider.id)?.words ?? '',
    provider,
  }));
  if (rows.length === 1) return rows[0]?.provider;
  return (await vscode.window.showQuickPick(rows, { title, matchOnDescription: true }))?.provider;
}

export function nameOf(provider: ProviderSetting): string {
  return typeof provider.name === 'string' ? provider.name : provider.id;
}

/** The menu of one provider. */
export async function editProvider(deps: ProviderDeps): Promise<void> {
  const provider = await chooseProvider(deps, 'Patchbay: edit which provider');
  if (provider === undefined) return;
  const enabled = provider.enabled !== false;
  const rows: (vscode.QuickPickItem & { readonly act: () => Promise<unknown> })[] = [
    { label: '$(key) Set key…', act: () => setKey(deps, provider) },
    { label: '$(beaker) Test', act: () => testProvider(deps, provider) },
    { label: '$(edit) Rename…', act: () => rename(provider) },
    enabled
      ? { label: '$(circle-slash) Disable', act: () => setEnabled(provider, false) }
      : { label: '$(pass) Enable', act: () => setEnabled(provider, true) },
    { label: '$(trash) Remove', act: () => removeProvider(deps, provider) },
    {
      label: '$(settings-gear) Everything else…',
      description: 'address, dialects, models, timeouts: in the settings',
      act: async () => openSettings(settingKey),
    },
  ];
  const chosen = await vscode.window.showQuickPick(rows, { title: `Patchbay: ${nameOf(provider)}` });
  await chosen?.act();
}

/** Asks for a key and keeps it in the secret storage; the provider's account names it from then on. */
export async function setKey(deps: ProviderDeps, given?: ProviderSetting): Promise<void> {
  const provider = given ?? (await chooseProvider(deps, 'Patchbay: set the key of which provider'));
  if (provider === undefined) return;
  const key = await askKey(nameOf(provider));
  if (key === undefined) return;
  const account = firstAccount(provider);
  if (!(await deps.secrets.set(secretIdOf(provider.id, account), key))) return;
  await writeSetting(
    settingKey,
    changed(readSetting(settingKey), provider.id, (each) => withStoredKey(each, account)),
  );
  vscode.window.setStatusBarMessage(`Patchbay: the key of ${nameOf(provider)} is set`, 5_000);
}

/** A key in a password box; undefined when it was given up. */
export async function askKey(name: string, prompt?: string): Promise<string | undefined> {
  const key = await vscode.window.showInputBox({
    title: `Key of ${name}`,
    prompt: prompt ?? 'It is kept in the secret storage of VS Code and goes to this provider alone.',
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => keyProblem(value.trim()),
  });
  const plain = key?.trim();
  return plain === '' ? undefined : plain;
}

/** A key goes into a header: one line of printable characters. */
function keyProblem(value: string): string | undefined {
  if (value === '' || /^[\u0021-\u007e]+$/.test(value)) return undefined;
  return 'A key has no spaces, line breaks or letters beyond ASCII. Copy it again.';
}

function firstAccount(provider: ProviderSetting): string {
  const accounts: readonly unknown[] = Array.isArray(provider.accounts) ? provider.accounts : [];
  const [first] = accounts;
  const isNamed =
    typeof first === 'object' && first !== null && 'id' in first && typeof first.id === 'string';
  return isNamed ? String(first.id) : 'main';
}

/** Asks the provider for its models with its key; costs nothing. Says in one message what came of it. */
export async function testProvider(deps: ProviderDeps, given?: ProviderSetting): Promise<void> {
  const provider = given ?? (await chooseProvider(deps, 'Patchbay: test which provider'));
  const control = deps.view.control();
  if (provider === undefined) return;
  if (control === undefined) {
    void vscode.window.showErrorMessage(
      failureMessage('notRunning', { reason: 'The gateway makes the test.' }),
    );
    return;
  }
  const name = nameOf(provider);
  const answer = await withLateProgress(`Patchbay: testing ${name}`, (signal) =>
    control.post(`/providers/${provider.id}/test`, {}, isTest, signal),
  );
  if (answer.ok && answer.value.ok) {
    void vscode.window.showInformationMessage(testWords(name, answer.value));
    return;
  }
  const message = answer.ok
    ? failedTest(name, answer.value)
    : answer.status === 404
      ? failureMessage('providerGone', { provider: name })
      : failureMessage('notReachable', { reason: answer.message });
  const again = 'Set Key…';
  if ((await vscode.window.showErrorMessage(message, again)) === again) await setKey(deps, provider);
}

/** A good test in words. */
export function testWords(name: string, { ms, models, accounts }: TestFacts): string {
  const unchecked = accounts.some(({ checked }) => checked !== 'key');
  const list = models === undefined ? '' : ` and lists ${models.count} models`;
  const key = unchecked ? ' Whether its key is right shows with the first request.' : '';
  return `${name} answers in ${Math.round(ms)} ms${list}.${key}`;
}

export function failedTest(name: string, { accounts, advice }: TestFacts): string {
  const failure = accounts.find(({ ok }) => !ok)?.failure;
  return failureMessage('testRefused', {
    provider: name,
    reason:
      failure === undefined
        ? 'It gave no reason.'
        : `${failure.message.replace(/\.$/, '')} (${failure.code})`,
    advice: advice ?? 'Check its address and key.',
  });
}

async function rename(provider: ProviderSetting): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: `Rename ${nameOf(provider)}`,
    prompt: `The name is free; the id ${provider.id} stays, because models and rules name it.`,
    value: nameOf(provider),
    validateInput: (value) => (value.trim() === '' ? 'A name has at least one letter.' : undefined),
  });
  if (name === undefined) return;
  await writeSetting(
    settingKey,
    changed(readSetting(settingKey), provider.id, (each) => ({ ...each, name: name.trim() })),
  );
}

async function setEnabled(provider: ProviderSetting, enabled: boolean): Promise<void> {
  const next = (each: ProviderSetting): ProviderSetting =>
    enabled ? without(each, 'enabled') : { ...each, enabled: false };
  await writeSetting(settingKey, changed(readSetting(settingKey), provider.id, next));
}

/**
 * Removes a provider at once and offers to put it back. Its key is kept until the offer is gone, so that undo brings
 * back a provider that works.
 */
export async function removeProvider(deps: ProviderDeps, given?: ProviderSetting): Promise<void> {
  const provider = given ?? (await chooseProvider(deps, 'Patchbay: remove which provider'));
  if (provider === undefined) return;
  const { list, removed: gone } = removed(readSetting(settingKey), provider.id);
  if (gone === undefined || !(await writeSetting(settingKey, list.length === 0 ? undefined : list))) return;
  const wasPreferred = readSetting('routing.preferred') === provider.id;
  if (wasPreferred) await writeSetting('routing.preferred', undefined);
  const undo = 'Undo';
  if ((await vscode.window.showInformationMessage(`${nameOf(provider)} was removed.`, undo)) === undo) {
    await writeSetting(settingKey, restored(readSetting(settingKey), gone));
    if (wasPreferred) await writeSetting('routing.preferred', provider.id);
    return;
  }
  await deps.secrets.remove(secretIdOf(provider.id, firstAccount(provider)));
}

/** Whether some provider other than the demo can answer. */
export function hasProvider(providers: readonly ProviderFacts[]): boolean {
  return providers.some(({ id, enabled }) => id !== 'demo' && enabled);
}
