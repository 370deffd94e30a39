import { run } from '../bootstrap/run.mjs';

/** Where packages come from and are kept: the only settings of an outer npm that an inner one must follow. */
const kept = /^npm_config_(registry|cache|proxy|https_proxy|noproxy|cafile|userconfig|globalconfig)$/;

/**
 * Runs npm in a folder.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} exit code
 */
export function npm(args, { cwd, env = process.env }) {
  // npm exports its own settings to what it runs; those of the outer run must not steer the inner one.
  const clean = Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('npm_') || kept.test(name)),
  );
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error'];
  const called = env.npm_execpath;
  return called?.endsWith('.js')
    ? run(process.execPath, [called, ...all], { cwd, env: clean, quiet: true })
    : run('npm', all, { cwd, env: clean, quiet: true });
}
