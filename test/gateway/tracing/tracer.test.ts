import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/gateway/exchange/redact.ts';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';
import type { Change } from '../../../src/gateway/tracing/change-ring.ts';
import { createTracer, type TracerOptions } from '../../../src/gateway/tracing/tracer.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { attemptRecord, gatewayEvent, requestRecord } from '../storage/records.ts';

function start(more: Partial<TracerOptions> = {}) {
  const clock = createManualClock();
  const storage = createMemoryStorage();
  const afterwards = (act: () => void): void => act();
  return { clock, storage, tracer: createTracer({ clock, storage, afterwards, ...more }) };
}

/** A listener that remembers what it got. */
function listener(answer: () => boolean = () => true) {
  const got: { seqs: number[]; missed: number }[] = [];
  return {
    got,
    take(changes: readonly Change[], missed: number): boolean {
      got.push({ seqs: changes.map(({ seq }) => seq), missed });
      return answer();
    },
  };
}

describe('a finished request', () => {
  test('is kept in the storage, and found at once', async () => {
    const { storage, tracer } = start();
    const record = requestRecord();
    tracer.request(record);
    expect(tracer.find(record.id)).toEqual(record);
    expect(await storage.request(record.id)).toEqual(record);
  });

  test('is recorded after the turn in which it ended, unless somebody looks before', () => {
    const later: (() => void)[] = [];
    const afterwards = (act: () => void): void => {
      later.push(act);
    };
    const storage = createMemoryStorage();
    const stored: string[] = [];
    const counting = { ...storage, record: ({ id }: { readonly id: string }) => stored.push(id) };
    const { tracer } = start({ storage: counting, afterwards });
    tracer.request(requestRecord({ id: 'a' }));
    tracer.request(requestRecord({ id: 'b' }));
    expect(stored).toEqual([]);
    expect(later).toHaveLength(1);
    later[0]?.();
    expect(stored).toEqual(['a', 'b']);
    tracer.request(requestRecord({ id: 'c' }));
    expect(tracer.find('c')?.id).toBe('c');
    tracer.request(requestRecord({ id: 'd' }));
    tracer.settle();
    expect(stored).toEqual(['a', 'b', 'c', 'd']);
    // What was called back too late finds nothing to do.
    later[1]?.();
    expect(stored).toHaveLength(4);
  });

  test('is not running any more', () => {
    const { tracer } = start();
    const { id, startedAt, client, dialect, modelAsked, stream } = requestRecord();
    const running = { id, startedAt, client, dialect, modelAsked, stream };
    const over = tracer.started(running);
    const otherOver = tracer.started({ ...running, id: 'other' });
    expect(tracer.running()).toEqual({ count: 2, requests: [running, { ...running, id: 'other' }] });
    over();
    over();
    expect(tracer.running().count).toBe(1);
    otherOver();
    expect(tracer.running()).toEqual({ count: 0, requests: [] });
  });

  test('has no secret left in anything that a client or an upstream wrote', async () => {
    const redactor = createRedactor();
    redactor.learn('canary-secret-1');
    const { storage, tracer } = start({ redactor });
    const failure = {
      class: 'credential' as const,
      code: 'x',
      message: `bad key canary-secret-1 ${'y'.repeat(900)}`,
    };
    const record = requestRecord({
      path: '/k/canary-secret-1/v1/responses',
      modelAsked: 'm canary-secret-1',
      app: 'https://example.org/?key=canary-secret-1',
      user: 'canary-secret-1',
      terminal: 'canary-secret-1',
      conversation: 'canary-secret-1',
      failure,
      attempts: [attemptRecord({ outcome: 'failed', failure }), attemptRecord()],
    });
    tracer.request(record);
    tracer.event(gatewayEvent({ message: 'canary-secret-1', fields: { url: 'canary-secret-1', n: 1 } }));
    const kept = await storage.request(record.id);
    const { items } = await storage.events({ limit: 5 });
    expect(JSON.stringify([kept, items, tracer.find(record.id), tracer.lastFailure('openai')])).not.toContain(
      'canary',
    );
    expect(kept?.failure?.message).toHaveLength(500);
    expect(kept?.attempts[1]).toEqual(record.attempts[1]);
    expect(items[0]?.fields).toEqual({ url: '[redacted]', n: 1 });
  });
});

describe('the counts of today', () => {
  const today = { since: new Date(2026, 0, 1).getTime() };

  test('are of requests that began today, by outcome', () => {
    const { clock, tracer } = start();
    tracer.request(requestRecord({ startedAt: clock.now() }));
    tracer.request(requestRecord({ startedAt: clock.now(), outcome: 'failed' }));
    tracer.request(requestRecord({ startedAt: today.since - 1 }));
    expect(tracer.today()).toEqual({
      since: today.since,
      counts: { ok: 1, 'client-error': 0, failed: 1, cancelled: 0 },
    });
  });

  test('go on where an earlier process stopped, counting nothing twice', async () => {
    const { clock, storage } = start();
    storage.record(requestRecord({ startedAt: clock.now() }));
    storage.record(requestRecord({ startedAt: today.since - 1 }));
    const tracer = createTracer({ clock, storage, afterwards: (act) => act() });
    tracer.request(requestRecord({ startedAt: clock.now() }));
    // The sum of the earlier process comes a turn later.
    await expect.poll(() => tracer.today().counts.ok, { timeout: 10_000 }).toBe(2);
  });

  test('begin anew at midnight', () => {
    const { clock, tracer } = start();
    tracer.request(requestRecord({ startedAt: clock.now() }));
    clock.advance(24 * 3_600_000);
    tracer.request(requestRecord({ startedAt: clock.now() }));
    expect(tracer.today()).toMatchObject({ since: new Date(2026, 0, 2).getTime(), counts: { ok: 1 } });
  });
});

