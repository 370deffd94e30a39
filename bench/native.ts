import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const sources = join(import.meta.dirname, 'native');

/** Absolute paths of the compiled upstream and load generator. */
export interface NativePrograms {
  readonly upstream: string;
  readonly load: string;
}

/**
 * Compiles the two C programs unless that was done for the same source before. They are in C so that neither is what
 * the benchmark measures: a Node process at either end would cost more than the gateway between them.
 * Rejects with a sentence for people when there is no compiler.
 */
export async function buildNative(cacheDir: string): Promise<NativePrograms> {
  const files = ['common.h', 'upstream.c', 'load.c'];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(join(sources, file)));
  const target = join(cacheDir, hash.digest('hex').slice(0, 16));
  await mkdir(target, { recursive: true });
  const compiler = process.env.CC ?? 'cc';
  const compile = async (name: string): Promise<string> => {
    const program = join(target, name);
    if (existsSync(program)) return program;
    const unfinished = `${program}.${process.pid}`;
    try {
      await promisify(execFile)(compiler, ['-O2', '-o', unfinished, join(sources, `${name}.c`)]);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new Error(
        `The load generator could not be compiled with "${compiler}" (Debian and Ubuntu: apt-get install build-essential). ${cause}`,
      );
    }
    await rename(unfinished, program);
    return program;
  };
  return { upstream: await compile('upstream'), load: await compile('load') };
}
