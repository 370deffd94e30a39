import type { EventLevel, GatewayEvent } from '../exchange/event.ts';
import type { Clock, Timer } from '../exchange/ports.ts';
import { type EngineThread, startEngineThread } from './engine-thread.ts';
import type { Answer, Ask, Batch } from './protocol.ts';
import { scheduleRetention } from './retention.ts';
import { createRowWriter } from './row-writer.ts';
import type { Storage, StorageStats } from './storage.ts';
import { StorageError } from './storage-error.ts';

/** Milliseconds before a thread that ended is started again, or a commit that failed is tried again: doubling … */
const firstRetryMs = 250;
/** … up to this. */
const lastRetryMs = 30_000;
/** Milliseconds that a query may take; a disk that hangs must not hold the control API for ever. */
const queryMs = 30_000;
/** Queries under way; more are refused, so that a thread that hangs cannot fill the memory with questions. */
const mostQueries = 200;
/** Milliseconds that `flush` and `close` wait for the disk; `close` comes out of a host's shutdown time. */
const flushMs = 5_000;
/** Milliseconds over which dropped rows are summed up before they are reported. */
const dropReportMs = 10_000;
/** Own events kept until somebody listens. */
const mostEarlyEvents = 32;

export interface SqliteStorageOptions {
  /** Made when it is missing; holds `patchbay.db`. */
  readonly dataDir: string;
  /** The entry of the storage thread: `storage-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  readonly clock: Clock;
  /** Days that requests and events are kept. */
  readonly retentionDays: number;
  /** Told of the storage's own events at once, for a host's log; `reportTo` is for the gateway. Must not throw. */
  readonly onEvent?: (event: GatewayEvent) => void;
  /** Requests that may wait for the disk before the oldest are dropped; 20,000 unless told otherwise. */
  readonly capacity?: number;
}

/**
 * Requests and events in SQLite on a thread of their own. Rejects with StorageError `schema_newer` or
 * `open_failed`. Later trouble never reaches a caller of `record`: the thread is restarted, commits are repeated,
 * and what cannot wait any longer is dropped, counted and reported.
 */
