import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { until } from './poll.ts';

/** A program with everything that it starts. */
export interface ProcessGroup {
  readonly pid: number;
  /** How it ended; undefined while it runs. */
  exit(): { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
  /** SIGTERM for all of them, SIGKILL after a while; resolves when nobody is left. */
  stop(): Promise<void>;
}

/** VS Code's server takes 1.3 s to end its windows' hosts. */
const politeMs = 10_000;

/** Groups that live: none may survive us, whatever ends us. */
const living = new Set<number>();
process.once('exit', () => {
  for (const pid of living) signal(pid, 'SIGKILL');
});

/** Starts a program as the leader of a process group of its own; its output goes to the end of a file. */
export async function startGroup(
  file: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly cwd: string; readonly log: string },
): Promise<ProcessGroup> {
  const out = openSync(options.log, 'a');
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', out, out],
    detached: true,
  });
  closeSync(out);
  const pid = await started(child);
  living.add(pid);
  let ended: { code: number | null; signal: NodeJS.Signals | null } | undefined;
  child.once('exit', (code, by) => {
    ended = { code, signal: by };
  });
  return {
    pid,
    exit: () => ended,
    async stop() {
      signal(pid, 'SIGTERM');
      const gone = (): boolean => !signal(pid, 0);
      await until('the end of the processes', gone, { timeoutMs: politeMs }).catch(() => {
        signal(pid, 'SIGKILL');
        return until('the end of killed processes', gone, { timeoutMs: politeMs });
      });
      living.delete(pid);
    },
  };
}

function started(child: ChildProcess): Promise<number> {
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('spawn', () => {
      if (child.pid !== undefined) done(child.pid);
    });
  });
}

/** False when nobody of the group is left. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
