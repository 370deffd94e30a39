import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Bytes of the extension's own bundle: what VS Code reads and compiles before it can go on. */
const mostBytes = 150_000;

/** Libraries that take 20 to 114 ms to load each; they belong to the gateway's thread, or are loaded on demand. */
const kept: readonly string[] = ['fastify', 'undici', 'zod', 'toml-eslint-parser', 'jsonc-parser'];

const accountSchema = z.object({ inputs: z.record(z.string(), z.unknown()) });

/**
 * What is wrong with the extension's bundle in a folder of built programs; nothing when it is small and holds none of
 * the kept libraries. Reads esbuild's account of what went into it.
 */
export function extensionBundleProblems(dist: string): string[] {
  const problems: string[] = [];
  const { size } = statSync(join(dist, 'extension.cjs'));
  if (size > mostBytes) problems.push(`extension.cjs has ${size} bytes; at most ${mostBytes} are allowed`);
  const { inputs } = accountSchema.parse(JSON.parse(readFileSync(join(dist, 'extension.meta.json'), 'utf8')));
  for (const path of Object.keys(inputs)) {
    const library = kept.find((name) => path.includes(`node_modules/${name}/`));
    if (library !== undefined) problems.push(`extension.cjs holds ${library} (${path})`);
  }
  return problems;
}
