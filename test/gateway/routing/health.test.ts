import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/gateway/exchange/failure.ts';
import {
  checkDueAt,
  cooldownMs,
  type HealthEvent,
  type HealthKind,
  type HealthState,
  kindOf,
  nextHealth,
  phaseOf,
} from '../../../src/gateway/routing/health.ts';
import { noTraffic } from '../../../src/gateway/routing/traffic.ts';
import { healthSettings, now } from './sample-view.ts';

const settings = healthSettings;
const week = 7 * 24 * 3_600_000;

function failure(more: Partial<Failure> = {}): Failure {
  return { class: 'transport', code: 'reset', message: 'x', ...more };
}

function failed(more: Partial<Failure> = {}, trial = false): HealthEvent {
  return { type: 'failed', failure: failure(more), trial, traffic: noTraffic };
}

/** Applies events, each `[milliseconds after the start, event]`. */
function stateAfter(
  kind: HealthKind,
  ...events: readonly (readonly [number, HealthEvent])[]
): HealthState | undefined {
  let state: HealthState | undefined;
  for (const [at, event] of events) state = nextHealth(kind, state, event, settings, now + at);
  return state;
}

describe('cooldowns of our own', () => {
  it('grow threefold from 10 s up to the cap', () => {
    expect([0, 1, 2, 3, 4, 400].map((nth) => cooldownMs(nth, settings))).toEqual([
      10_000, 30_000, 90_000, 270_000, 600_000, 600_000,
    ]);
    expect(cooldownMs(0, { ...settings, cooldownSeconds: 3 })).toBe(3000);
  });

  it('start at the threshold, not before', () => {
    expect(stateAfter('transport', [0, failed()])?.until).toBeUndefined();
    expect(stateAfter('transport', [0, failed()], [1, failed()])?.until).toBe(now + 10_001);
  });

  it('start with a count from zero after a success', () => {
    const state = stateAfter(
      'transport',
      [0, failed()],
      [1, { type: 'succeeded', trial: false }],
      [2, failed()],
    );
    expect(state?.until).toBeUndefined();
    expect(state?.failures).toBe(1);
  });

  it('grow with every trial that fails, and one failure is enough then', () => {
    const state = stateAfter('transport', [0, failed()], [0, failed()], [10_000, failed({}, true)]);
    expect(state?.until).toBe(now + 40_000);
  });

  it('are not lengthened by requests that fail during them', () => {
    const state = stateAfter('transport', [0, failed()], [0, failed()], [5000, failed()], [9999, failed()]);
    expect(state?.until).toBe(now + 10_000);
    expect(state?.cooldowns).toBe(1);
    expect(state?.failedAt).toBe(now + 9999);
  });

  it('are not ended by a request that began before and succeeds', () => {
    const before = stateAfter('transport', [0, failed()], [0, failed()]);
    expect(nextHealth('transport', before, { type: 'succeeded', trial: false }, settings, now + 5000)).toBe(
      before,
    );
    expect(
      nextHealth('transport', before, { type: 'succeeded', trial: true }, settings, now + 5000),
    ).toBeUndefined();
    expect(
      nextHealth('transport', before, { type: 'succeeded', trial: false }, settings, now + 10_000),
    ).toBeUndefined();
  });

  it.each(['credential', 'quota', 'model-quota'] as const)('start with the first failure for %s', (kind) => {
    expect(stateAfter(kind, [0, failed()])?.until).toBe(now + 10_000);
  });
});

