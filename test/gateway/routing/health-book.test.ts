import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure, FailureClass } from '../../../src/gateway/exchange/failure.ts';
import {
  createHealthBook,
  type HealthBook,
  type HealthChange,
  type RunningCheck,
} from '../../../src/gateway/routing/health-book.ts';
import type { Candidate } from '../../../src/gateway/routing/view.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { healthSettings } from './sample-view.ts';

const settings = healthSettings;

function candidate(more: Partial<Candidate> = {}): Candidate {
  return {
    provider: 'p',
    account: 'a',
    model: 'm',
    dialect: 'openai-chat',
    reason: 'listed',
    probe: false,
    ...more,
  };
}

function failure(of: FailureClass, more: Partial<Failure> = {}): Failure {
  return { class: of, code: 'code', message: 'message', ...more };
}

const trial = candidate({ reason: 'half-open', probe: true });
const lastResort = candidate({ reason: 'last-resort', probe: true });

function setup() {
  const clock = createManualClock();
  const book = createHealthBook({ settings, clock });
  const state = (provider = 'p', account = 'a', model = 'm') =>
    book.availability(provider, account, model).state;
  const fail = (of: FailureClass, more: Partial<Failure> = {}, at = candidate()) =>
    book.failed(at, failure(of, more));
  /** The provider cools down for 10 s. */
  const cool = () => {
    fail('transport');
    fail('transport');
  };
  return { clock, book, state, fail, cool };
}

describe('whom a failure concerns', () => {
  it('transport: the whole provider', () => {
    const { state, cool } = setup();
    cool();
    expect([state(), state('p', 'b', 'n'), state('q')]).toEqual(['cooling', 'cooling', 'ok']);
  });

  it('overload: the model at the provider', () => {
    const { state, fail } = setup();
    fail('overload');
    fail('overload');
    expect([state(), state('p', 'b', 'm'), state('p', 'a', 'n')]).toEqual(['cooling', 'cooling', 'ok']);
  });

  it('credential: the account', () => {
    const { state, fail } = setup();
    fail('credential');
    expect([state(), state('p', 'a', 'n'), state('p', 'b', 'm')]).toEqual(['refused', 'refused', 'ok']);
  });

  it('quota: the account, or the model of an account', () => {
    const { state, fail } = setup();
    fail('quota', {}, candidate({ account: 'b' }));
    fail('quota', { scope: 'model' });
    expect([state('p', 'b', 'n'), state(), state('p', 'a', 'n')]).toEqual(['exhausted', 'exhausted', 'ok']);
  });

  it('model-unsupported: the model at the provider, for 5 minutes', () => {
    const { state, fail, clock, book } = setup();
    fail('model-unsupported');
    expect([state(), state('p', 'b', 'm'), state('p', 'a', 'n')]).toEqual([
      'model-unsupported',
      'model-unsupported',
      'ok',
    ]);
    clock.advance(300_000);
    expect(state()).toBe('ok');
    expect(book.states()).toEqual([]);
  });

  it('client, cancelled and internal: nobody', () => {
    const { state, fail, book } = setup();
    for (let at = 0; at < 20; at += 1)
      for (const of of ['client', 'cancelled', 'internal'] as const) fail(of);
    expect(state()).toBe('ok');
    expect(book.states()).toEqual([]);
  });

  it('when it is several, the gravest counts, until the last of them', () => {
    const { book, fail, cool, clock } = setup();
    cool();
    fail('quota', { retryAt: clock.now() + 3_000_000 });
    expect(book.availability('p', 'a', 'm')).toEqual({
      state: 'exhausted',
      guessed: false,
      until: clock.now() + 3_000_000,
      failedAt: clock.now(),
    });
  });

  it('one failure that does not close anything is known by its time', () => {
    const { book, fail, clock } = setup();
    fail('transport');
    expect(book.availability('p', 'a', 'm')).toEqual({ state: 'ok', failedAt: clock.now() });
  });
});

