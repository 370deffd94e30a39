import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Licences under which data may be taken over into this repository. */
const licences = ['MIT', 'Apache-2.0'];

/**
 * Fetches a package from the npm registry into a temporary folder, without installing or running anything of it, and
 * hands the folder to `use`. Throws when it cannot be had or has no licence that allows taking data over.
 *
 * @template T
 * @param {string} name
 * @param {string} version
 * @param {(folder: string, manifest: { version: string, license: string }) => T} use
 */
export async function withPackage(name, version, use) {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-package-'));
  try {
    run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]);
    const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
    if (archive === undefined) throw new Error(`npm packed nothing for ${name}@${version}.`);
    run('tar', ['xzf', join(folder, archive), '-C', folder]);
    const content = join(folder, 'package');
    const manifest = JSON.parse(readFileSync(join(content, 'package.json'), 'utf8'));
    if (!licences.includes(manifest.license)) {
      throw new Error(`${name}@${version} is under ${manifest.license}; ${licences.join(' or ')} is needed.`);
    }
    return await use(content, manifest);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error?.message ?? stderr}`);
}
