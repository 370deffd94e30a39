import * as vscode from 'vscode';
import type { Dialect } from '../gateway/exchange/dialect.ts';
import { failureMessage } from '../gateway-thread/failure-texts.ts';
import { isPresetList, isTest, type PresetFacts, type TestFacts } from './gateway-facts.ts';
import { withLateProgress } from './late-progress.ts';
import { askKey, failedTest, type ProviderDeps, testWords } from './provider-commands.ts';
import {
  added,
  idFrom,
  type ProviderSetting,
  providerSettings,
  secretIdOf,
  withStoredKey,
} from './provider-settings.ts';
import { readSetting, writeSetting } from './settings.ts';

/** What is known of a provider that is not in the settings yet. */
interface Draft {
  readonly provider: ProviderSetting;
  readonly name: string;
  readonly key: string | undefined;
}

/**
 * Adds a provider: preset or address, key, live test, models, done. Nothing is kept before the last step, so that Esc
 * at any place leaves nothing behind. Resolves to whether one was added.
 */
export async function addProvider(deps: ProviderDeps): Promise<boolean> {
  const control = deps.view.control();
  if (control === undefined) {
    void vscode.window.showErrorMessage(
      failureMessage('notRunning', { reason: 'The gateway tests the provider.' }),
    );
    return false;
  }
  const presets = await control.get('/presets', isPresetList);
  if (!presets.ok) {
    void vscode.window.showErrorMessage(failureMessage('notReachable', { reason: presets.message }));
    return false;
  }
  let draft = await askProvider(presets.value.presets);
  for (;;) {
    if (draft === undefined) return false;
    const tested: Draft = draft;
    const answer = await withLateProgress(`Patchbay: testing ${tested.name}`, (signal) => {
      const body = { provider: tested.provider, ...(tested.key !== undefined && { key: tested.key }) };
      return control.post('/providers/test', body, isTest, signal);
    });
    if (answer.ok && answer.value.ok) return keep(deps, tested, answer.value);
    const message = answer.ok
      ? failedTest(tested.name, answer.value)
      : failureMessage('testRefused', {
          provider: tested.name,
          reason: answer.message,
          advice: 'Check its address and key.',
        });
    const next = await vscode.window.showErrorMessage(message, 'Change Key…', 'Add Anyway');
    if (next === 'Add Anyway') return keep(deps, tested, undefined);
    draft = next === undefined ? undefined : await withNewKey(tested);
  }
}

async function withNewKey(draft: Draft): Promise<Draft | undefined> {
  const key = await askKey(draft.name);
  return key === undefined ? undefined : { ...draft, key };
}

