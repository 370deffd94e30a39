import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../bootstrap/run.mjs';

/** Where Debian keeps what an ordinary user's path lacks. */
const adminPlaces = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * The tools that cannot be found.
 *
 * @param {Readonly<Record<string, string>>} tools each tool's program and the Debian packages that bring it
 * @param {string} [path] as in `PATH`
 */
export function missingTools(tools, path = process.env.PATH ?? '') {
  const places = [...path.split(delimiter), ...adminPlaces];
  return Object.keys(tools).filter((tool) => !places.some((place) => existsSync(join(place, tool))));
}

/** The line that installs them. */
export function installLine(tools, missing) {
  return `apt-get install -y ${packagesOf(tools, missing).join(' ')}`;
}

/**
 * Installs the missing tools where that is possible without asking (Debian, as root).
 *
 * @returns {Promise<boolean>} false after an error that says what to install
 */
export async function ensureTools(tools) {
  const missing = missingTools(tools);
  if (missing.length === 0) return true;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && missingTools({ 'apt-get': 'apt' }).length === 0) {
    console.error(`Installing ${packagesOf(tools, missing).join(' ')} for ${missing.join(', ')} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { quiet: true, env });
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...packagesOf(tools, missing)];
    await run('apt-get', install, { quiet: true, env });
  }
  const still = missingTools(tools);
  if (still.length > 0)
    console.error(`${still.join(', ')} cannot be found. Install it: ${installLine(tools, still)}`);
  return still.length === 0;
}

function packagesOf(tools, missing) {
  return [...new Set(missing.flatMap((tool) => tools[tool].split(' ')))];
}
