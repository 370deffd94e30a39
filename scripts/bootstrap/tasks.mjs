import { statSync } from 'node:fs';
import { join } from 'node:path';
import { conclude, runStaticChecks, runVitest } from './checks.mjs';
import { root, run, runNode, toolEnv } from './run.mjs';

const program = 'dist/patchbay.cjs';

/** Every task: whether it needs the bundles, and what it does; resolves with the exit code. */
export const tasks = {
  start: {
    needsBuild: true,
    run: (node, flags) => runNode(node, program, ['serve', '--welcome', ...flags]),
  },
  test: {
    needsBuild: true,
    run: async (node, flags) =>
      conclude(await runStaticChecks(node), await runVitest(node, ['unit', 'apart'], flags)),
  },
  'test:long': {
    needsBuild: true,
    run: async (node, flags) => conclude(await runVitest(node, ['long'], flags)),
  },
  'test:clients': {
    needsBuild: true,
    run: (node, flags) => runNode(node, 'scripts/test-clients.mjs', flags),
  },
  'test:vscode': {
    needsBuild: true,
    run: async (node, flags) => (await pack(node)) || runNode(node, 'scripts/test-vscode.mjs', flags),
  },
  check: {
    needsBuild: false,
    run: async (node) => conclude(await runStaticChecks(node)),
  },
  build: {
    needsBuild: true,
    run: async () => 0,
  },
  bench: {
    needsBuild: true,
    run: (node, flags) => runNode(node, 'bench/run.ts', flags),
  },
  'bench:plan': {
    needsBuild: false,
    run: (node) => runNode(node, 'scripts/bench-plan.mjs'),
  },
  dev: {
    needsBuild: true,
    run: (node, flags) => dev(node, flags),
  },
  schema: {
    needsBuild: false,
    run: (node) => runNode(node, 'scripts/write-config-schema.mjs'),
  },
  fields: {
    needsBuild: false,
    run: (node) => runNode(node, 'scripts/write-field-tables.mjs'),
  },
  manifest: {
    needsBuild: false,
    run: (node) => runNode(node, 'scripts/write-manifest.mjs'),
  },
  vocabulary: {
    needsBuild: false,
    run: (node, flags) => runNode(node, 'scripts/write-vocabulary.mjs', flags),
  },
  models: {
    needsBuild: false,
    run: (node, flags) => runNode(node, 'scripts/write-models.mjs', flags),
  },
  prices: {
    needsBuild: false,
    run: (node, flags) => runNode(node, 'scripts/write-prices.mjs', flags),
  },
  package: {
    needsBuild: true,
    run: (node) => pack(node),
  },
};

/** Bytes of the package; a user waits for each of them. */
const mostPackedBytes = 3_000_000;

/**
 * Writes dist/patchbay.vsix and lists what is in it. The programs are bundled, so no dependency is packed; .vscodeignore
 * names what is.
 */
async function pack(node) {
  const file = 'dist/patchbay.vsix';
  const code = await runNode(node, 'node_modules/@vscode/vsce/vsce', [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ]);
  if (code !== 0) return code;
  const { size } = statSync(join(root, file));
  if (size <= mostPackedBytes) return 0;
  console.error(`${file} has ${size} bytes; at most ${mostPackedBytes} are allowed.`);
  return 1;
}

/** Builds at every change of a source; Node starts the gateway again when the bundle has changed. */
async function dev(node, flags) {
  const watching = runNode(node, 'esbuild.mjs', ['--watch'], { quiet: true });
  const serving = run(node, ['--watch', join(root, program), 'serve', ...flags], { env: toolEnv(node) });
  const codes = await Promise.all([watching, serving]);
  return Math.max(...codes);
}
