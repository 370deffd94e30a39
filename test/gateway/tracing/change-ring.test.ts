import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChangeRing } from '../../../src/gateway/tracing/change-ring.ts';
import { gatewayEvent, requestRecord } from '../storage/records.ts';

test('after any number of changes it has the latest, and knows how many are gone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.nat(30),
      fc.integer({ min: -1, max: 35 }),
      fc.integer({ min: 1, max: 40 }),
      (size, count, seq, most) => {
        const ring = createChangeRing(size);
        for (let n = 0; n < count; n += 1) ring.addEvent(gatewayEvent({ at: n + 1 }));
        const { changes, missed } = ring.after(seq, most);
        const wanted = Array.from({ length: count }, (_, at) => at + 1).filter((each) => each > seq);
        const kept = wanted.filter((each) => each > count - size);
        expect(changes.map((change) => change.seq)).toEqual(kept.slice(0, most));
        expect(missed).toBe(wanted.length === 0 ? 0 : wanted.length - kept.length);
        expect(ring.latest).toBe(count);
      },
    ),
  );
});

test('finds a request by its id until newer changes have taken its place', () => {
  const ring = createChangeRing(2);
  const record = requestRecord();
  ring.addRequest(record);
  ring.addEvent(gatewayEvent());
  expect(ring.find(record.id)).toBe(record);
  ring.addEvent(gatewayEvent());
  expect(ring.find(record.id)).toBeUndefined();
});

test('forgets all but the latest when told to, and counts the forgotten as missed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.nat(30),
      fc.nat(10),
      fc.nat(10),
      (size, count, most, later) => {
        const ring = createChangeRing(size);
        for (let n = 0; n < count; n += 1) ring.addEvent(gatewayEvent());
        ring.trim(most);
        for (let n = 0; n < later; n += 1) ring.addEvent(gatewayEvent());
        const kept = Math.min(size, Math.min(count, size, most) + later);
        const { changes, missed } = ring.after(0, 100);
        expect(changes.map(({ seq }) => seq)).toEqual(
          Array.from({ length: kept }, (_, at) => count + later - kept + 1 + at),
        );
        expect(missed).toBe(count + later - kept);
      },
    ),
  );
});
