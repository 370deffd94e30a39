import type * as vscode from 'vscode';
import { type Patchbay, startPatchbay } from './vscode/patchbay.ts';

/** When the bundle's first line ran; put in by the bundler, and not there when the source runs as it is. */
declare const PATCHBAY_BUNDLE_BEGAN: number | undefined;

/** Milliseconds that loading took: the bundle's own code, without what VS Code does before it calls `activate`. */
const loadMs = typeof PATCHBAY_BUNDLE_BEGAN === 'number' ? performance.now() - PATCHBAY_BUNDLE_BEGAN : 0;

let patchbay: Patchbay | undefined;

/** Called by VS Code once it has started up; returns at once, the gateway starts behind it. */
export function activate(context: vscode.ExtensionContext): void {
  patchbay = startPatchbay(context, loadMs);
}

/** Called when the window closes; VS Code waits a few seconds. */
export async function deactivate(): Promise<void> {
  await patchbay?.close();
  patchbay = undefined;
}