/** Asks for preset or address, and the key. */
async function askProvider(presets: readonly PresetFacts[]): Promise<Draft | undefined> {
  const rows = [
    ...presets.map((preset) => ({
      label: preset.name,
      description: preset.needsKey ? hostOf(preset.baseUrl) : `${hostOf(preset.baseUrl)}, no key`,
      preset,
    })),
    {
      label: 'Another address…',
      description: 'anything that speaks one of the four dialects',
      preset: undefined,
    },
  ];
  const chosen = await vscode.window.showQuickPick(rows, {
    title: 'Add Provider: which one',
    placeHolder: 'A preset knows the address and the dialects',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return undefined;
  const taken = new Set(providerSettings(readSetting('providers')).map(({ id }) => id));
  return chosen.preset === undefined ? askAddress(taken) : askPresetKey(chosen.preset, taken);
}

async function askPresetKey(preset: PresetFacts, taken: ReadonlySet<string>): Promise<Draft | undefined> {
  const id = idFrom(preset.id, taken);
  // A second one of the same kind needs a name to be told apart.
  const name = id === preset.id ? preset.name : `${preset.name} ${id.slice(preset.id.length + 1)}`;
  const provider = { id, preset: preset.id, ...(id !== preset.id && { name }) };
  if (!preset.needsKey) return { provider, name, key: undefined };
  const key = await askKey(name);
  return key === undefined ? undefined : { provider, name, key };
}

const dialectRows: readonly (vscode.QuickPickItem & { readonly dialects: readonly Dialect[] })[] = [
  { label: 'OpenAI Chat Completions', description: 'most others', dialects: ['openai-chat'] },
  {
    label: 'OpenAI Responses and Chat',
    description: 'Codex needs Responses',
    dialects: ['openai-responses', 'openai-chat'],
  },
  { label: 'Anthropic Messages', description: 'Claude Code', dialects: ['anthropic-messages'] },
  { label: 'Gemini generateContent', description: 'Gemini CLI', dialects: ['gemini-generate'] },
];

async function askAddress(taken: ReadonlySet<string>): Promise<Draft | undefined> {
  const baseUrl = await vscode.window.showInputBox({
    title: 'Add Provider: address',
    prompt: 'The address of its API, with or without /v1',
    placeHolder: 'https://llm.example.com/v1',
    ignoreFocusOut: true,
    validateInput: addressProblem,
  });
  if (baseUrl === undefined) return undefined;
  const spoken = await vscode.window.showQuickPick(dialectRows, {
    title: 'Add Provider: what it speaks',
    placeHolder: 'Its documentation says so; more than one can be given in the settings',
    ignoreFocusOut: true,
  });
  if (spoken === undefined) return undefined;
  const host = hostOf(baseUrl.trim());
  const name = await vscode.window.showInputBox({
    title: 'Add Provider: name',
    prompt: 'How it is shown; an id is made from it',
    value: host,
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'A name has at least one letter.' : undefined),
  });
  if (name === undefined) return undefined;
  const plain = name.trim();
  const key = await vscode.window.showInputBox({
    title: `Key of ${plain}`,
    prompt: 'Leave it empty when it needs none. It is kept in the secret storage of VS Code.',
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) return undefined;
  const secret = key.trim();
  const provider = {
    id: idFrom(plain, taken),
    name: plain,
    baseUrl: baseUrl.trim(),
    dialects: [...spoken.dialects],
    ...(secret === '' && { accounts: [{ id: 'main' }] }),
  };
  return { provider, name: plain, key: secret === '' ? undefined : secret };
}

function addressProblem(value: string): string | undefined {
  const plain = value.trim();
  if (plain === '') return undefined;
  if (!/^https?:\/\//i.test(plain) || !URL.canParse(plain))
    return 'An address begins with https:// or http://';
  const url = new URL(plain);
  if (url.username !== '' || url.password !== '')
    return 'Leave the name and password out; the key is asked for next.';
  return url.search !== '' || url.hash !== '' ? 'Leave out what follows the ? or #.' : undefined;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** Asks for the models, then keeps the key and the setting, in this order: a setting without its key would fail. */
async function keep(deps: ProviderDeps, draft: Draft, test: TestFacts | undefined): Promise<boolean> {
  const models = await askModels(draft, test);
  if (models === 'given-up') return false;
  if (
    draft.key !== undefined &&
    !(await deps.secrets.set(secretIdOf(draft.provider.id, 'main'), draft.key))
  ) {
    return false;
  }
  const keyed = draft.key === undefined ? draft.provider : withStoredKey(draft.provider, 'main');
  const provider = models === 'all' ? keyed : { ...keyed, models };
  if (!(await writeSetting('providers', added(readSetting('providers'), provider)))) return false;
  const words =
    test === undefined ? `${draft.name} was added without a good test.` : testWords(draft.name, test);
  deps.announce(`${words} It is in use from now on.`);
  return true;
}

/** All that it lists (and will list), or some of them. */
async function askModels(
  draft: Draft,
  test: TestFacts | undefined,
): Promise<'all' | 'given-up' | readonly string[]> {
  const names = test?.models?.names ?? [];
  if (names.length === 0) return 'all';
  const all = { label: `All ${names.length} models`, description: 'also those that it lists later' };
  const some = { label: 'Choose…', description: 'only these are offered to clients' };
  const first = await vscode.window.showQuickPick([all, some], {
    title: `Models of ${draft.name}`,
    ignoreFocusOut: true,
  });
  if (first === undefined) return 'given-up';
  if (first === all) return 'all';
  const chosen = await vscode.window.showQuickPick([...names], {
    title: `Models of ${draft.name}`,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return 'given-up';
  return chosen.length === 0 ? 'all' : chosen;
}
