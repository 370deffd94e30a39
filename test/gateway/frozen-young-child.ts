// Prints the size of the young generation, in MiB: after the start, after memory was given back, after survivors filled it
// again, and after more of them.
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { tuneOwnHeap } from '../../src/gateway/garbage.ts';

function youngMib(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return (space?.space_size ?? 0) / 1024 / 1024;
}

/** Half of what is made is still needed when it is looked at. */
async function survive(rounds: number): Promise<void> {
  const kept: unknown[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (let made = 0; made < 2_000; made += 1)
      kept[made] = { round, text: `${round} ${made}`, list: new Array(60) };
    await turn();
  }
}

await survive(20);
tuneOwnHeap();
const sizes = [youngMib()];
globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
await turn();
sizes.push(youngMib());
await survive(300);
sizes.push(youngMib());
await survive(600);
sizes.push(youngMib());
writeSync(1, JSON.stringify(sizes));
