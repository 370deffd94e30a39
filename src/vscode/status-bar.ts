import * as vscode from 'vscode';
import { type GatewayState, serving } from '../gateway-thread/gateway-state.ts';
import { type CommandId, commandIds } from './command-ids.ts';
import { type StatusInput, statusWords } from './status-words.ts';

export interface StatusBar extends vscode.Disposable {
  show(input: StatusInput): void;
}

/** On the right, where what belongs to the present work stands. */
const priority = 90;

const colours = {
  normal: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
} as const;

/** The item in the status bar: the provider in force and its state; a click does what is most useful in that state. */
export function createStatusBar(): StatusBar {
  const item = vscode.window.createStatusBarItem(
    'patchbay.provider',
    vscode.StatusBarAlignment.Right,
    priority,
  );
  item.name = 'Patchbay Provider';
  item.show();
  return {
    show(input) {
      const words = statusWords(input);
      item.text = words.text;
      const tooltip = new vscode.MarkdownString(words.tooltip);
      tooltip.supportThemeIcons = true;
      item.tooltip = tooltip;
      item.accessibilityInformation = { label: words.spoken, role: 'button' };
      const colour = colours[words.level];
      item.backgroundColor = colour === undefined ? undefined : new vscode.ThemeColor(colour);
      item.command = commandFor(input);
    },
    dispose: () => item.dispose(),
  };
}

const commands: Partial<Record<GatewayState['kind'], CommandId>> = {
  stopped: commandIds.start,
  starting: commandIds.openLogs,
  foreign: commandIds.usePort,
  invalid: commandIds.openSettings,
  failed: commandIds.restart,
};

function commandFor({ state, providers }: StatusInput): CommandId {
  const only = commands[state.kind];
  if (only !== undefined) return only;
  if (serving(state)?.key === undefined) return commandIds.openLogs;
  const isDemo = providers.length > 0 && providers.every(({ id }) => id === 'demo');
  return isDemo ? commandIds.addProvider : commandIds.pickProvider;
}
