// `npm run test:clients`: installs the real clients at their fixed versions and runs them against the built gateway
// in a network namespace of their own, so that nothing they send can leave the machine. docs/testing.md describes it.
// Flags: words that a case's name must hold, and `--direct` (clients talk to the scripted upstream itself).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test', 'clients');
const isRoot = process.getuid?.() === 0;
// The pinned Node first: npm chooses by its version which builds of the clients it installs, and `gemini` runs on it.
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };

/** Tools without which the suite cannot keep its promise, and the Debian packages that have them. */
const tools = { unshare: 'util-linux', mount: 'util-linux', ip: 'iproute2' };

function main() {
  if (process.platform !== 'linux') {
    console.error('The clients run in a Linux network namespace; run this on Linux or in a Linux container.');
    return 1;
  }
  const bundle = env.PATCHBAY_BUNDLE ?? join(root, 'dist', 'patchbay.cjs');
  if (!direct() && !existsSync(bundle)) {
    console.error(`${bundle} is not there. Run "npm run test:clients", which builds dist first.`);
    return 1;
  }
  return toolsAreThere() && clientsAreThere() ? runApart() : 1;
}

function direct() {
  return process.argv.includes('--direct');
}

function toolsAreThere() {
  const missing = Object.keys(tools).filter((tool) => !has(tool));
  if (missing.length === 0) return true;
  const packages = [...new Set(missing.map((tool) => tools[tool]))];
  const advice = `apt-get install -y ${packages.join(' ')}`;
  if (isRoot && has('apt-get')) {
    console.log(`Installing ${packages.join(', ')} for ${missing.join(', ')}.`);
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  }
  const still = missing.filter((tool) => !has(tool));
  if (still.length > 0) console.error(`${still.join(', ')} cannot be found. Install it: ${advice}`);
  return still.length === 0;
}

function has(tool) {
  const places = ['/usr/sbin', '/sbin', ...env.PATH.split(delimiter)];
  return places.some((place) => existsSync(join(place, tool)));
}

/** `npm ci` when the lock file, Node or the platform has changed since the last one. */
function clientsAreThere() {
  const stampFile = join(folder, 'node_modules', '.patchbay-installed');
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = `${lock} ${process.version} ${process.platform} ${process.arch}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  console.log('Installing the clients (about 1 GB).');
  // No install scripts: the one that matters, which puts Claude Code's binary in its place, is run by name below.
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = env.npm_execpath;
  const installed = npm?.endsWith('.js')
    ? run(process.execPath, [npm, ...options], folder)
    : run('npm', options, folder);
  const placed =
    installed &&
    run(process.execPath, [join('node_modules', '@anthropic-ai', 'claude-code', 'install.cjs')], folder);
  if (!placed) {
    console.error('The clients could not be installed; what is wrong stands above.');
    return false;
  }
  writeFileSync(stampFile, stamp);
  return true;
}

function run(command, args, cwd = root) {
  // npm exports its own settings to what it runs; those of the outer run must not steer the inner one.
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('npm_')));
  const end = spawnSync(command, args, { cwd, env: clean, stdio: 'inherit' });
  if (end.error !== undefined) console.error(`${command}: ${end.error.message}`);
  return end.status === 0;
}

/** Loopback only, and a name server that the suite itself plays, so that it can tell whom the clients asked for. */
function runApart() {
  const temporary = mkdtempSync(join(tmpdir(), 'patchbay-clients-'));
  const resolver = join(temporary, 'resolv.conf');
  writeFileSync(resolver, 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n');
  const script = [
    'set -e',
    'export PATH="$PATH:/usr/sbin:/sbin"',
    'ip link set lo up',
    'mount --bind "$1" "$2"',
    'shift 2',
    'exec "$@"',
  ].join('\n');
  const apart = isRoot ? ['--net', '--mount'] : ['--user', '--map-root-user', '--net', '--mount'];
  const suite = [process.execPath, join('test', 'clients', 'main.ts'), ...process.argv.slice(2)];
  const place = existsSync('/etc/resolv.conf') ? realpathSync('/etc/resolv.conf') : '/etc/resolv.conf';
  const args = [...apart, '--', 'sh', '-c', script, 'sh', resolver, place, ...suite];
  const end = spawnSync('unshare', args, { cwd: root, env, stdio: 'inherit' });
  rmSync(temporary, { recursive: true, force: true });
  if (end.error !== undefined) console.error(`unshare: ${end.error.message}`);
  return end.status ?? 1;
}

process.exitCode = main();
