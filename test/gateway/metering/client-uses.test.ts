import { expect, test } from 'vitest';
import { createClientUses } from '../../../src/gateway/metering/client-uses.ts';
import type { ClientUse } from '../../../src/gateway/storage/client-store.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function setUp() {
  const clock = createManualClock();
  const saved: (readonly ClientUse[])[] = [];
  const troubles: unknown[] = [];
  const disk = { works: true };
  const uses = createClientUses({
    clock,
    async save(due) {
      if (!disk.works) throw new Error('the disk is full');
      saved.push(due);
    },
    onTrouble: (error) => troubles.push(error),
  });
  return { clock, saved, troubles, disk, uses };
}

test('a thousand uses are one row each ten seconds, with the latest moment', async () => {
  const { clock, saved, uses } = setUp();
  const one = uses.of('one');
  for (let at = 1; at <= 1_000; at += 1) uses.note(one, at);
  uses.note(uses.of('two'), 5);
  clock.advance(9_999);
  expect(saved).toEqual([]);
  clock.advance(1);
  expect(saved).toEqual([
    [
      { client: 'one', at: 1_000 },
      { client: 'two', at: 5 },
    ],
  ]);
  clock.advance(60_000);
  expect(saved).toHaveLength(1);
  expect(clock.timers).toBe(0);
});

test('what could not be written is tried again with the next', async () => {
  const { clock, saved, troubles, disk, uses } = setUp();
  disk.works = false;
  uses.note(uses.of('one'), 7);
  await uses.flush();
  expect(troubles).toHaveLength(1);
  disk.works = true;
  uses.note(uses.of('two'), 8);
  clock.advance(10_000);
  expect(saved).toEqual([
    [
      { client: 'one', at: 7 },
      { client: 'two', at: 8 },
    ],
  ]);
});

test('what was kept does not set a client back, and a forgotten one is not written', async () => {
  const { saved, uses } = setUp();
  const one = uses.of('one');
  uses.note(one, 50);
  uses.restore([
    { client: 'one', at: 40 },
    { client: 'two', at: 60 },
  ]);
  expect([uses.of('one').at, uses.of('two').at]).toEqual([50, 60]);
  expect(uses.retain(new Set(['two']))).toEqual(['one']);
  await uses.flush();
  expect(saved).toEqual([]);
});
