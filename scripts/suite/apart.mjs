import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../bootstrap/run.mjs';

/** What `runApart` needs, and the Debian packages that have it. */
export const apartTools = { unshare: 'util-linux', mount: 'util-linux', ip: 'iproute2' };

/** `$1` takes the place of `$2`; the rest is the program. */
const script = [
  'set -e',
  'export PATH="$PATH:/usr/sbin:/sbin"',
  'ip link set lo up',
  'mount --bind "$1" "$2"',
  'shift 2',
  'exec "$@"',
].join('\n');

/**
 * Runs a program in a network namespace that has a loopback interface and nothing else, so that nothing it starts can
 * leave the machine. Names are asked of 127.0.0.1, where the program may play the name server.
 *
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit code
 */
export async function runApart(command, env) {
  const temporary = mkdtempSync(join(tmpdir(), 'patchbay-apart-'));
  const resolver = join(temporary, 'resolv.conf');
  writeFileSync(resolver, 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n');
  const place = existsSync('/etc/resolv.conf') ? realpathSync('/etc/resolv.conf') : '/etc/resolv.conf';
  const apart =
    process.getuid?.() === 0 ? ['--net', '--mount'] : ['--user', '--map-root-user', '--net', '--mount'];
  try {
    return await run('unshare', [...apart, '--', 'sh', '-c', script, 'sh', resolver, place, ...command], {
      env,
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
