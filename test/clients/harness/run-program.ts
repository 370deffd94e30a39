import { spawn } from 'node:child_process';

/** How a client program ended. */
export interface Finished {
  /** Exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly ms: number;
  /** Milliseconds since the epoch at which it ended. */
  readonly endedAt: number;
  readonly timedOut: boolean;
}

export interface ProgramOptions {
  readonly cwd: string;
  /** The whole environment: nothing of ours leaks into the client. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Output beyond this many characters is dropped: a client in a retry loop writes without end. */
const mostOutput = 4_000_000;

/**
 * Runs a client without input, in a process group of its own, and ends the group when the time is up: agents start
 * children, and one that outlives its case would disturb the next.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<Finished> {
  const started = performance.now();
  return new Promise((done, failed) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      if (out.stdout.length < mostOutput) out.stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      if (out.stderr.length < mostOutput) out.stderr += part;
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid);
    }, options.timeoutMs);
    child.once('error', failed);
    child.once('close', (code) => {
      clearTimeout(timer);
      endGroup(child.pid);
      done({
        code: code ?? undefined,
        ...out,
        ms: performance.now() - started,
        endedAt: Date.now(),
        timedOut,
      });
    });
  });
}

/** Nobody left in the group is what we want, so that is no failure. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