describe('a reset that the upstream names', () => {
  it('wins over our timer, shorter and longer, without waiting for the threshold', () => {
    expect(stateAfter('overload', [0, failed({ retryAt: now + 2000 })])?.until).toBe(now + 2000);
    expect(stateAfter('quota', [0, failed({ retryAt: now + 18_000_000 })])?.until).toBe(now + 18_000_000);
  });

  it('is capped: a quota at 7 days, everything else at the longest cooldown', () => {
    expect(stateAfter('quota', [0, failed({ retryAt: now + 20 * week })])?.until).toBe(now + week);
    expect(stateAfter('overload', [0, failed({ retryAt: now + week })])?.until).toBe(now + 600_000);
    expect(stateAfter('credential', [0, failed({ retryAt: now + week })])?.until).toBe(now + 600_000);
  });

  it('in the past says nothing', () => {
    expect(stateAfter('overload', [0, failed({ retryAt: now })])?.until).toBeUndefined();
  });

  it('of a quota is tried every hour all the same', () => {
    const state = stateAfter('quota', [0, failed({ retryAt: now + week })]);
    expect(phaseOf(state, now + 3_599_999)).toBe('blocked');
    expect(phaseOf(state, now + 3_600_000)).toBe('half-open');
    const again = nextHealth('quota', state, failed({}, true), settings, now + 3_600_000);
    expect(again?.until).toBe(now + week);
    expect(phaseOf(again, now + 7_199_999)).toBe('blocked');
    expect(phaseOf(again, now + 7_200_000)).toBe('half-open');
  });

  it('may be corrected by a trial, also to an earlier one', () => {
    const state = stateAfter('quota', [0, failed({ retryAt: now + week })]);
    const at = now + 3_600_000;
    const again = nextHealth('quota', state, failed({ retryAt: at + 60_000 }, true), settings, at);
    expect(again?.until).toBe(at + 60_000);
  });
});

describe('a failure beside a trial', () => {
  /** Cooling for a second after the start, and the trial began then. */
  const tried = (kind: HealthKind): HealthState | undefined =>
    stateAfter(kind, [0, failed({ retryAt: now + 1000 })], [1000, { type: 'reserved' }]);
  const whenFailed = (kind: HealthKind, more: Partial<Failure>): HealthState | undefined =>
    nextHealth(kind, tried(kind), failed(more), settings, now + 1500);

  it.each(['overload', 'quota', 'model-quota', 'credential'] as const)(
    'that names a reset leaves no trial, for %s',
    (kind) => {
      const state = whenFailed(kind, { retryAt: now + 4000 });
      expect(state).toMatchObject({ until: now + 4000 });
      expect(state?.trialSince).toBeUndefined();
      expect([phaseOf(state, now + 3999), phaseOf(state, now + 4000)]).toEqual(['blocked', 'half-open']);
    },
  );

  it.each([
    ['quota', undefined],
    ['credential', undefined],
    ['overload', now + 1000],
    ['transport', now + 1000],
  ] as const)('that names none: the trial of %s began at %s', (kind, since) => {
    expect(whenFailed(kind, {})?.trialSince).toBe(since);
  });

  it('leaves no last resort either when it names a later reset', () => {
    const state = stateAfter(
      'overload',
      [0, failed({ retryAt: now + 9000 })],
      [1000, { type: 'reserved' }],
      [1500, failed({ retryAt: now + 8000 })],
    );
    expect(state).toMatchObject({ until: now + 9000, trialSince: now + 1000 });
    const later = nextHealth('overload', state, failed({ retryAt: now + 12_000 }), settings, now + 2000);
    expect([later?.until, later?.trialSince]).toEqual([now + 12_000, undefined]);
  });
});

describe('a model that is not there', () => {
  it('is remembered for 5 minutes and then forgotten without a trial', () => {
    const state = stateAfter('unsupported', [0, failed({ class: 'model-unsupported' })]);
    expect(phaseOf(state, now + 299_999)).toBe('blocked');
    expect(phaseOf(state, now + 300_000)).toBe('ok');
  });
});

