import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UpstreamHeaders } from '../../../src/gateway/exchange/ports.ts';
import type { AttemptRecord } from '../../../src/gateway/exchange/record.ts';
import { createMeasureBook } from '../../../src/gateway/routing/measure-book.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const place = { provider: 'p', account: 'k', model: 'm' };

function record(more: Partial<AttemptRecord> & { firstOutputMs?: number } = {}): AttemptRecord {
  const { firstOutputMs = 400, ...rest } = more;
  return {
    ...place,
    dialect: 'openai-chat',
    reason: 'listed',
    startedAt: 0,
    timings: { totalMs: 900, firstOutputMs },
    outcome: 'ok',
    ...rest,
  };
}

function start() {
  const clock = createManualClock();
  const book = createMeasureBook({ clock, priceOf: () => undefined });
  const answered = (more: Parameters<typeof record>[0] = {}, headers: UpstreamHeaders = {}, streams = true) =>
    book.ended(record(more), { streams, headers });
  return { clock, book, answered, of: (model = 'm', account = 'k') => book.of('p', account, model) };
}

describe('the time to the first output', () => {
  it('is an average in which the newest counts most', () => {
    const { answered, of } = start();
    expect(of()).toEqual({ inFlight: 0 });
    answered({ firstOutputMs: 1000 });
    expect(of().firstTokenMs).toBe(1000);
    answered({ firstOutputMs: 2000 });
    expect(of().firstTokenMs).toBe(1300);
    for (let at = 0; at < 20; at += 1) answered({ firstOutputMs: 100 });
    expect(of().firstTokenMs).toBeCloseTo(100, -1);
  });

  it('is the model’s, whichever account answered', () => {
    const { answered, of } = start();
    answered();
    expect(of('m', 'other').firstTokenMs).toBe(400);
    expect(of('n').firstTokenMs).toBeUndefined();
  });

  it('comes from streams that came to their end', () => {
    const { answered, of } = start();
    answered({ outcome: 'failed' });
    answered({ outcome: 'cancelled' });
    answered({}, {}, false);
    expect(of().firstTokenMs).toBeUndefined();
  });

  it('is not known any more after ten minutes, and begins anew', () => {
    const { answered, of, clock } = start();
    answered({ firstOutputMs: 9000 });
    clock.advance(600_000);
    expect(of().firstTokenMs).toBeUndefined();
    answered({ firstOutputMs: 100 });
    expect(of().firstTokenMs).toBe(100);
  });
});

describe('running calls', () => {
  it('are counted by account, whatever happens to them', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('x', 'y'), fc.boolean(), fc.constantFrom('ok', 'failed', 'cancelled')),
        ),
        (steps) => {
          const { book, of } = start();
          const open = { x: 0, y: 0 };
          for (const [account, begins, outcome] of steps) {
            if (account !== 'x' && account !== 'y') continue;
            if (begins) {
              book.started({ provider: 'p', account });
              open[account] += 1;
            } else if (open[account] > 0) {
              const how = outcome === 'ok' || outcome === 'failed' ? outcome : 'cancelled';
              book.ended(record({ account, outcome: how }), { streams: true, headers: {} });
              open[account] -= 1;
            }
            expect(of('m', 'x').inFlight).toBe(open.x);
            expect(of('m', 'y').inFlight).toBe(open.y);
          }
        },
      ),
    );
  });

  it('go on being counted when the provider is forgotten', () => {
    const { book, of, answered } = start();
    book.started(place);
    book.started(place);
    answered({}, { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '5' });
    book.forget('p');
    expect(of()).toEqual({ inFlight: 1 });
    answered();
    expect(of().inFlight).toBe(0);
  });
});

describe('the quota', () => {
  it('is what the last answer said, refusals too, for as long as its kind holds', () => {
    const { answered, of, clock } = start();
    answered({}, { 'x-ratelimit-limit-requests': '100', 'x-ratelimit-remaining-requests': '25' });
    expect(of().quotaLeft).toBe(0.25);
    expect(of('m', 'other').quotaLeft).toBeUndefined();
    answered(
      { outcome: 'failed' },
      { 'x-ratelimit-limit-requests': '100', 'x-ratelimit-remaining-requests': '0' },
    );
    expect(of().quotaLeft).toBe(0);
    clock.advance(60_000);
    expect(of().quotaLeft).toBeUndefined();
    answered({}, { 'anthropic-ratelimit-unified-5h-utilization': '0.75' });
    clock.advance(3_599_999);
    expect(of().quotaLeft).toBe(0.25);
    clock.advance(1);
    expect(of().quotaLeft).toBeUndefined();
  });
});

it('holds the models of a provider that were heard of last, a bounded number of them', () => {
  const { answered, of } = start();
  for (let at = 0; at < 300; at += 1) {
    answered({ model: 'kept' });
    answered({ model: `m${at}` });
  }
  expect(of('m0').firstTokenMs).toBeUndefined();
  expect(of('m299').firstTokenMs).toBe(400);
  expect(of('kept').firstTokenMs).toBe(400);
});

it('has the price from where prices are known', () => {
  const price = { inputPerMillion: 1, outputPerMillion: 2 };
  const book = createMeasureBook({
    clock: createManualClock(),
    priceOf: (provider, model) => (provider === 'p' && model === 'm' ? price : undefined),
  });
  expect(book.of('p', 'k', 'm')).toEqual({ inFlight: 0, price });
  book.started(place);
  expect(book.of('p', 'k', 'm')).toEqual({ inFlight: 1, price });
  expect(book.of('p', 'k', 'n')).toEqual({ inFlight: 1 });
});
