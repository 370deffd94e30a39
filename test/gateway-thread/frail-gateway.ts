import { existsSync, rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { serveThread } from '../../src/gateway-thread/serve-thread.ts';

// The gateway's thread as it is, which dies when a file named `die` appears beside the data, as a crash would.
const storage = new URL('../../src/storage-worker.ts', import.meta.url);
if (parentPort !== null) {
  serveThread(parentPort, storage);
  const file = process.env.PATCHBAY_TEST_DIE ?? '';
  setInterval(() => {
    if (!existsSync(file)) return;
    rmSync(file);
    process.exit(7);
  }, 20).unref();
}
