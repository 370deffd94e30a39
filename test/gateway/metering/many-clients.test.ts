import { expect, test } from 'vitest';
import { keyDigest } from '../../../src/gateway/exchange/client-key.ts';
import { createRedactor } from '../../../src/gateway/exchange/redact.ts';
import { systemClock, systemRandom } from '../../../src/gateway/exchange/system-clock.ts';
import { createClientTable } from '../../../src/gateway/ingress/client-keys.ts';
import { createClientBook, mostClients } from '../../../src/gateway/metering/client-book.ts';
import { createClientUses } from '../../../src/gateway/metering/client-uses.ts';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';

const rounds = 20_000;

/** A door with so many keys behind it; `load` in milliseconds. */
async function doorWith(count: number) {
  const { clients } = createMemoryStorage();
  const keys = Array.from({ length: count }, () => `pbk-${systemRandom.hex(24)}`);
  for (const [index, key] of keys.entries()) {
    await clients.save({
      id: `key-${index}`,
      role: 'user',
      digest: keyDigest(key),
      keyEnd: key.slice(-4),
      createdAt: 0,
      createdBy: 'local',
    });
  }
  const uses = createClientUses({ clock: systemClock, save: clients.noteUses, onTrouble: () => undefined });
  const deps = { clock: systemClock, random: systemRandom, store: clients, uses, redactor: createRedactor() };
  const book = createClientBook(deps);
  const from = systemClock.monotonic();
  await book.load();
  const load = systemClock.monotonic() - from;
  const made = { loaded: true, find: book.find, closed: book.closed, use: uses.of, note: uses.note };
  return { keys, load, book, table: createClientTable([], new Map(), new Map(), made) };
}

/** Microseconds for one look-up, each of another key on a new connection. */
function lookUp({ keys, table }: Awaited<ReturnType<typeof doorWith>>): number {
  const from = systemClock.monotonic();
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const key = keys[(round * 7) % keys.length];
    if (key !== undefined && table.find([key], 1) !== undefined) found += 1;
  }
  const spent = systemClock.monotonic() - from;
  expect(found).toBe(rounds);
  return (spent / rounds) * 1_000;
}

test('a key among ten thousand is found by its hash, about as fast as among ten', async () => {
  const [few, many] = [await doorWith(10), await doorWith(mostClients)];
  const warm = [lookUp(few), lookUp(many)];
  expect(warm).toHaveLength(2);
  const [amongFew, amongMany] = [lookUp(few), lookUp(many)];
  const from = systemClock.monotonic();
  many.book.configure([]);
  const replaced = systemClock.monotonic() - from;
  process.stdout.write(
    `look-up of a key: ${amongFew.toFixed(1)} us among 10, ${amongMany.toFixed(1)} us among ${mostClients}; ` +
      `${mostClients} keys: ${many.load.toFixed(0)} ms to load, ${replaced.toFixed(0)} ms at a change of the config\n`,
  );
  // A search through a list would be a thousand times slower.
  expect(amongMany).toBeLessThan(amongFew * 50 + 50);
});