describe('a check after a cooldown', () => {
  /** Cooling until 10 s after the start, and the check began then. */
  const checking = (kind: HealthKind): HealthState | undefined =>
    stateAfter(kind, [0, failed()], [0, failed()], [10_000, { type: 'check-began' }]);

  it('keeps requests away for 15 s at most', () => {
    const state = checking('transport');
    expect(phaseOf(state, now + 24_999)).toBe('checking');
    expect(phaseOf(state, now + 25_000)).toBe('half-open');
  });

  it('that passes lets requests of a provider go on; the next cooldown is longer until one succeeds', () => {
    const passed = nextHealth(
      'transport',
      checking('transport'),
      { type: 'check-passed' },
      settings,
      now + 11_000,
    );
    expect(phaseOf(passed, now + 11_000)).toBe('counting');
    const once = nextHealth('transport', passed, failed(), settings, now + 12_000);
    expect(phaseOf(once, now + 12_000)).toBe('counting');
    const twice = nextHealth('transport', once, failed(), settings, now + 12_000);
    expect(twice?.until).toBe(now + 42_000);
    const well: HealthEvent = { type: 'succeeded', trial: false };
    expect(nextHealth('transport', passed, well, settings, now + 12_000)).toBeUndefined();
  });

  it('that passes says nothing of a model, and all of a key', () => {
    const passed: HealthEvent = { type: 'check-passed' };
    expect(
      phaseOf(nextHealth('overload', checking('overload'), passed, settings, now + 11_000), now + 11_000),
    ).toBe('half-open');
    expect(nextHealth('credential', checking('credential'), passed, settings, now + 11_000)).toBeUndefined();
  });

  it('that fails closes for longer', () => {
    const event: HealthEvent = { type: 'check-failed', failure: failure() };
    expect(nextHealth('transport', checking('transport'), event, settings, now + 11_000)?.until).toBe(
      now + 41_000,
    );
  });

  it('is made once, and again after it was dropped', () => {
    const silent = nextHealth(
      'transport',
      checking('transport'),
      { type: 'check-silent' },
      settings,
      now + 11_000,
    );
    const dropped = nextHealth(
      'transport',
      checking('transport'),
      { type: 'check-dropped' },
      settings,
      now + 11_000,
    );
    expect(silent && checkDueAt(silent)).toBeUndefined();
    expect(dropped && checkDueAt(dropped)).toBe(now + 10_000);
  });

  it('ends when a request tries, and says nothing any more', () => {
    const tried = nextHealth(
      'transport',
      checking('transport'),
      { type: 'reserved' },
      settings,
      now + 11_000,
    );
    expect(phaseOf(tried, now + 11_000)).toBe('probing');
    expect(nextHealth('transport', tried, { type: 'check-passed' }, settings, now + 12_000)).toBe(tried);
  });

  it('does not begin beside a trial that nobody has ended', () => {
    const tried = stateAfter('credential', [0, failed()], [10_000, { type: 'reserved' }]);
    expect(phaseOf(tried, now + 610_000)).toBe('half-open');
    expect(nextHealth('credential', tried, { type: 'check-began' }, settings, now + 610_000)).toBe(tried);
  });

  it.each(['quota', 'model-quota', 'unsupported'] as const)('is not made for %s', (kind) => {
    const state = stateAfter(kind, [0, failed()]);
    expect(state && checkDueAt(state)).toBeUndefined();
  });
});

describe('which kind a failure is', () => {
  it.each([
    ['transport', undefined, 'transport'],
    ['overload', undefined, 'overload'],
    ['credential', undefined, 'credential'],
    ['quota', undefined, 'quota'],
    ['quota', 'account', 'quota'],
    ['quota', 'model', 'model-quota'],
    ['model-unsupported', undefined, 'unsupported'],
    ['client', undefined, undefined],
    ['cancelled', undefined, undefined],
    ['internal', undefined, undefined],
  ] as const)('%s %s: %s', (of, scope, expected) => {
    expect(kindOf({ class: of, ...(scope !== undefined && { scope }) })).toBe(expected);
  });
});

