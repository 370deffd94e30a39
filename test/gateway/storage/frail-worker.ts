import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { serveStorage } from '../../../src/gateway/storage/engine/serve.ts';
import type { EngineOptions, ToEngine } from '../../../src/gateway/storage/protocol.ts';

/**
 * The storage thread with two weaknesses: it dies of the next call while `die-once` is in the data directory (and
 * takes the file with it), and it dies of every request of the client `poison`.
 */
const options: EngineOptions = workerData;
const dieOnce = join(options.dataDir, 'die-once');

if (parentPort === null) throw new Error('this is a worker');
parentPort.on('message', (message: ToEngine) => {
  const poisoned = message.of === 'write' && message.batch.requests?.texts.includes('poison') === true;
  if (!poisoned && !existsSync(dieOnce)) return;
  if (!poisoned) unlinkSync(dieOnce);
  process.exit(9);
});
// Its own listener comes second, so that a write which kills the thread is never committed.
serveStorage(parentPort, options);
