import { getHeapSpaceStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { Deadline } from '../../../src/gateway/attempts/deadline.ts';
import { createYoungCollector } from '../../../src/gateway/garbage.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;
}

// Every attempt has one, and through it hangs all that a request is made of.
test('what a cancelled deadline would have called does not outlive a collection of the young generation', () => {
  const collect = createYoungCollector();
  const clock = createManualClock();
  const requestBytes = 8_000;
  const rounds = 100;
  const perRound = 40;
  const round = (): void => {
    for (let nth = 0; nth < perRound; nth += 1) {
      const request = new Array<number>(requestBytes / 8).fill(nth);
      const deadline = new Deadline(clock, 1_000, () => request.fill(0));
      deadline.cancel();
    }
    collect();
  };
  for (let nth = 0; nth < 10; nth += 1) round();
  const before = oldBytes();
  for (let nth = 0; nth < rounds; nth += 1) round();
  expect(oldBytes() - before).toBeLessThan((rounds * perRound * requestBytes) / 10);
});
