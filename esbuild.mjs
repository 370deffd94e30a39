// Bundles the programs into dist/. Usage: node esbuild.mjs [--watch] [--outdir DIR]
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { watch: { type: 'boolean' }, outdir: { type: 'string' } } });
const outdir = resolve(values.outdir ?? join(root, 'dist'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** A CommonJS file has no import.meta.url; this is the same thing. */
const moduleUrl = `const patchbayModuleUrl = require('node:url').pathToFileURL(__filename).href;`;

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  // The module builds first: a CommonJS "UMD" build hides its requires from the bundler.
  mainFields: ['module', 'main'],
  // Names stay, for profiles and stack traces; the rest only costs memory: Node keeps the source, two bytes a character
  // once a single one is beyond latin1.
  minifyWhitespace: true,
  minifySyntax: true,
  charset: 'ascii',
  treeShaking: true,
  sourcemap: 'linked',
  // The readers of a source map have the sources, or do not want them.
  sourcesContent: false,
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
  define: {
    'import.meta.url': 'patchbayModuleUrl',
    PATCHBAY_VERSION: JSON.stringify(version),
    // Of the extension's bundle alone; see its banner.
    PATCHBAY_BUNDLE_BEGAN: 'patchbayBundleBegan',
  },
};

/** Runs before anything is loaded: an older Node fails somewhere inside a library, with words that help nobody. */
const nodeCheck = `if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error('Patchbay needs Node 24 or newer; this is ' + process.version + '. "npm start" in its folder brings its own.');
  process.exit(1);
}`;

/** Which sources went into the extension's bundle: checked, because activation must stay quick. */
const account = {
  name: 'account',
  setup: (each) =>
    each.onEnd(({ metafile }) => {
      if (metafile !== undefined) {
        writeFileSync(join(outdir, 'extension.meta.json'), JSON.stringify({ inputs: metafile.inputs }));
      }
    }),
};

/** What is loaded on demand is a bundle of its own, beside the one that loads it. */
const apart = {
  name: 'apart',
  setup: (each) =>
    each.onResolve({ filter: /\/client-setup\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './client-setup.cjs', external: true } : undefined,
    ),
};

const programs = [
  {
    from: 'src/headless/main.ts',
    to: 'patchbay.cjs',
    banner: `#!/usr/bin/env node\n${nodeCheck}\n${moduleUrl}`,
  },
  { from: 'src/storage-worker.ts', to: 'storage-worker.cjs', banner: moduleUrl },
  { from: 'src/gateway-worker.ts', to: 'gateway-worker.cjs', banner: moduleUrl },
  {
    from: 'src/extension.ts',
    to: 'extension.cjs',
    banner: `const patchbayBundleBegan = performance.now();\n${moduleUrl}`,
    external: ['vscode'],
    more: [account],
  },
  { from: 'src/client-setup.ts', to: 'client-setup.cjs', banner: moduleUrl },
].map(({ from, to, banner, external = [], more = [] }) => ({
  ...common,
  external,
  entryPoints: [from],
  outfile: join(outdir, to),
  banner: { js: banner },
  plugins: [...more, apart, { name: 'sizes', setup: (each) => each.onEnd((result) => printSizes(result)) }],
}));

function printSizes({ metafile }) {
  for (const [path, { bytes }] of Object.entries(metafile?.outputs ?? {})) {
    if (path.endsWith('.cjs'))
      console.error(`${relative(process.cwd(), resolve(root, path))}  ${(bytes / 1024).toFixed(0)} KiB`);
  }
}

/** Data that a program reads when it needs it, one copy for all of them, and whose it is. */
const data = ['src/gateway/counting/o200k-vocabulary.br'];
const notices = ['src/gateway/counting/NOTICE.md', 'src/gateway/catalog/NOTICE.md'];
mkdirSync(outdir, { recursive: true });
for (const file of data) copyFileSync(join(root, file), join(outdir, basename(file)));
const notice = notices.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
writeFileSync(join(outdir, 'data.LEGAL.txt'), notice);

if (values.watch === true) {
  const contexts = await Promise.all(programs.map((program) => context(program)));
  await Promise.all(contexts.map((each) => each.watch()));
  console.error('watching for changes; Ctrl-C ends');
} else {
  const results = await Promise.allSettled(programs.map((program) => build(program)));
  // What is wrong has been printed already.
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
}
