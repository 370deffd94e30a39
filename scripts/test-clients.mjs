// `npm run test:clients`: installs the real clients at their fixed versions and runs them against the built gateway
// in a network namespace of their own, so that nothing they send can leave the machine. docs/testing.md describes it.
// Flags: words that a case's name must hold, and `--direct` (clients talk to the scripted upstream itself).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolEnv } from './bootstrap/run.mjs';
import { apartTools, runApart } from './suite/apart.mjs';
import { installClients } from './suite/install-clients.mjs';
import { ensureTools } from './suite/tools.mjs';

const flags = process.argv.slice(2);

async function main() {
  if (process.platform !== 'linux') {
    console.error('The clients run in a Linux network namespace; run this on Linux or in a Linux container.');
    return 1;
  }
  const bundle = process.env.PATCHBAY_BUNDLE ?? join(root, 'dist', 'patchbay.cjs');
  if (!flags.includes('--direct') && !existsSync(bundle)) {
    console.error(`${bundle} is not there. Run "npm run test:clients", which builds dist first.`);
    return 1;
  }
  if (!(await ensureTools(apartTools)) || !(await installClients())) return 1;
  const suite = [process.execPath, join(root, 'test', 'clients', 'main.ts'), ...flags];
  return runApart(suite, toolEnv(process.execPath));
}

process.exitCode = await main();
