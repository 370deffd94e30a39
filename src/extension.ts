import type * as vscode from 'vscode';
import { type Patchbay, startPatchbay } from './vscode/patchbay.ts';

const loadedAt = performance.now();
let patchbay: Patchbay | undefined;

/** Called by VS Code once it has started up; returns at once, the gateway starts behind it. */
export function activate(context: vscode.ExtensionContext): void {
  patchbay = startPatchbay(context, loadedAt);
}

/** Called when the window closes; VS Code waits a few seconds. */
export async function deactivate(): Promise<void> {
  await patchbay?.close();
  patchbay = undefined;
}
