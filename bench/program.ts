import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const listeningLine = z.object({
  event: z.literal('listening'),
  url: z.url(),
  pid: z.number().int().positive(),
});

/** A program that printed its `listening` line. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  /** SIGTERM, and SIGKILL after 10 s; resolves when the process is gone, with the exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** File for standard error: a pipe that nobody drains for a second would block the program. */
  readonly errors: string;
  /** Opens a message channel to the program (`process.send`). */
  readonly channel?: boolean;
}

/** Longest time for a program to listen; a cold start takes about half a second. */
const startMs = 20_000;
const stopMs = 10_000;
const running = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Makes sure that a child does not outlive the benchmark when that is interrupted. */
export function killAtExit(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

/** Starts a program and waits for the JSON line with its address. Rejects with its last words when it does not come. */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: StartOptions,
): Promise<Running> {
  const errors = openSync(options.errors, 'a');
  const child = spawn(command, [...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', errors, ...(options.channel === true ? (['ipc'] as const) : [])],
  });
  closeSync(errors);
  killAtExit(child);
  const gone = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
  const line = await firstLine(child, gone);
  if (line === undefined) {
    child.kill('SIGKILL');
    const words = await readFile(options.errors, 'utf8').catch(() => '');
    throw new Error(`${command} ${args.join(' ')} did not start.\n${words.slice(-2000)}`);
  }
  const { url, pid } = listeningLine.parse(JSON.parse(line));
  return {
    url,
    pid,
    child,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
      const code = await gone;
      clearTimeout(timer);
      return code;
    },
  };
}

function firstLine(child: ChildProcess, gone: Promise<unknown>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), startMs);
    const settle = (line: string | undefined) => {
      clearTimeout(timer);
      resolve(line);
    };
    void gone.then(() => settle(undefined));
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', settle);
  });
}