describe('a trial', () => {
  it('is due after the cooldown, and taken by one request only', () => {
    const { book, state, cool, clock } = setup();
    cool();
    expect(book.reserve(trial)).toBe(false);
    clock.advance(10_000);
    expect(state()).toBe('half-open');
    expect(book.reserve(trial)).toBe(true);
    expect(state()).toBe('probing');
    expect(book.reserve(trial)).toBe(false);
  });

  it('that succeeds makes all well', () => {
    const { book, state, cool, clock } = setup();
    cool();
    clock.advance(10_000);
    book.reserve(trial);
    book.succeeded(trial);
    expect(state()).toBe('ok');
    expect(book.states()).toEqual([]);
  });

  it('that fails closes for longer', () => {
    const { book, cool, clock } = setup();
    cool();
    clock.advance(10_000);
    book.reserve(trial);
    book.failed(trial, failure('transport'));
    expect(book.availability('p', 'a', 'm')).toMatchObject({ state: 'cooling', until: clock.now() + 30_000 });
  });

  it('that is given up frees its place', () => {
    const { book, state, cool, clock } = setup();
    cool();
    clock.advance(10_000);
    book.reserve(trial);
    book.released(trial);
    expect(state()).toBe('half-open');
    expect(book.reserve(trial)).toBe(true);
  });

  it('that ends with a client’s mistake frees its place and changes nothing', () => {
    const { book, state, cool, clock } = setup();
    cool();
    clock.advance(10_000);
    book.reserve(trial);
    book.failed(trial, failure('client'));
    expect(state()).toBe('half-open');
  });

  it('that fails for another reason frees its place', () => {
    const { book, cool, clock, state } = setup();
    cool();
    clock.advance(10_000);
    book.reserve(trial);
    book.failed(trial, failure('quota'));
    expect([state(), state('p', 'b', 'm')]).toEqual(['exhausted', 'half-open']);
  });

  it('keeps its place when a request that began before fails', () => {
    const { book, cool, clock, state } = setup();
    cool();
    clock.advance(10_000);
    book.reserve(trial);
    book.failed(candidate(), failure('transport'));
    expect(state()).toBe('probing');
    expect(book.reserve(lastResort)).toBe(false);
  });

  it('that succeeds does not open an account that was refused meanwhile', () => {
    const { book, fail, clock, state } = setup();
    fail('quota', { retryAt: clock.now() + 1000 });
    clock.advance(1000);
    expect(book.reserve(trial)).toBe(true);
    // Of a request that began before the first refusal.
    fail('quota', { retryAt: clock.now() + 3000 });
    clock.advance(500);
    book.succeeded(trial);
    expect(book.availability('p', 'a', 'm')).toMatchObject({
      state: 'exhausted',
      until: clock.now() + 2500,
    });
    clock.advance(2500);
    expect(state()).toBe('half-open');
    expect(book.reserve(candidate({ probe: true }))).toBe(true);
  });

  it('speaks for what was not well when it began, and for nothing else', () => {
    const { book, fail, clock, state } = setup();
    fail('quota', { retryAt: clock.now() + 1000 });
    clock.advance(1000);
    book.reserve(trial);
    fail('quota', { scope: 'model', retryAt: clock.now() + 3000 });
    fail('overload', { retryAt: clock.now() + 3000 }, candidate({ account: 'b', model: 'n' }));
    book.succeeded(trial);
    expect([state('p', 'a', 'm'), state('p', 'a', 'o'), state('p', 'b', 'n')]).toEqual([
      'exhausted',
      'ok',
      'cooling',
    ]);
  });

  it('that is given up does not free the place of another trial', () => {
    const { book, fail, clock, cool, state } = setup();
    fail('quota', { retryAt: clock.now() + 1000 });
    clock.advance(1000);
    book.reserve(trial);
    cool();
    clock.advance(10_000);
    expect(book.reserve(candidate({ account: 'b', probe: true }))).toBe(true);
    book.released(trial);
    expect(state('p', 'b', 'm')).toBe('probing');
  });

  it('that nobody ends frees its place after 10 minutes', () => {
    const { book, cool, clock } = setup();
    cool();
    clock.advance(10_000);
    book.reserve(trial);
    clock.advance(599_999);
    expect(book.reserve(trial)).toBe(false);
    clock.advance(1);
    expect(book.reserve(trial)).toBe(true);
  });

  it('of a quota leaves the account exhausted for the others', () => {
    const { book, state, fail, clock } = setup();
    fail('quota', { retryAt: clock.now() + 7_200_000 });
    clock.advance(3_600_000);
    expect(book.reserve(trial)).toBe(true);
    expect(state()).toBe('exhausted');
  });
});

