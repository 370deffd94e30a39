import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { placeOf, probeFolder, productPackage, runsFolder } from './places.ts';

let probePackage: Promise<string> | undefined;

/** The VSIX file: the product's as it was packed, the harness's own made when it is first asked for. */
export function packedExtension(which: 'product' | 'probe'): Promise<string> {
  if (which === 'product') return Promise.resolve(productPackage);
  probePackage ??= packProbe();
  return probePackage;
}

async function packProbe(): Promise<string> {
  const file = join(runsFolder(), 'probe.vsix');
  const vsce = placeOf('node_modules/@vscode/vsce/vsce');
  const args = [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '-o',
    file,
  ];
  await promisify(execFile)(process.execPath, args, { cwd: probeFolder });
  return file;
}
