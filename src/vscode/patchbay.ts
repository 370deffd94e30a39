import { join } from 'node:path';
import * as vscode from 'vscode';
import { createGatewayHost } from '../gateway-thread/gateway-host.ts';
import { serving } from '../gateway-thread/gateway-state.ts';
import { registerCommands } from './commands.ts';
import { createDashboard } from './dashboard.ts';
import { editorClock } from './editor-clock.ts';
import { createFormerTerminals } from './former-terminals.ts';
import { createGatewayView } from './gateway-view.ts';
import { hasProvider } from './provider-commands.ts';
import { isPaused, preferredProvider } from './provider-picker.ts';
import { createSecretStore } from './secret-store.ts';
import { concernsGateway, readConfig, readNetwork } from './settings.ts';
import { createSetupDocuments } from './setup-documents.ts';
import { createStatusBar } from './status-bar.ts';
import { applyPlan, planTerminals, servedFamilies } from './terminal-environment.ts';
import { askAboutTerminals, isAnswered, wantedFamilies } from './terminal-question.ts';

/** The extension in one window. */
export interface Patchbay {
  /** Gives the port free and waits for running answers a moment. */
  close(): Promise<void>;
}

/**
 * Puts the window's parts together: settings and secrets go to the gateway's thread; what the gateway says of itself
 * goes to status bar, terminals and dashboard. `loadMs` is what
 * loading the bundle took; with the time of this function it is the extension's part of VS Code's start.
 */
export function startPatchbay(context: vscode.ExtensionContext, loadMs: number): Patchbay {
  const began = performance.now();
  const log = vscode.window.createOutputChannel('Patchbay', { log: true });
  const showError = (message: string) => void vscode.window.showErrorMessage(message);
  const secrets = createSecretStore(context.secrets, showError);
  const host = createGatewayHost({
    program: join(context.extensionPath, 'dist', 'gateway-worker.cjs'),
    dataDir: context.globalStorageUri.fsPath,
    version: String(context.extension.packageJSON.version),
    wishes: async () => ({
      config: readConfig(context.extension),
      secrets: await secrets.all(),
      network: readNetwork(),
    }),
    clock: editorClock,
    log,
    showError,
  });
  const view = createGatewayView(host, Math.random);
  const statusBar = createStatusBar();
  const dashboard = createDashboard(host, view);
  const formerTerminals = createFormerTerminals(context.workspaceState);
  const setups = createSetupDocuments();
  let key: string | undefined;
  let asking = false;
  let lead = '';

  function show(): void {
    const { state } = host;
    const { providers, status, lastAnsweredBy } = view;
    const paused = isPaused();
    statusBar.show({ state, providers, preferred: preferredProvider(), paused, status, lastAnsweredBy });
    const plan = planTerminals({ state, providers, paused, wanted: wantedFamilies() });
    applyPlan(context.environmentVariableCollection, plan);
    void vscode.commands.executeCommand('setContext', 'patchbay.state', state.kind);
    void vscode.commands.executeCommand('setContext', 'patchbay.paused', paused);
    const served = serving(state) === undefined ? [] : servedFamilies(providers);
    if (served.length > 0 && isOpen()) {
      asking = true;
      void askAboutTerminals(context.globalState, served, lead).then(show);
      lead = '';
    } else if (lead !== '' && hasProvider(providers)) {
      void vscode.window.showInformationMessage(lead);
      lead = '';
    }
  }

  /** Whether the question about terminals is still to be asked in this window. */
  function isOpen(): boolean {
    return !asking && !isAnswered(context.globalState);
  }

  /** A provider was added: said with the question that follows from it, or by itself. */
  function announce(words: string): void {
    if (!isOpen()) {
      void vscode.window.showInformationMessage(words);
      return;
    }
    lead = words;
    void view.refresh();
  }

  function keyChange(): void {
    const next = serving(host.state)?.key;
    if (next === undefined) return;
    if (key !== undefined && key !== next) void formerTerminals.keyChanged();
    key = next;
  }

  context.environmentVariableCollection.persistent = true;
  context.subscriptions.push(
    log,
    host,
    view,
    statusBar,
    dashboard,
    formerTerminals,
    setups,
    host.onDidChange(keyChange),
    view.onDidChange(show),
    secrets.onDidChange(() => void host.apply()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!concernsGateway(change)) return;
      void host.apply().then(() => view.refresh());
      show();
    }),
    ...registerCommands({ context, host, view, secrets, dashboard, formerTerminals, setups, announce, log }),
  );
  // What follows the start is shown as it comes; nothing of it is part of the activation.
  void host.start();
  log.info(`activated in ${(loadMs + performance.now() - began).toFixed(1)} ms`);
  return { close: () => host.close() };
}
