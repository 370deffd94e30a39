// `npm run test:vscode`: installs a real VS Code at a fixed version outside the repository and runs the extension in
// it, with the real clients, in a network namespace of its own, so that nothing it does can leave the machine. docs/testing.md describes it.
// Flags: words that a case's name must hold, `--electron PATH` (a desktop VS Code instead), `--keep` (run folders).
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isInstalled } from './bootstrap/install.mjs';
import { root, runNode, toolEnv } from './bootstrap/run.mjs';
import { apartTools, runApart } from './suite/apart.mjs';
import { installClients } from './suite/install-clients.mjs';
import { hostFolder, installHost } from './suite/install-host.mjs';
import { npm } from './suite/npm.mjs';
import { ensureTools } from './suite/tools.mjs';

const folder = join(root, 'test', 'vscode');
const host = join(folder, 'host');
const flags = process.argv.slice(2);
const desktop = flags.includes('--electron');

/** Programs without which the suite cannot keep its promise, and the Debian packages that have them. */
const tools = {
  ...apartTools,
  curl: 'curl',
  // Without a font a page has no letters, and a screenshot tells nothing.
  ...(desktop
    ? {}
    : { chromium: 'chromium fonts-dejavu-core', 'g++': 'g++', make: 'make', python3: 'python3' }),
};

async function main() {
  if (process.platform !== 'linux' || (process.arch !== 'x64' && !desktop)) {
    console.error(
      'VS Code runs in a Linux network namespace, and its pinned server is for x64: run this on Linux x64 or in such a container.',
    );
    return 1;
  }
  if (!existsSync(join(root, 'dist', 'patchbay.vsix'))) {
    console.error('dist/patchbay.vsix is not there. Run "npm run test:vscode", which packs it first.');
    return 1;
  }
  const place = hostFolder(join(host, 'package.json'));
  if (!(await ensureTools(tools))) return 1;
  if (!desktop && !(await installHost(host, place))) return 1;
  if (!(await driverIsThere()) || !(await installClients())) return 1;
  // These files import what only this suite installs, so that the types of the repository leave them out.
  const types = await runNode(process.execPath, 'node_modules/typescript/bin/tsc', [
    '-p',
    join(folder, 'tsconfig.json'),
  ]);
  if (types !== 0) return types;
  return runSuite(place);
}

/** Everything that the suite writes lies in one folder, which is gone afterwards however the suite has ended. */
async function runSuite(place) {
  const runs = mkdtempSync(join(tmpdir(), 'patchbay-vscode-'));
  const env = {
    ...toolEnv(process.execPath),
    TMPDIR: runs,
    PATCHBAY_TEST_HOST: place,
    PATCHBAY_TEST_RUNS: runs,
  };
  try {
    return await runApart([process.execPath, join(folder, 'main.ts'), ...flags], env);
  } finally {
    if (flags.includes('--keep')) console.error(`The run folders are kept in ${runs}.`);
    else rmSync(runs, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function driverIsThere() {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (isInstalled(join(folder, 'package-lock.json'), installed)) return true;
  console.error('Installing what drives VS Code …');
  if ((await npm(['ci', '--ignore-scripts'], { cwd: folder })) === 0) return true;
  console.error(`The packages of ${dirname(installed)} could not be installed; what is wrong stands above.`);
  return false;
}

process.exitCode = await main();
