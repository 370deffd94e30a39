import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costSources } from '../../../src/gateway/exchange/cost.ts';
import { allDialects } from '../../../src/gateway/exchange/dialect.ts';
import type { RequestRecord } from '../../../src/gateway/exchange/record.ts';
import type { Usage } from '../../../src/gateway/exchange/usage.ts';
import { migrate } from '../../../src/gateway/storage/engine/migrate.ts';
import { createReader } from '../../../src/gateway/storage/engine/read.ts';
import { createWriter } from '../../../src/gateway/storage/engine/write.ts';
import { packRequests } from '../../../src/gateway/storage/pack-requests.ts';
import { requestRecord } from './records.ts';

function engine() {
  const database = new DatabaseSync(':memory:');
  migrate(database, ':memory:');
  return { writer: createWriter(database), reader: createReader(database) };
}

/** Drops keys without a value: absent and undefined are the same in a record. */
function compact<T>(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<T> {
  return arbitrary.map((value) => JSON.parse(JSON.stringify(value)));
}

const count = fc.nat(1_000_000_000);
/** Times are kept to the microsecond. */
const span = fc.nat(1_000_000_000).map((us) => us / 1000);
const moment = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
const name = fc.string({ unit: 'binary', maxLength: 30 });
const choice = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const usage: fc.Arbitrary<Usage> = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
  reasoning: count,
  estimated: fc.boolean(),
});

const cost = fc.record(
  {
    nanoUsd: fc.nat(Number.MAX_SAFE_INTEGER),
    source: fc.constantFrom(...costSources),
    priceVersion: choice('config', '2026-11-10-abcdef'),
  },
  { requiredKeys: ['nanoUsd', 'source'] },
);

const failure = fc.record(
  {
    class: choice('client', 'credential', 'quota', 'overload', 'transport', 'cancelled', 'internal'),
    code: name,
    message: name,
    status: count,
    retryAt: moment,
    shouldRetry: fc.boolean(),
    scope: choice('account', 'model'),
  },
  { requiredKeys: ['class', 'code', 'message'] },
);

const attempt = fc.record(
  {
    provider: choice('openai', 'anthropic'),
    account: choice('main', 'spare'),
    model: name,
    dialect: fc.constantFrom(...allDialects),
    reason: name,
    startedAt: moment,
    timings: fc.record(
      { connectMs: span, firstByteMs: span, firstOutputMs: span, totalMs: span },
      { requiredKeys: ['totalMs'] },
    ),
    status: count,
    upstreamId: name,
    outcome: choice('ok', 'failed', 'cancelled', 'hedged'),
    failure,
    strategy: name,
    usage,
    cost,
  },
  { requiredKeys: ['provider', 'account', 'model', 'dialect', 'reason', 'startedAt', 'timings', 'outcome'] },
);

const record = fc.record({
  id: fc.uuid(),
  startedAt: moment,
  client: name,
  terminal: optional(name),
  conversation: optional(name),
  app: optional(name),
  user: optional(name),
  dialect: fc.constantFrom(...allDialects),
  operation: choice('generate', 'count-tokens', 'embed', 'batch-embed', 'raw'),
  path: name,
  modelAsked: name,
  stream: fc.boolean(),
  status: count,
  outcome: choice('ok', 'client-error', 'failed', 'cancelled'),
  failure: optional(failure),
  provider: optional(choice('openai', 'anthropic')),
  account: optional(choice('main', 'spare')),
  model: optional(name),
  modelAnswered: optional(name),
  attempts: fc.array(attempt, { maxLength: 3 }),
  queueMs: span,
  firstByteMs: optional(span),
  firstOutputMs: optional(span),
  totalMs: span,
  usage: optional(usage),
  cost: optional(cost),
  requestBytes: count,
  responseBytes: count,
  losses: fc.array(fc.record({ code: name, path: name, detail: name }), { maxLength: 3 }),
});

/** Usage and cost of an attempt are mostly those of its request, and are kept once then. */
const withSharedUsage = fc
  .tuple(record, fc.boolean())
  .map(([one, shared]) =>
    shared
      ? { ...one, attempts: one.attempts.map((each) => ({ ...each, usage: one.usage, cost: one.cost })) }
      : one,
  );
const batch = compact<RequestRecord[]>(
  fc.uniqueArray(withSharedUsage, { minLength: 1, maxLength: 25, selector: ({ id }) => id }),
);

test('any batch of records comes back from the database as it went in', () => {
  fc.assert(
    fc.property(batch, (records) => {
      const { writer, reader } = engine();
      const packed = packRequests(records);
      expect(writer.write({ requests: packed, events: [], again: false })).toEqual({ refused: 0 });
      for (const each of records) expect(reader.request(each.id)).toEqual(each);
    }),
    { numRuns: 60 },
  );
});

test('numbers that are none, and names as long as a body, are tamed rather than refused', () => {
  const { writer, reader } = engine();
  const odd = requestRecord({
    startedAt: 1_790_000_000_000.6,
    modelAsked: 'm'.repeat(100_000),
    totalMs: Number.NaN,
    queueMs: Number.POSITIVE_INFINITY,
    requestBytes: Number.NaN,
    usage: {
      input: 1.5,
      cacheRead: 1e300,
      cacheWrite5m: -1,
      cacheWrite1h: 0,
      output: Number.NaN,
      reasoning: 0,
      estimated: true,
    },
    attempts: Array.from({ length: 100 }, () => requestRecord().attempts).flat(),
  });
  expect(writer.write({ requests: packRequests([odd]), events: [], again: false })).toEqual({ refused: 0 });
  const read = reader.request(odd.id);
  expect(read).toMatchObject({ startedAt: 1_790_000_000_001, totalMs: 0, queueMs: 0, requestBytes: 0 });
  expect(read?.modelAsked).toHaveLength(512);
  expect(read?.attempts).toHaveLength(64);
  expect(read?.usage).toMatchObject({ input: 2, cacheRead: Number.MAX_SAFE_INTEGER, output: 0 });
});
