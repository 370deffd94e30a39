import { Worker } from 'node:worker_threads';
import type { Answer, Ask, EngineOptions, FromEngine, SetAside, ToEngine } from './protocol.ts';
import { StorageError, type StorageErrorCode } from './storage-error.ts';

/** Megabytes of heap for the storage thread; a runaway query ends the thread and not the gateway. */
const heapMb = 256;

export interface EngineListener {
  ready(): void;
  /** The database could not be opened; the thread ends. */
  refused(code: StorageErrorCode, message: string): void;
  setAside(file: SetAside): void;
  /** The thread is gone; every call under way has been rejected with `unavailable`. Called once, last. */
  ended(reason: string): void;
}

/** One life of the storage thread. */
export interface EngineThread {
  /** Rejects with StorageError: `query_failed` with the engine's words, `unavailable` when the thread ends. */
  ask(ask: Ask): Promise<Answer>;
  terminate(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: StorageError) => void;
}

/** Starts the thread; what comes of it is told to the listener. */
export function startEngineThread(
  workerUrl: URL,
  options: EngineOptions,
  listener: EngineListener,
): EngineThread {
  const worker = new Worker(workerUrl, {
    workerData: options,
    name: 'patchbay-storage',
    // It needs neither the environment (which holds keys) nor the debugger's flags.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let gone = false;
  let reason: string | undefined;

  function settle(call: number): Waiting | undefined {
    const found = waiting.get(call);
    waiting.delete(call);
    return found;
  }

  worker.on('message', (message: FromEngine) => {
    switch (message.kind) {
      case 'ready':
        return listener.ready();
      case 'refused':
        reason = message.message;
        return listener.refused(message.code, message.message);
      case 'set-aside':
        return listener.setAside(message.file);
      case 'done':
        return settle(message.call)?.resolve(message.answer);
      case 'failed':
        return settle(message.call)?.reject(new StorageError('query_failed', message.message));
    }
  });
  worker.on('error', (error: unknown) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', (code) => {
    gone = true;
    const why = reason ?? `the storage thread ended with code ${code}`;
    const left = [...waiting.values()];
    waiting.clear();
    for (const each of left) each.reject(new StorageError('unavailable', why));
    listener.ended(why);
  });

  return {
    ask(ask) {
      if (gone)
        return Promise.reject(new StorageError('unavailable', reason ?? 'the storage thread has ended'));
      calls += 1;
      const message: ToEngine = { ...ask, call: calls };
      return new Promise((resolve, reject) => {
        waiting.set(message.call, { resolve, reject });
        worker.postMessage(message);
      });
    },
    async terminate() {
      await worker.terminate();
    },
  };
}
