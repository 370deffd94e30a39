import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root, run } from '../bootstrap/run.mjs';
import { npm } from './npm.mjs';

const folder = join(root, 'test', 'clients');

/**
 * Installs the real clients at the versions of their lock file; again when that, Node or the platform has changed.
 *
 * @returns {Promise<boolean>} false after an error that was told
 */
export async function installClients() {
  const stampFile = join(folder, 'node_modules', '.patchbay-installed');
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = `${lock} ${process.version} ${process.platform} ${process.arch}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  console.log('Installing the clients (about 1 GB).');
  // The pinned Node first: npm chooses by its version which builds of the clients it installs.
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH: path };
  // No install scripts: the one that matters, which puts Claude Code's binary in its place, is run by name.
  const claude = join('node_modules', '@anthropic-ai', 'claude-code', 'install.cjs');
  const isInstalled =
    (await npm(['ci', '--ignore-scripts'], { cwd: folder, env })) === 0 &&
    (await run(process.execPath, [claude], { cwd: folder, env, quiet: true })) === 0;
  if (isInstalled) writeFileSync(stampFile, stamp);
  else console.error('The clients could not be installed; what is wrong stands above.');
  return isInstalled;
}
