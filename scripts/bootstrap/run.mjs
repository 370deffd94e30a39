import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How often to look whether npm is still there. */
const parentMs = 1000;

/**
 * Runs a program to its end and passes signals on to it. Resolves with its exit code, 128 and the number when a
 * signal ended it, 127 when it could not be started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, take?: (written: Buffer) => void, env?: NodeJS.ProcessEnv, shell?: boolean, cwd?: string }} [options]
 *   `quiet`: what it writes to standard output goes to standard error, so that ours stays for the program that was
 *   asked for. `take`: gets all that it writes, instead of ours.
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  const { quiet = false, take, env = process.env, shell = false, cwd = root } = options;
  const output = take === undefined ? [quiet ? 2 : 'inherit', 'inherit'] : ['pipe', 'pipe'];
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: ['inherit', ...output],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', take);
    const pass = (signal) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, pass);
    const orphaned = endWithParent(() => child.kill('SIGTERM'));
    const end = (code) => {
      clearInterval(orphaned);
      for (const signal of forwarded) process.off(signal, pass);
      done(code);
    };
    child.on('error', (error) => {
      console.error(`${command} could not be started (${error.code ?? error.message}).`);
      end(127);
    });
    // A program's last words come after its end; who inherits our streams may hold them longer than it lives.
    child.on(take === undefined ? 'exit' : 'close', (code, signal) =>
      end(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0)),
    );
  });
}

/**
 * npm passes a signal to the shell in between only, and that dies without passing it on: whoever stops `npm start`
 * from outside would leave a gateway behind. A process whose parent is gone has another one.
 */
function endWithParent(end) {
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) end();
  };
  return process.env.npm_lifecycle_event === undefined ? undefined : setInterval(look, parentMs).unref();
}

/** The environment in which `node` and the installed tools are the repository's own. */
export function toolEnv(node) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path };
}

/** Runs a tool's program under the given Node. */
export function runNode(node, file, args = [], options = {}) {
  return run(node, [join(root, file), ...args], { env: toolEnv(node), ...options });
}