describe('the last resort', () => {
  it('may go out during a cooldown, one at a time and 5 s apart', () => {
    const { book, cool, clock } = setup();
    cool();
    expect(book.reserve(lastResort)).toBe(true);
    expect(book.reserve(lastResort)).toBe(false);
    book.failed(lastResort, failure('transport'));
    clock.advance(4999);
    expect(book.reserve(lastResort)).toBe(false);
    clock.advance(1);
    expect(book.reserve(lastResort)).toBe(true);
    book.succeeded(lastResort);
    expect(book.states()).toEqual([]);
  });

  it('does not lengthen the cooldown when it fails', () => {
    const { book, cool, clock } = setup();
    cool();
    const { until } = book.availability('p', 'a', 'm');
    clock.advance(5000);
    book.reserve(lastResort);
    book.failed(lastResort, failure('transport'));
    expect(book.availability('p', 'a', 'm').until).toBe(until);
  });

  it('does not reach into an exhausted account', () => {
    const { book, fail } = setup();
    fail('quota');
    expect(book.reserve(lastResort)).toBe(false);
  });
});

describe('a check', () => {
  const scope = { provider: 'p', kind: 'transport' } as const;

  it('is due when the cooldown ends, one at a time', () => {
    const { book, cool, clock } = setup();
    cool();
    expect(book.checks()).toEqual([{ scope, at: clock.now() + 10_000 }]);
    expect(book.beginCheck(scope, () => undefined)).toBeUndefined();
    clock.advance(10_000);
    expect(book.beginCheck(scope, () => undefined)).toBeDefined();
    expect(book.checks()).toEqual([]);
    expect(book.beginCheck(scope, () => undefined)).toBeUndefined();
  });

  it('keeps requests away, except the last resort, which abandons it', () => {
    const { book, cool, clock, state } = setup();
    let abandoned = 0;
    cool();
    clock.advance(10_000);
    const check = book.beginCheck(scope, () => {
      abandoned += 1;
    });
    expect(book.availability('p', 'a', 'm')).toMatchObject({ state: 'cooling', until: clock.now() + 15_000 });
    expect(book.reserve(trial)).toBe(false);
    expect(book.reserve(lastResort)).toBe(true);
    expect(abandoned).toBe(1);
    check?.failed(failure('transport'));
    expect(state()).toBe('probing');
    book.succeeded(lastResort);
    expect([state(), abandoned]).toEqual(['ok', 1]);
  });

  it('is abandoned when the place is cleared', () => {
    const { book, cool, clock } = setup();
    let abandoned = false;
    cool();
    clock.advance(10_000);
    const check = book.beginCheck(scope, () => {
      abandoned = true;
    });
    book.clear({ provider: 'p' }, 'by-hand');
    check?.failed(failure('transport'));
    expect([abandoned, book.allWell()]).toEqual([true, true]);
  });

  it('that passes is told as recovered once, and the next success adds nothing', () => {
    const { book, cool, clock, state } = setup();
    const heard: string[] = [];
    cool();
    clock.advance(10_000);
    book.onChange(({ type }) => heard.push(type));
    book.beginCheck(scope, () => undefined)?.passed();
    expect([state(), book.states()]).toEqual(['ok', []]);
    book.succeeded(candidate());
    expect(heard).toEqual(['recovered']);
    expect(book.allWell()).toBe(true);
  });
});

describe('the book', () => {
  it('lets everything else pass without a reservation', () => {
    const { book, cool } = setup();
    cool();
    expect(book.reserve(candidate())).toBe(true);
  });

  it('lists what is wrong', () => {
    const { book, fail, clock } = setup();
    fail('transport');
    fail('quota', { retryAt: clock.now() + 60_000, scope: 'model' });
    expect(book.states()).toEqual([
      {
        provider: 'p',
        kind: 'transport',
        state: 'failing',
        failures: 1,
        failedAt: clock.now(),
        code: 'code',
        message: 'message',
      },
      {
        provider: 'p',
        account: 'a',
        model: 'm',
        kind: 'model-quota',
        state: 'exhausted',
        until: clock.now() + 60_000,
        failures: 1,
        failedAt: clock.now(),
        code: 'code',
        message: 'message',
      },
    ]);
  });

  it('forgets by hand what lies in a scope', () => {
    const { book, fail } = setup();
    fail('credential');
    fail('credential', {}, candidate({ account: 'b' }));
    fail('overload', {}, candidate({ provider: 'q' }));
    expect(book.clear({ provider: 'p', account: 'a' }, 'by-hand')).toBe(1);
    expect(book.states().map(({ provider, account }) => [provider, account])).toEqual([
      ['p', 'b'],
      ['q', undefined],
    ]);
    expect(book.clear(undefined, 'by-hand')).toBe(2);
    expect(book.states()).toEqual([]);
  });

  it('takes new settings at once', () => {
    const { book, state, fail } = setup();
    book.update({ ...settings, failureThreshold: 1 });
    fail('transport');
    expect(state()).toBe('cooling');
  });

  it('tells what closes and what is well again, once', () => {
    const { book, cool, fail, clock } = setup();
    const heard: HealthChange[] = [];
    const stop = book.onChange((change) => heard.push(change));
    cool();
    fail('transport');
    clock.advance(10_000);
    book.reserve(trial);
    book.succeeded(trial);
    expect(heard.map(({ type, provider, kind }) => [type, provider, kind])).toEqual([
      ['cooling', 'p', 'transport'],
      ['recovered', 'p', 'transport'],
    ]);
    expect(heard[0]).toMatchObject({ until: clock.now(), failure: { code: 'code' } });
    stop();
    cool();
    expect(heard).toHaveLength(2);
  });

  it('does not grow with the names that clients make up', () => {
    const { book, fail, state } = setup();
    for (let at = 0; at < 3000; at += 1) fail('model-unsupported', {}, candidate({ model: `m${at}` }));
    expect(book.states()).toHaveLength(500);
    expect([state('p', 'a', 'm0'), state('p', 'a', 'm2999')]).toEqual(['ok', 'model-unsupported']);
  });
});

