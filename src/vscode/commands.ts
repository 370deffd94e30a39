import * as vscode from 'vscode';
import { failureMessage } from '../gateway-thread/failure-texts.ts';
import type { GatewayHost } from '../gateway-thread/gateway-host.ts';
import { addProvider } from './add-provider.ts';
import { copySetUp, setUpClient, undoSetUp } from './client-commands.ts';
import { type CommandId, commandIds } from './command-ids.ts';
import type { Dashboard } from './dashboard.ts';
import type { FormerTerminals } from './former-terminals.ts';
import type { GatewayView } from './gateway-view.ts';
import { copyKey, revokeFormerKey, rotateKey } from './key-commands.ts';
import { editProvider, removeProvider, setKey, testProvider } from './provider-commands.ts';
import { pickProvider } from './provider-picker.ts';
import type { SecretStore } from './secret-store.ts';
import { openSettings, writeSetting } from './settings.ts';
import type { SetupDocuments } from './setup-documents.ts';
import { servedFamilies } from './terminal-environment.ts';
import { chooseTerminals } from './terminal-question.ts';

export interface CommandDeps {
  readonly context: vscode.ExtensionContext;
  readonly host: GatewayHost;
  readonly view: GatewayView;
  readonly secrets: SecretStore;
  readonly dashboard: Dashboard;
  readonly formerTerminals: FormerTerminals;
  readonly setups: SetupDocuments;
  readonly announce: (words: string) => void;
  readonly log: vscode.LogOutputChannel;
}

/** Registers every command; a mistake of ours is shown and logged instead of vanishing. */
export function registerCommands(deps: CommandDeps): vscode.Disposable[] {
  const { host, view, log } = deps;
  const keyDeps = { host, view, formerTerminals: () => deps.formerTerminals.names() };
  const clientDeps = { host, view, setups: deps.setups, memory: deps.context.globalState };
  const actions: Readonly<Record<CommandId, () => Promise<unknown> | undefined>> = {
    [commandIds.start]: () => host.start(),
    [commandIds.stop]: () => host.stop(),
    [commandIds.restart]: () => host.restart(),
    [commandIds.pickProvider]: () => pickProvider(view),
    [commandIds.pause]: () => writeSetting('routing.paused', true),
    [commandIds.resume]: () => writeSetting('routing.paused', undefined),
    [commandIds.addProvider]: () => addProvider(deps),
    [commandIds.editProvider]: () => editProvider(deps),
    [commandIds.removeProvider]: () => removeProvider(deps),
    [commandIds.testProvider]: () => testProvider(deps),
    [commandIds.setKey]: () => setKey(deps),
    [commandIds.chooseTerminals]: () => chooseTerminals(servedFamilies(view.providers)),
    [commandIds.setUpClient]: () => setUpClient(clientDeps),
    [commandIds.undoSetUp]: () => undoSetUp(clientDeps),
    [commandIds.copySetUp]: () => copySetUp(clientDeps),
    [commandIds.copyKey]: () => copyKey(keyDeps),
    [commandIds.rotateKey]: () => rotateKey(keyDeps),
    [commandIds.revokeFormerKey]: () => revokeFormerKey(keyDeps),
    [commandIds.usePort]: () => useAnotherPort(host),
    [commandIds.openSettings]: async () => openSettings(),
    [commandIds.openLogs]: async () => log.show(),
    [commandIds.openDashboard]: async () => deps.dashboard.open(),
  };
  return Object.entries(actions).map(([id, action]) =>
    vscode.commands.registerCommand(id, async () => {
      try {
        await action();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.error(`${id}: ${reason}`);
        void vscode.window.showErrorMessage(failureMessage('commandFailed', { command: id, reason }));
      }
    }),
  );
}

/** Moves to the next free port, which is then kept in the settings: addresses in terminals and files stay true. */
async function useAnotherPort(host: GatewayHost): Promise<void> {
  const { state } = host;
  if (state.kind !== 'foreign') {
    await openSettings('listen.port');
    return;
  }
  const { port, free, holder = 'Another program' } = state;
  if (free === undefined) {
    void vscode.window.showErrorMessage(failureMessage('noFreePort', { port: String(port) }));
    await openSettings('listen.port');
    return;
  }
  const use = `Use Port ${free}`;
  const again = 'Try Again';
  const message = failureMessage('portForeign', { port: String(port), holder });
  const chosen = await vscode.window.showWarningMessage(message, use, again);
  if (chosen === use) await writeSetting('listen.port', free);
  if (chosen === again) await host.start();
}
