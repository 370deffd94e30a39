import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { extensionBundleProblems } from '../support/extension-bundle.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const directory = temporaryDirectory();

function bundle(name: string, bytes: number, inputs: readonly string[]): string {
  const dist = join(directory, name);
  mkdirSync(dist);
  writeFileSync(join(dist, 'extension.cjs'), 'x'.repeat(bytes));
  const account = { inputs: Object.fromEntries(inputs.map((path) => [path, {}])) };
  writeFileSync(join(dist, 'extension.meta.json'), JSON.stringify(account));
  return dist;
}

test('the built extension is small and leaves the gateway’s libraries to its thread', () => {
  expect(extensionBundleProblems(join(import.meta.dirname, '..', '..', 'dist'))).toEqual([]);
});

test('a large bundle is a problem, and so is one with a library of the gateway', () => {
  expect(extensionBundleProblems(bundle('large', 150_001, []))).toEqual([
    expect.stringContaining('150001 bytes'),
  ]);
  const inputs = ['src/extension.ts', 'node_modules/zod/v4/index.js'];
  expect(extensionBundleProblems(bundle('zod', 10, inputs))).toEqual([expect.stringContaining('holds zod')]);
});
