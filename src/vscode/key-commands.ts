import * as vscode from 'vscode';
import { isObject } from '../control/client.ts';
import { failureMessage } from '../gateway-thread/failure-texts.ts';
import type { GatewayHost } from '../gateway-thread/gateway-host.ts';
import { serving } from '../gateway-thread/gateway-state.ts';
import type { FormerKeyFacts } from './gateway-facts.ts';
import type { GatewayView } from './gateway-view.ts';

export interface KeyDeps {
  readonly host: GatewayHost;
  readonly view: GatewayView;
  /** Terminals of this window that were opened before the key was rotated. */
  readonly formerTerminals: () => readonly string[];
}

/** Puts the key for programs outside of the terminals into the clipboard. */
export async function copyKey({ host }: KeyDeps): Promise<void> {
  const key = host.key();
  if (key === undefined) {
    void vscode.window.showErrorMessage(noKeyMessage(host));
    return;
  }
  await vscode.env.clipboard.writeText(key);
  void vscode.window.showInformationMessage(
    'The key is in the clipboard. It is Patchbay’s own: it opens the gateway, and no provider knows it.',
  );
}

export function noKeyMessage(host: GatewayHost): string {
  const server = serving(host.state);
  return server === undefined
    ? failureMessage('notRunning', { reason: 'There is no key without it.' })
    : failureMessage('noKey', { url: server.url });
}

/** Makes a new key. The old one works for a day, so that open terminals go on. */
export async function rotateKey({ host, view, formerTerminals }: KeyDeps): Promise<void> {
  const control = view.control();
  if (control === undefined) {
    void vscode.window.showErrorMessage(noKeyMessage(host));
    return;
  }
  const answer = await control.post('/key/rotate', {}, isObject);
  if (!answer.ok) {
    void vscode.window.showErrorMessage(failureMessage('rotateElsewhere', { reason: answer.message }));
    return;
  }
  host.key(true);
  await view.refresh();
  const terminals = formerTerminals();
  const open =
    terminals.length === 0
      ? 'No terminal of this window uses it.'
      : `${terminals.length === 1 ? 'This terminal uses' : 'These terminals use'} it until relaunched: ${terminals.join(', ')}.`;
  const revoke = 'Revoke the Old Key Now';
  const chosen = await vscode.window.showInformationMessage(
    `A new key is in force. The old one works for 24 hours. ${open}`,
    revoke,
  );
  if (chosen === revoke) await revokeFormerKey({ host, view, formerTerminals });
}

/** Ends the old key before its day is over. */
export async function revokeFormerKey({ host, view, formerTerminals }: KeyDeps): Promise<void> {
  const control = view.control();
  if (control === undefined) {
    void vscode.window.showErrorMessage(noKeyMessage(host));
    return;
  }
  await view.refresh();
  const former = view.status?.formerKeys[0];
  if (former === undefined) {
    void vscode.window.showInformationMessage('There is no old key: only the present one is accepted.');
    return;
  }
  const revoke = 'Revoke';
  const chosen = await vscode.window.showWarningMessage(
    'Revoke the old key?',
    {
      modal: true,
      detail: `${formerWords(former)} ${terminalWords(formerTerminals())} This cannot be undone.`,
    },
    revoke,
  );
  if (chosen !== revoke) return;
  const answer = await control.post('/key/revoke-former', {}, isObject);
  if (answer.ok) void vscode.window.showInformationMessage('The old key is not accepted any more.');
  else void vscode.window.showErrorMessage(failureMessage('rotateElsewhere', { reason: answer.message }));
}

/** Who still comes with the old key, as far as requests have shown. */
export function formerWords({ until, requests, lastUsedAt, apps }: FormerKeyFacts): string {
  const end = new Date(until).toLocaleString();
  if (requests === 0 || lastUsedAt === undefined) {
    return `It would work until ${end}. No request has used it since it was replaced.`;
  }
  const by = apps.length === 0 ? '' : ` by ${apps.join(', ')}`;
  return `It would work until ${end}. It was used ${requests} times since it was replaced${by}, last at ${new Date(lastUsedAt).toLocaleTimeString()}.`;
}

function terminalWords(terminals: readonly string[]): string {
  return terminals.length === 0 ? '' : `These terminals have it: ${terminals.join(', ')}.`;
}
