import { existsSync, rmSync } from 'node:fs';

// The gateway's thread as it is, which dies when a file named `die` appears beside the data, as a crash would.
await import(new URL('../../dist/gateway-worker.cjs', import.meta.url).href);
const file = process.env.PATCHBAY_TEST_DIE ?? '';
setInterval(() => {
  if (!existsSync(file)) return;
  rmSync(file);
  process.exit(7);
}, 20).unref();
