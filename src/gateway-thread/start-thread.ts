import { Worker } from 'node:worker_threads';
import type { LogLevel } from '../gateway/tracing/log.ts';
import type {
  AnyAnswer,
  ApplyAnswer,
  Asked,
  FromThread,
  Setup,
  StartAnswer,
  ToThread,
  Wishes,
} from './protocol.ts';

/**
 * Memory of the thread, in MB. Beyond the old generation V8 ends the thread, not the extension host; it is started
 * again. The young one is kept small on purpose: bodies are freed with it (docs/performance.md).
 */
const resourceLimits = { maxOldGenerationSizeMb: 2048, maxYoungGenerationSizeMb: 12 };

export interface ThreadListener {
  log(level: LogLevel, text: string): void;
  /** The thread is gone without being asked to. */
  ended(reason: string): void;
}

/** The gateway's thread, seen from the main thread. Calls reject when the thread ends first, or fails by a mistake of ours. */
export interface GatewayThread {
  start(setup: Setup): Promise<StartAnswer>;
  apply(wishes: Wishes): Promise<ApplyAnswer>;
  /** Gives the port free, lets running answers finish up to `seconds`, closes everything, then ends the thread. */
  close(seconds: number): Promise<void>;
  /** Ends the thread at once. */
  terminate(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: AnyAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the thread; `program` is the file of its bundle. */
export function startGatewayThread(program: string | URL, listener: ThreadListener): GatewayThread {
  const worker = new Worker(program, { name: 'patchbay-gateway', execArgv: [], resourceLimits });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let wanted = false;
  let gone = false;
  let reason = 'it ended by itself';

  worker.on('message', (message: FromThread) => {
    if (message.kind === 'log') return listener.log(message.level, message.text);
    const found = waiting.get(message.call);
    waiting.delete(message.call);
    if (message.kind === 'failed') found?.reject(new Error(message.message));
    else found?.resolve(message.answer);
  });
  worker.on('error', (error) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', () => {
    gone = true;
    const left = [...waiting.values()];
    waiting.clear();
    for (const each of left) each.reject(hasEnded());
    if (!wanted) listener.ended(reason);
  });

  const hasEnded = (): Error => new Error(`The gateway's thread has ended: ${reason}`);
  const ask = (message: Asked): Promise<AnyAnswer> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(hasEnded());
      calls += 1;
      waiting.set(calls, { resolve, reject });
      worker.postMessage({ ...message, call: calls } satisfies ToThread);
    });
  const wrong = (answer: AnyAnswer): Error => new Error(`The gateway's thread answered ${answer.kind}`);

  return {
    async start(content) {
      const answer = await ask({ kind: 'start', content });
      if (answer.kind === 'applied' || answer.kind === 'closed') throw wrong(answer);
      return answer;
    },
    async apply(content) {
      const answer = await ask({ kind: 'apply', content });
      if (answer.kind !== 'applied' && answer.kind !== 'invalid') throw wrong(answer);
      return answer;
    },
    async close(seconds) {
      wanted = true;
      if (!gone) await ask({ kind: 'close', content: { seconds } });
      await worker.terminate();
    },
    async terminate() {
      wanted = true;
      await worker.terminate();
    },
  };
}