export async function createSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const { clock, dataDir } = options;
  const early: GatewayEvent[] = [];
  let listener: ((event: GatewayEvent) => void) | undefined;
  let thread: EngineThread | undefined;
  let state: StorageStats['state'] = 'down';
  let closing: Promise<void> | undefined;
  let retry: { readonly timer: Timer; readonly act: () => void } | undefined;
  let retryMs = firstRetryMs;
  let trouble = '';
  let unreported = 0;
  let reporter: Timer | undefined;
  let queries = 0;
  let late = 0;

  function report(
    level: EventLevel,
    code: string,
    message: string,
    fields: GatewayEvent['fields'] = {},
  ): void {
    const event: GatewayEvent = { at: clock.now(), level, code, message, fields };
    options.onEvent?.(event);
    if (listener !== undefined) listener(event);
    else if (early.length < mostEarlyEvents) early.push(event);
  }

  function reportDropped(): void {
    reporter?.cancel();
    reporter = undefined;
    if (unreported === 0) return;
    const rows = unreported;
    unreported = 0;
    report(
      'warning',
      'storage.rows_dropped',
      `${rows} rows of the request history were dropped because the disk did not keep up. Requests themselves were not affected.`,
      { rows },
    );
  }

  const writer = createRowWriter({
    clock,
    ...(options.capacity !== undefined && { capacity: options.capacity }),
    send: async (batch: Batch) => {
      const answer = await ask({ of: 'write', batch });
      return answer.of === 'write' ? answer.refused : 0;
    },
    onDropped(rows) {
      unreported += rows;
      reporter ??= clock.after(dropReportMs, reportDropped);
    },
    onWritten() {
      retryMs = firstRetryMs;
      if (trouble === '') return;
      trouble = '';
      report('info', 'storage.recovered', 'The request history is being written again.');
    },
    onTrouble(message) {
      complain(
        'storage.write_failed',
        `The request history cannot be written (${message}). It is kept in memory and tried again.`,
      );
      tryLater(() => writer.resume());
    },
  });

  /** Reports trouble once, not at every try. */
  function complain(code: string, message: string): void {
    if (trouble === message) return;
    trouble = message;
    report('error', code, message, { file: 'patchbay.db' });
  }

  /** Does it once, after a while; one thing at a time. */
  function tryLater(act: () => void): void {
    if (state === 'closed' || retry !== undefined) return;
    const timer = clock.after(retryMs, () => {
      retry = undefined;
      act();
    });
    retry = { timer, act };
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }

  /** At shutdown there is no time to wait for the next try. */
  function tryNow(): void {
    const due = retry;
    retry = undefined;
    retryMs = firstRetryMs;
    due?.timer.cancel();
    due?.act();
  }

  function ask(question: Ask): Promise<Answer> {
    if (thread === undefined) {
      return Promise.reject(
        new StorageError('unavailable', 'The database is being restarted; ask again in a few seconds.'),
      );
    }
    return thread.ask(question);
  }

  /** Starts the thread; resolves when it is ready, rejects when it ended before that. */
  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      let refusal: StorageError | undefined;
      const started = startEngineThread(
        options.workerUrl,
        { dataDir },
        {
          ready() {
            // It took longer than the shutdown waited for it.
            if (state === 'closed') return void started.terminate();
            thread = started;
            state = 'ok';
            writer.resume();
            resolve();
          },
          refused(code, message) {
            refusal = new StorageError(code, message);
          },
          setAside(file) {
            report(
              'error',
              'storage.damaged',
              `patchbay.db was damaged (${file.reason}). It was set aside as ${file.path} and a new one was begun; the request history before this moment is in the old file, and so are the client keys that were made through the API.`,
              { path: file.path },
            );
          },
          ended(reason) {
            if (thread === started) onCrash(reason);
            reject(refusal ?? new StorageError('open_failed', `The storage thread did not start: ${reason}`));
          },
        },
      );
    });
  }

  function onCrash(reason: string): void {
    thread = undefined;
    writer.pause();
    retry?.timer.cancel();
    retry = undefined;
    if (state === 'closed') return;
    state = 'down';
    complain(
      'storage.thread_ended',
      `The storage thread ended (${reason}). It is started again; nothing is lost yet.`,
    );
    tryLater(restart);
  }

  function restart(): void {
    start().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      complain('storage.restart_failed', `The storage thread could not be started again: ${message}`);
      tryLater(restart);
    });
  }

  /** Rejects with `timeout` when the work takes longer; the timer ends with the work. */
  function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = clock.after(ms, () => {
        reject(
          new StorageError(
            'timeout',
            `${what} took longer than ${ms / 1000} s. Check the disk of ${dataDir}.`,
          ),
        );
      });
      work.then(resolve, reject).finally(() => timer.cancel());
    });
  }

  function query(question: Ask): Promise<Answer> {
    writer.push();
    return turn(question, 'A query of the request history');
  }

  /** One of a bounded number of questions to the thread. `what` begins the sentence that says that it took too long. */
  async function turn(question: Ask, what: string): Promise<Answer> {
    if (closing !== undefined) throw new StorageError('closed', 'The storage is closed.');
    if (queries >= mostQueries) {
      throw new StorageError(
        'unavailable',
        `${mostQueries} queries wait for the database already; ask again later.`,
      );
    }
    queries += 1;
    try {
      return await within(queryMs, what, ask(question));
    } finally {
      queries -= 1;
    }
  }

  async function shutDown(): Promise<void> {
    retention.stop();
    reportDropped();
    tryNow();
    try {
      await within(flushMs, 'Writing the request history', writer.settled());
      await within(flushMs, 'Closing the database', ask({ of: 'close' }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      report(
        'error',
        'storage.close_failed',
        `The last ${writer.queued} rows of the request history were not written: ${message}`,
      );
    }
    state = 'closed';
    retry?.timer.cancel();
    reporter?.cancel();
    await thread?.terminate();
  }

  await start();
  const retention = scheduleRetention({
    clock,
    days: options.retentionDays,
    prune: async (before, step) => {
      const answer = await ask({ of: 'prune', before, step });
      return answer.of === 'prune' ? answer.deleted : 0;
    },
    report,
  });

  return {
    record(record) {
      if (closing !== undefined) late += 1;
      else writer.request(record);
    },
    event(event) {
      if (closing !== undefined) late += 1;
      else writer.event(event);
    },
    async requests(asked) {
      const answer = await query({ of: 'requests', query: { ...asked, limit: bounded(asked.limit) } });
      return answer.of === 'requests' ? answer.page : { items: [] };
    },
    async request(id) {
      const answer = await query({ of: 'request', id });
      return answer.of === 'request' ? answer.record : undefined;
    },
    async events(asked) {
      const answer = await query({ of: 'events', query: { ...asked, limit: bounded(asked.limit) } });
      return answer.of === 'events' ? answer.page : { items: [] };
    },
    async tally(since) {
      const answer = await query({ of: 'tally', since });
      if (answer.of !== 'tally')
        throw new StorageError('query_failed', 'The engine answered something else.');
      return answer.tally;
    },
    clients: {
      async load() {
        const answer = await turn({ of: 'clients' }, 'Reading the client keys');
        if (answer.of !== 'clients')
          throw new StorageError('query_failed', 'The engine answered something else.');
        return { clients: answer.clients, uses: answer.uses };
      },
      async save(client) {
        await turn({ of: 'save-client', client }, 'Writing a client key');
      },
      async remove(id) {
        await turn({ of: 'remove-client', id }, 'Writing the client keys');
      },
      async noteUses(uses) {
        await turn({ of: 'note-uses', uses }, 'Writing when clients were last seen');
      },
    },
    stats: () => ({
      queued: writer.queued,
      dropped: writer.dropped + late,
      written: writer.written,
      state,
    }),
    retain: retention.days,
    reportTo(next) {
      listener = next;
      for (const event of early.splice(0)) next(event);
    },
    flush: () => within(flushMs, 'Writing the request history', writer.settled()),
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}

function bounded(limit: number): number {
  return Math.max(1, Math.min(500, Math.trunc(limit)));
}
