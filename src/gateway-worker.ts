import { parentPort } from 'node:worker_threads';
import { serveThread } from './gateway-thread/serve-thread.ts';

/** The entry of the gateway's thread in an extension host; the storage thread's program lies beside it. */
const here = import.meta.url;
const storage = here.endsWith('.ts') ? './storage-worker.ts' : './storage-worker.cjs';
if (parentPort !== null) serveThread(parentPort, new URL(storage, here));
