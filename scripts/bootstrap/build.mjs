import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode } from './run.mjs';

const stamp = join(root, 'dist', '.built-from');
const products = [
  'patchbay.cjs',
  'storage-worker.cjs',
  'gateway-worker.cjs',
  'extension.cjs',
  'client-setup.cjs',
  'o200k-vocabulary.br',
].map((name) => join(root, 'dist', name));

/**
 * Bundles the programs into dist/, unless they were built from just these sources.
 *
 * @param {string} node
 * @returns {Promise<boolean>} false after an error that was told
 */
export async function build(node) {
  const sources = digest();
  const isFresh = products.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;
  if (isFresh) return true;
  console.error('Building …');
  const code = await runNode(node, 'esbuild.mjs', [], { quiet: true });
  if (code === 0) writeFileSync(stamp, sources);
  else console.error('The build failed; what is wrong stands above.');
  return code === 0;
}

/** One hash over everything that the bundles are made from. */
function digest() {
  const hash = createHash('sha256');
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of [
    ...files,
    ...['package.json', 'package-lock.json', 'esbuild.mjs'].map((name) => join(root, name)),
  ]) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
