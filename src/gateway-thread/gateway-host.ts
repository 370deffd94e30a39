import { readFileSync } from 'node:fs';
import type { Clock, Timer } from '../gateway/exchange/ports.ts';
import type { LogLevel } from '../gateway/tracing/log.ts';
import { failureMessage } from './failure-texts.ts';
import { type GatewayState, serving } from './gateway-state.ts';
import type { SettingProblem, Setup, Wishes } from './protocol.ts';
import { type GatewayThread, startGatewayThread } from './start-thread.ts';

/** Milliseconds until a thread that ended by itself is started again: doubling, up to the last. */
const firstRetryMs = 500;
const lastRetryMs = 30_000;
/** A thread that ran this long without ending begins again with the first. */
const calmMs = 60_000;
/** Seconds that running answers get at a restart that a person asked for, and when the window closes. */
const restartSeconds = 10;
const closeSeconds = 3;

export interface GatewayHostDeps {
  /** File of the thread's program. */
  readonly program: string | URL;
  readonly dataDir: string;
  readonly version: string;
  /** Reads settings and secrets as they are now. */
  readonly wishes: () => Promise<Wishes>;
  readonly clock: Clock;
  readonly log: Readonly<Record<LogLevel, (message: string) => void>>;
  /** Tells the user; `log` is for those who look for a cause. */
  readonly showError: (message: string) => void;
}

/**
 * The gateway as this window has it: starts the thread, keeps it at what the settings say, starts it again when it
 * ends. One thing at a time, in the order asked for.
 */
export interface GatewayHost {
  readonly state: GatewayState;
  onDidChange(listener: (state: GatewayState) => void): { dispose(): void };
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Pushes settings and secrets; starts what could not start because of them. */
  apply(): Promise<void>;
  /** The gateway that was followed does not answer any more: takes its place, or finds who did. */
  lost(): Promise<void>;
  /** The key of the gateway in force, read again from its file when it may have been rotated. */
  key(again?: boolean): string | undefined;
  dispose(): void;
  /** For the end of the window: gives the port free and waits for running answers a moment. */
  close(): Promise<void>;
}

export function createGatewayHost(deps: GatewayHostDeps): GatewayHost {
  const { log } = deps;
  const listeners = new Set<(state: GatewayState) => void>();
  let state: GatewayState = { kind: 'stopped' };
  let thread: GatewayThread | undefined;
  let queue: Promise<void> = Promise.resolve();
  let retryMs = firstRetryMs;
  let retry: Timer | undefined;
  let startedAt = 0;
  let closed = false;

  function become(next: GatewayState): void {
    state = next;
    for (const listener of [...listeners]) listener(next);
  }

  /** One after the other: a stop that overtakes a start would stop nothing. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = queue.then(work).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      log.error(reason);
      if (!closed) become({ kind: 'failed', message: failureMessage('startFailed', { reason }) });
    });
    queue = done;
    return done;
  }

  async function startNow(): Promise<void> {
    if (closed || thread !== undefined) return;
    retry?.cancel();
    become({ kind: 'starting' });
    const setup: Setup = { ...(await deps.wishes()), dataDir: deps.dataDir, version: deps.version };
    const begun = startGatewayThread(deps.program, { log: (level, text) => log[level](text), ended });
    thread = begun;
    startedAt = deps.clock.monotonic();
    const answer = await begun.start(setup);
    if (answer.kind === 'leading') {
      become(answer);
      return;
    }
    // Nothing runs in the thread, so it is not kept.
    thread = undefined;
    await begun.terminate();
    become(
      answer.kind === 'failed'
        ? { ...answer, message: failureMessage('startFailed', { reason: answer.message }) }
        : answer,
    );
    if (answer.kind === 'following') log.info(`another window runs the gateway at ${answer.url}`);
  }

  /** The thread ended without being asked to: it is started again with the settings and secrets of now. */
  function ended(reason: string): void {
    thread = undefined;
    if (closed) return;
    log.error(failureMessage('threadEnded', { reason }));
    if (deps.clock.monotonic() - startedAt > calmMs) retryMs = firstRetryMs;
    become({ kind: 'starting' });
    retry?.cancel();
    retry = deps.clock.after(retryMs, () => void inTurn(startNow));
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }

  async function stopNow(seconds: number): Promise<void> {
    retry?.cancel();
    const running = thread;
    thread = undefined;
    await running?.close(seconds);
  }

  async function restartNow(): Promise<void> {
    await stopNow(restartSeconds);
    await startNow();
  }

  async function applyNow(): Promise<void> {
    if (thread === undefined) {
      // What could not start may start with these settings; what was stopped stays so.
      if (state.kind === 'invalid' || state.kind === 'foreign' || state.kind === 'failed') await startNow();
      return;
    }
    const answer = await thread.apply(await deps.wishes());
    if (answer.kind === 'invalid') {
      const message = failureMessage('settingsKept', { problem: problemText(answer.problems) });
      log.warn(message);
      deps.showError(message);
    } else if (answer.restart.length > 0) {
      log.info(`restarting for ${answer.restart.join(', ')}`);
      await restartNow();
    }
  }

  return {
    get state() {
      return state;
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    start: () => inTurn(startNow),
    stop: () =>
      inTurn(async () => {
        await stopNow(restartSeconds);
        become({ kind: 'stopped' });
      }),
    restart: () => inTurn(restartNow),
    apply: () => inTurn(applyNow),
    lost: () =>
      inTurn(async () => {
        if (state.kind === 'following') await startNow();
      }),
    key(again = false) {
      const server = serving(state);
      if (server === undefined || !again || server.keyFile === undefined || server.keyFile === null)
        return server?.key;
      const key = keyIn(server.keyFile) ?? server.key;
      if (key !== undefined && key !== server.key) become({ ...server, key });
      return key;
    },
    async close() {
      closed = true;
      await queue;
      await stopNow(closeSeconds);
    },
    dispose() {
      closed = true;
      retry?.cancel();
      listeners.clear();
      void thread?.terminate();
    },
  };
}

/** The first problem, and how many more there are. */
export function problemText(problems: readonly SettingProblem[]): string {
  const [first] = problems;
  if (first === undefined) return 'Nobody said what is wrong';
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `patchbay.${first.path}: ${first.message}${more}`;
}

function keyIn(file: string): string | undefined {
  try {
    const key = readFileSync(file, 'utf8').trim();
    return key === '' ? undefined : key;
  } catch {
    // Gone with the gateway that made it: the next start says where the next one is.
    return undefined;
  }
}
