import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, run } from './run.mjs';

/** The oldest Node that the programs themselves run on. */
const leastMajor = 24;

/** Node of the repository's own dependencies: the version that everything is tested with. */
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * Installs the packages unless they are there as package-lock.json says.
 *
 * @returns {Promise<string | undefined>} the Node to run everything with; undefined after an error that was told
 */
export async function install() {
  if (!isInstalled(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))) {
    console.error('Installing packages (npm ci), once until package-lock.json changes …');
    const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
    if (code !== 0) {
      console.error(
        `npm ci failed (exit code ${code}). The packages are needed once, from the npm registry: check the network ` +
          'and the proxy (npm config get registry), then run the same command again.',
      );
      return undefined;
    }
  }
  const node = usableNode();
  if (node === undefined) {
    console.error(
      `Node ${leastMajor} is needed. The package "node" brings it, but its install script did not run ` +
        `(npm config get ignore-scripts). Run "npm rebuild node", or start with Node ${leastMajor} or newer.`,
    );
  }
  return node;
}

/**
 * Whether npm has installed what the lock file says: npm keeps a lock of what lies in node_modules, written last.
 * Optional packages may be absent (they are for other systems).
 *
 * @param {string} lockFile
 * @param {string} installedFile
 */
export function isInstalled(lockFile, installedFile) {
  const installed = packagesOf(installedFile);
  const wanted = packagesOf(lockFile);
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const there = installed[path];
    if (there === undefined) return optional === true;
    return there.version === version && there.integrity === integrity;
  });
}

function packagesOf(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    // Half-written by an install that was broken off: installing again repairs it.
    return undefined;
  }
}

function usableNode() {
  if (majorOf(pinned) >= leastMajor) return pinned;
  return Number(process.versions.node.split('.')[0]) >= leastMajor ? process.execPath : undefined;
}

function majorOf(node) {
  if (!existsSync(node)) return 0;
  try {
    return Number(execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0]);
  } catch {
    // There, but not for this system (a folder shared with another one).
    return 0;
  }
}

/** npm as it was called (`npm start` tells where it lies), else the one on the path. */
function npm(args) {
  const called = process.env.npm_execpath;
  if (called !== undefined && /^npm-cli\.c?js$/.test(basename(called))) {
    return run(process.execPath, [called, ...args], { quiet: true });
  }
  return run('npm', args, { quiet: true, shell: process.platform === 'win32' });
}