describe('the last failure of a provider', () => {
  test('is the latest attempt that it was to blame for', () => {
    const { tracer } = start();
    const overload = { class: 'overload' as const, code: 'overloaded_error', message: 'busy' };
    const client = { class: 'client' as const, code: 'invalid', message: 'no' };
    const moved = requestRecord({
      attempts: [
        attemptRecord({
          provider: 'anthropic',
          failure: overload,
          startedAt: 1_000,
          timings: { totalMs: 20.4 },
        }),
        attemptRecord(),
      ],
    });
    tracer.request(moved);
    tracer.request(
      requestRecord({
        outcome: 'client-error',
        attempts: [attemptRecord({ provider: 'anthropic', failure: client })],
      }),
    );
    expect(tracer.lastFailure('anthropic')).toEqual({
      at: 1_020,
      account: 'main',
      model: 'gpt-5.5',
      requestId: moved.id,
      failure: overload,
    });
    expect(tracer.lastFailure('openai')).toBeUndefined();
  });
});

describe('a subscriber', () => {
  test('gets what came after its place, in batches', () => {
    const { clock, tracer } = start();
    tracer.event(gatewayEvent());
    const { got, take } = listener();
    tracer.subscribe(take, tracer.latest);
    tracer.event(gatewayEvent());
    tracer.request(requestRecord());
    expect(got).toEqual([]);
    clock.advance(100);
    expect(got).toEqual([{ seqs: [2, 3], missed: 0 }]);
    clock.advance(1_000);
    expect(got).toHaveLength(1);
  });

  test('that comes back gets what it has missed, and hears how much is gone', () => {
    const { clock, tracer } = start({ ringSize: 3 });
    for (let n = 0; n < 5; n += 1) tracer.event(gatewayEvent());
    const { got, take } = listener();
    tracer.subscribe(take, 1);
    clock.advance(100);
    expect(got).toEqual([{ seqs: [3, 4, 5], missed: 1 }]);
  });

  test('finds 64 changes when nobody looked on, 512 while somebody does and for half a minute after', () => {
    const { clock, tracer } = start();
    const addMany = () => {
      for (let n = 0; n < 600; n += 1) tracer.event(gatewayEvent());
    };
    const kept = () => {
      const { got, take } = listener();
      const stop = tracer.subscribe(take, 0);
      clock.advance(200);
      stop?.();
      return got.reduce((sum, { seqs }) => sum + seqs.length, 0);
    };
    addMany();
    expect(kept()).toBe(64);
    clock.advance(29_000);
    addMany();
    expect(kept()).toBe(512);
    clock.advance(30_000);
    addMany();
    expect(kept()).toBe(64);
  });

  test('that falls behind gets batches of at most 500', () => {
    const { clock, tracer } = start({ ringSize: 2_000 });
    const { got, take } = listener();
    tracer.subscribe(take, 0);
    for (let n = 0; n < 1_200; n += 1) tracer.event(gatewayEvent());
    clock.advance(300);
    expect(got.map(({ seqs }) => seqs.length)).toEqual([500, 500, 200]);
  });

  test('that cannot take more, or throws, is dropped; the others are not', async () => {
    const { clock, storage, tracer } = start();
    const slow = listener(() => false);
    const broken = listener(() => {
      throw new Error('a view broke');
    });
    const good = listener();
    for (const each of [slow, broken, good]) tracer.subscribe(each.take, 0);
    tracer.event(gatewayEvent());
    clock.advance(100);
    tracer.event(gatewayEvent());
    clock.advance(200);
    expect([slow, broken, good].map(({ got }) => got.length)).toEqual([1, 1, 2]);
    const [fault] = (await storage.events({ limit: 5, code: 'tracing.fault' })).items;
    expect(fault?.message).toContain('a view broke');
  });

  test('that has left is not called, and leaves no timer', () => {
    const { clock, tracer } = start();
    const { got, take } = listener();
    const stop = tracer.subscribe(take, 0);
    tracer.event(gatewayEvent());
    stop?.();
    expect(clock.timers).toBe(0);
    clock.advance(1_000);
    expect(got).toEqual([]);
  });

  test('is refused when there are a hundred', () => {
    const { tracer } = start();
    const { take } = listener();
    const stops = Array.from({ length: 100 }, () => tracer.subscribe(take, 0));
    expect(tracer.subscribe(take, 0)).toBeUndefined();
    stops[0]?.();
    expect(tracer.subscribe(take, 0)).toBeDefined();
  });
});

test('a fault of the storage becomes an event, never an error of the request', async () => {
  const events: string[] = [];
  const storage = {
    ...createMemoryStorage(),
    record: () => {
      throw new Error('storage broke');
    },
    event: ({ code }: { code: string }) => void events.push(code),
  };
  const { tracer } = start({ storage });
  expect(() => tracer.request(requestRecord())).not.toThrow();
  expect(events).toEqual(['tracing.fault']);
});

test('the storage’s own events reach live views and the history', async () => {
  let report: ((event: ReturnType<typeof gatewayEvent>) => void) | undefined;
  const memory = createMemoryStorage();
  const { clock, tracer } = start({
    storage: {
      ...memory,
      reportTo: (listener) => {
        report = listener;
      },
    },
  });
  const { got, take } = listener();
  tracer.subscribe(take, 0);
  report?.(gatewayEvent({ code: 'storage.rows_dropped' }));
  clock.advance(100);
  expect(got).toHaveLength(1);
  expect((await memory.events({ limit: 1 })).items[0]?.code).toBe('storage.rows_dropped');
});
