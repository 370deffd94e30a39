import { writeSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { systemClock } from '../../../src/gateway/exchange/system-clock.ts';
import { createSqliteStorage } from '../../../src/gateway/storage/sqlite-storage.ts';
import { requestRecord } from './records.ts';

/** Writes rows until it is killed, and says after each round how many are confirmed. */
const [dataDir = ''] = process.argv.slice(2);
const storage = await createSqliteStorage({
  dataDir,
  workerUrl: new URL('../../../src/storage-worker.ts', import.meta.url),
  clock: systemClock,
  retentionDays: 90,
});
let row = 0;
setInterval(() => {
  for (let n = 0; n < 20; n += 1) {
    storage.record(requestRecord({ id: `row-${row}` }));
    row += 1;
  }
  writeSync(1, `${storage.stats().written}\n`);
}, 2);
