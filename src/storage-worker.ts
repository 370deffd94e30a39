import { parentPort, workerData } from 'node:worker_threads';
import { serveStorage } from './gateway/storage/engine/serve.ts';
import type { EngineOptions } from './gateway/storage/protocol.ts';

/** Entry of the storage thread; started by `createSqliteStorage` with the options as worker data. */
const options: EngineOptions = workerData;

if (parentPort === null) throw new Error('storage-worker is a worker thread, not a program of its own.');
serveStorage(parentPort, options);
