import * as vscode from 'vscode';
import { commandIds } from './command-ids.ts';
import type { ProviderFacts } from './gateway-facts.ts';
import type { GatewayView } from './gateway-view.ts';
import { readSetting, writeSetting } from './settings.ts';
import { healthWords } from './status-words.ts';

interface Row extends vscode.QuickPickItem {
  /** Resolves to what is said afterwards; undefined: nothing. */
  readonly choose?: () => Promise<string | undefined>;
}

/** Shows the providers with their health in words; what is chosen holds from the next request on. */
export async function pickProvider(view: GatewayView): Promise<void> {
  await view.refresh();
  const rows = pickerRows(view.providers, preferredProvider(), isPaused());
  const chosen = await vscode.window.showQuickPick(rows, {
    title: 'Patchbay: who answers',
    placeHolder: 'Choose a provider; it holds from the next request on, in all windows',
    matchOnDescription: true,
  });
  const said = await chosen?.choose?.();
  if (said !== undefined) vscode.window.setStatusBarMessage(said, 5_000);
}

export function preferredProvider(): string | undefined {
  const value = readSetting('routing.preferred');
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isPaused(): boolean {
  return readSetting('routing.paused') === true;
}

function pickerRows(
  providers: readonly ProviderFacts[],
  preferred: string | undefined,
  paused: boolean,
): readonly Row[] {
  const choose = (id: string | undefined, said: string) => async (): Promise<string | undefined> => {
    if (paused && !(await writeSetting('routing.paused', undefined))) return undefined;
    return (await writeSetting('routing.preferred', id)) ? said : undefined;
  };
  const auto: Row = {
    label: `$(${preferred === undefined && !paused ? 'check' : 'blank'}) Auto`,
    description: 'the order of the settings, and whoever is healthy',
    choose: choose(undefined, 'Patchbay: Auto'),
  };
  const rows = providers.map((provider): Row => {
    const { icon, word } = healthWords[provider.state];
    const mark = provider.id === preferred && !paused ? 'check' : icon;
    return {
      label: `$(${mark}) ${provider.name}`,
      description: word,
      // The word says it all when there is nothing to explain.
      ...(provider.state !== 'ok' && { detail: provider.words }),
      choose: choose(provider.id, `Patchbay: ${provider.name} answers`),
    };
  });
  const command = (label: string, id: string, description?: string): Row => ({
    label,
    ...(description !== undefined && { description }),
    choose: async () => {
      await vscode.commands.executeCommand(id);
      return undefined;
    },
  });
  return [
    auto,
    ...rows,
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    paused
      ? command('$(debug-continue) Resume routing', commandIds.resume, 'requests are refused now')
      : command('$(debug-pause) Pause routing', commandIds.pause, 'refuse requests until you resume'),
    command('$(add) Add provider…', commandIds.addProvider),
    command('$(edit) Edit provider…', commandIds.editProvider),
    command('$(graph) Open dashboard', commandIds.openDashboard),
  ];
}