describe('whatever requests do', () => {
  interface Running {
    readonly candidate: Candidate;
    readonly key: string;
  }
  const classes = fc.constantFrom<FailureClass>(
    'client',
    'cancelled',
    'transport',
    'overload',
    'quota',
    'credential',
  );
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 20_000 }),
    model: fc.constantFrom('m', 'n'),
    account: fc.constantFrom('a', 'b'),
    end: fc.oneof(fc.constantFrom('succeeded' as const, 'released' as const), classes),
    index: fc.nat(5),
    starts: fc.boolean(),
    check: fc.option(fc.constantFrom('passed', 'failed', 'silent', 'dropped'), { nil: undefined }),
  });

  /** Begins a check of the provider, if one is due. */
  function beginCheck(book: HealthBook, checks: Set<RunningCheck>): void {
    const begun = book.beginCheck({ provider: 'p', kind: 'transport' }, () => checks.clear());
    if (begun !== undefined) checks.add(begun);
  }

  it('never are two trials out at one provider for its outage', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const clock = createManualClock();
        const book = createHealthBook({ settings, clock });
        const running: Running[] = [];
        /** Checks that are waited for. */
        const checks = new Set<RunningCheck>();
        for (const { wait, model, account, end, index, starts, check } of steps) {
          clock.advance(wait);
          if (check !== undefined) {
            const [made] = checks;
            if (made !== undefined) {
              checks.delete(made);
              if (check === 'failed') made.failed(failure('transport'));
              else made[check]();
            } else beginCheck(book, checks);
          }
          const { state } = book.availability('p', account, model);
          if (starts) {
            const probe = state === 'half-open' || state === 'cooling';
            if (!probe && state !== 'ok') continue;
            const reason = state === 'cooling' ? 'last-resort' : probe ? 'half-open' : 'listed';
            const next = candidate({ account, model, probe, reason });
            const wasOut =
              checks.size === 0 &&
              book.states().some((row) => row.kind === 'transport' && row.state === 'probing');
            const concerns = book.states().some((row) => row.kind === 'transport' && row.until !== undefined);
            if (!book.reserve(next)) continue;
            if (probe && concerns) expect([wasOut, checks.size]).toEqual([false, 0]);
            running.push({ candidate: next, key: `${account} ${model}` });
          } else {
            const [one] = running.splice(index % Math.max(1, running.length), 1);
            if (one === undefined) continue;
            if (end === 'succeeded') book.succeeded(one.candidate);
            else if (end === 'released') book.released(one.candidate);
            else book.failed(one.candidate, failure(end));
          }
        }
        for (const one of running) book.released(one.candidate);
        for (const one of checks) one.dropped();
        expect(book.states().some((row) => row.state === 'probing')).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('a client’s mistake leaves every state as it was', () => {
    fc.assert(
      fc.property(fc.array(classes, { maxLength: 20 }), (list) => {
        const { book, fail } = setup();
        for (const of of list) fail(of);
        const before = book.states();
        fail('client');
        fail('cancelled');
        expect(book.states()).toEqual(before);
      }),
    );
  });
});