describe('whatever happens', () => {
  const kinds = fc.constantFrom<HealthKind>(
    'transport',
    'overload',
    'credential',
    'quota',
    'model-quota',
    'unsupported',
  );
  const event: fc.Arbitrary<HealthEvent> = fc.oneof(
    fc
      .record({
        retryIn: fc.option(fc.integer({ min: -1000, max: 3 * week }), { nil: undefined }),
        trial: fc.boolean(),
      })
      .map(({ retryIn, trial }) => failed(retryIn === undefined ? {} : { retryAt: now + retryIn }, trial)),
    fc.boolean().map((trial): HealthEvent => ({ type: 'succeeded', trial })),
    fc.constantFrom<HealthEvent>(
      { type: 'reserved' },
      { type: 'released' },
      { type: 'check-began' },
      { type: 'check-passed' },
      { type: 'check-silent' },
      { type: 'check-dropped' },
      { type: 'check-failed', failure: failure() },
    ),
  );
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2_000_000 }), event), { maxLength: 40 });

  it('nothing is closed for longer than the cap, and a trial is always due at most at the end', () => {
    fc.assert(
      fc.property(kinds, steps, (kind, list) => {
        let at = now;
        let state: HealthState | undefined;
        for (const [wait, what] of list) {
          at += wait;
          state = nextHealth(kind, state, what, settings, at);
          const cap = kind === 'quota' || kind === 'model-quota' ? week : 600_000;
          if (state?.until !== undefined) {
            expect(state.until).toBeLessThanOrEqual(state.failedAt + cap);
            expect(state.trialAt).toBeLessThanOrEqual(state.until);
          }
          expect(phaseOf(state, at + week + 1_200_000)).not.toBe('blocked');
        }
      }),
    );
  });

  it('a check is no trial: it never begins while one is out, nor before the cooldown is over', () => {
    fc.assert(
      fc.property(kinds, steps, (kind, list) => {
        let at = now;
        let state: HealthState | undefined;
        for (const [wait, what] of list) {
          at += wait;
          const before = phaseOf(state, at);
          state = nextHealth(kind, state, what, settings, at);
          if (what.type === 'check-began' && before !== 'half-open') expect(phaseOf(state, at)).toBe(before);
          if (state?.trialSince !== undefined) expect(state.checkSince).toBeUndefined();
        }
      }),
    );
  });

  it('checks that fail keep requests away three times at most', () => {
    fc.assert(
      fc.property(kinds, steps, (kind, list) => {
        let at = now;
        let state: HealthState | undefined;
        for (const [wait, what] of list) {
          at += wait;
          state = nextHealth(kind, state, what, settings, at);
        }
        let made = 0;
        for (; state !== undefined && made < 10; made += 1) {
          const due = checkDueAt(state);
          if (due === undefined) break;
          at = Math.max(at, due);
          state = nextHealth(kind, state, { type: 'check-began' }, settings, at);
          state = nextHealth(kind, state, { type: 'check-failed', failure: failure() }, settings, at);
        }
        expect(made).toBeLessThanOrEqual(3);
        expect(['ok', 'counting', 'half-open', 'probing']).toContain(phaseOf(state, at + week + 1_200_000));
      }),
    );
  });

  it('a trial that succeeds clears everything', () => {
    fc.assert(
      fc.property(kinds, steps, (kind, list) => {
        let at = now;
        let state: HealthState | undefined;
        for (const [wait, what] of list) {
          at += wait;
          state = nextHealth(kind, state, what, settings, at);
        }
        expect(nextHealth(kind, state, { type: 'succeeded', trial: true }, settings, at)).toBeUndefined();
      }),
    );
  });

  it('without named resets, cooldowns never get shorter until a success', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 30 }), (waits) => {
        let at = now;
        let last = 0;
        let state: HealthState | undefined;
        for (const wait of waits) {
          at += wait;
          const before = state?.until;
          state = nextHealth('transport', state, failed(), settings, at);
          if (state?.until === undefined || state.until === before) continue;
          expect(state.until - at).toBeGreaterThanOrEqual(last);
          last = state.until - at;
        }
      }),
    );
  });
});
