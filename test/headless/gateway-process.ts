import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchText } from '../support/secret-watch.ts';
import { watchProgram } from '../support/watch-program.ts';

/** As it is installed: it starts three times as fast as from its sources. */
const main = join(import.meta.dirname, '..', '..', 'dist', 'patchbay.cjs');

/** The program as a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** All that was written so far. */
  out(): string;
  err(): string;
  /** Resolves with the first line of standard output, or undefined when it ends without one. */
  firstLine(): Promise<string | undefined>;
  /** Resolves when what was written to standard error matches; rejects when the process ends before. */
  says(pattern: RegExp): Promise<void>;
  ended(): Promise<number>;
}

/**
 * Starts `patchbay` with these arguments and nothing of this machine's environment but the path. The secrets of its
 * config are watched, also in what it writes.
 */
export function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program: string = main,
): Program {
  watchProgram(configText(args), env);
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let code: number | undefined;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const each of waiting) each();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    wake();
  });
  child.on('close', (exit, signal) => {
    code = exit ?? (signal === null ? -1 : -2);
    watchText('what the program wrote', err + out);
    wake();
  });
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const again = (): void => {
        const found = look();
        if (found === undefined && code === undefined) return;
        waiting.delete(again);
        if (found === undefined) reject(new Error(`ended with ${code}:\n${err}`));
        else resolve(found);
      };
      waiting.add(again);
      again();
    });
  return {
    child,
    out: () => out,
    err: () => err,
    firstLine: () =>
      until(() => (out.includes('\n') ? out.slice(0, out.indexOf('\n')) : undefined)).catch(() => undefined),
    says: (pattern) => until(() => (pattern.test(err) ? true : undefined)).then(() => undefined),
    ended: () => until(() => code),
  };
}

function configText(args: readonly string[]): string {
  const at = args.indexOf('--config');
  try {
    return at < 0 ? '' : readFileSync(args[at + 1] ?? '', 'utf8');
  } catch {
    return '';
  }
}
