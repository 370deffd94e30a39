import { writeSync } from 'node:fs';
import { systemClock } from '../../../src/gateway/exchange/system-clock.ts';
import { createSqliteStorage } from '../../../src/gateway/storage/sqlite-storage.ts';

/** Saves clients until it is killed, revokes every second one, and says after each how many are confirmed. */
const [dataDir = ''] = process.argv.slice(2);
const { clients } = await createSqliteStorage({
  dataDir,
  workerUrl: new URL('../../../src/storage-worker.ts', import.meta.url),
  clock: systemClock,
  retentionDays: 90,
});
for (let index = 0; ; index += 1) {
  const client = {
    id: `key-${index}`,
    role: 'user',
    digest: `digest-${index}`,
    keyEnd: '0000',
    createdAt: index,
    createdBy: 'local',
  } as const;
  await clients.save(client);
  if (index % 2 === 1) await clients.save({ ...client, revokedAt: index });
  writeSync(1, `${index + 1}\n`);
}
