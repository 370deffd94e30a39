import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelFacts } from '../../../src/gateway/exchange/model-facts.ts';
import { routingModes } from '../../../src/gateway/exchange/routing-mode.ts';
import { createHealthBook } from '../../../src/gateway/routing/health-book.ts';
import type { Measures } from '../../../src/gateway/routing/measures.ts';
import { plan } from '../../../src/gateway/routing/plan.ts';
import { rememberedPlan } from '../../../src/gateway/routing/remembered-plan.ts';
import type {
  Availability,
  RoutingAsk,
  RoutingProvider,
  RoutingView,
} from '../../../src/gateway/routing/view.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { account, ask, healthSettings, now, provider, view } from './sample-view.ts';

const ids = ['a', 'b', 'c', 'd', 'e'] as const;
const names = ['m', 'n', 'x/y', 'a/m', 'b/x/y'] as const;

const accounts = fc
  .array(
    fc.record({
      priority: fc.integer({ min: 0, max: 2 }),
      weight: fc.integer({ min: 0, max: 3 }),
      enabled: fc.boolean(),
      hasKey: fc.boolean(),
    }),
    { maxLength: 3 },
  )
  .map((list) => list.map((more, at) => account(`k${at}`, more)));

const someProvider = (id: string): fc.Arbitrary<RoutingProvider> =>
  fc
    .record({
      vendor: fc.constantFrom('openai' as const, 'anthropic' as const),
      enabled: fc.boolean(),
      role: fc.constantFrom('primary' as const, 'backup' as const),
      group: fc.constantFrom('eu', 'us', undefined),
      dialects: fc.subarray(['openai-chat' as const, 'anthropic-messages' as const]),
      discovered: fc.boolean(),
      accounts,
      models: fc.oneof(
        fc.constantFrom('any' as const, 'unknown' as const),
        fc.subarray(['m', 'n', 'x/y']).map((list) => new Set(list)),
      ),
    })
    .map(({ group, ...more }) => ({
      ...provider(id, 'any'),
      ...more,
      ...(group !== undefined && { group }),
    }));

const availability: fc.Arbitrary<Availability> = fc.oneof(
  fc.constant({ state: 'ok' as const }),
  fc.record({
    state: fc.constantFrom(
      'cooling' as const,
      'exhausted' as const,
      'refused' as const,
      'half-open' as const,
      'probing' as const,
      'model-unsupported' as const,
    ),
    until: fc.integer({ min: now, max: now + 1e6 }),
    failedAt: fc.integer({ min: now - 60_000, max: now }),
  }),
);

const measures: fc.Arbitrary<Partial<Measures>> = fc.record(
  {
    firstTokenMs: fc.integer({ min: 0, max: 9 }),
    inFlight: fc.integer({ min: 0, max: 9 }),
    quotaLeft: fc.double({ min: 0, max: 1, noNaN: true }),
    price: fc.record({ inputPerMillion: fc.integer({ min: 0, max: 3 }), outputPerMillion: fc.constant(1) }),
  },
  { requiredKeys: [] },
);

const facts: fc.Arbitrary<ModelFacts> = fc.record(
  { contextTokens: fc.constantFrom(10, 1000), images: fc.boolean(), tools: fc.boolean() },
  { requiredKeys: [] },
);

const someView: fc.Arbitrary<RoutingView> = fc
  .record({
    providers: fc.tuple(...ids.map(someProvider)),
    health: fc.dictionary(fc.constantFrom(...ids, 'a/k0', 'b/k1'), availability),
    rules: fc.array(
      fc.record(
        {
          match: fc.constantFrom('m', '*', 'x*'),
          use: fc.array(fc.constantFrom('a/*', 'b/n', 'c/*', 'zz/q'), { minLength: 1, maxLength: 3 }),
          set: fc.constant({}),
          mode: fc.constantFrom(...routingModes),
        },
        { requiredKeys: ['match', 'use', 'set'] },
      ),
      { maxLength: 2 },
    ),
    preferred: fc.constantFrom(...ids, undefined),
    mode: fc.constantFrom(...routingModes),
    measures: fc.dictionary(fc.constantFrom(...ids, 'a/k0', 'b/k1'), measures),
    facts: fc.dictionary(fc.constantFrom(...ids), facts),
  })
  .map(({ providers, health, rules, preferred, mode, measures: measured, facts: known }) =>
    view(providers, {
      health,
      rules,
      measures: measured,
      facts: known,
      settings: { mode, ...(preferred !== undefined && { preferred }) },
    }),
  );

const list = fc.option(fc.subarray([...ids]), { nil: undefined });
const someAsk: fc.Arbitrary<RoutingAsk> = fc
  .record({
    model: fc.constantFrom(...names),
    operation: fc.constantFrom('generate' as const, 'count-tokens' as const, 'raw' as const),
    pin: fc.option(fc.constantFrom(...ids), { nil: undefined }),
    vendor: fc.option(fc.constantFrom('openai' as const, 'anthropic' as const), { nil: undefined }),
    order: list,
    only: list,
    ignore: list,
    allowedProviders: list,
    allowFallbacks: fc.option(fc.boolean(), { nil: undefined }),
    fallbackModels: fc.option(fc.subarray([...names]), { nil: undefined }),
    lastProvider: fc.option(fc.constantFrom(...ids), { nil: undefined }),
    mode: fc.option(fc.constantFrom(...routingModes), { nil: undefined }),
    ownerMode: fc.option(fc.constantFrom(...routingModes), { nil: undefined }),
    content: fc.option(
      fc.constantFrom(
        ...[5, 500].map((tokens) => ({ tokensAtMost: tokens, tokens: () => tokens, needs: () => true })),
      ),
      { nil: undefined },
    ),
    random: fc.option(fc.double({ min: 0, max: 0.999, noNaN: true }), { nil: undefined }),
  })
  .map((more) => {
    const given = Object.entries(more).filter(([, value]) => value !== undefined);
    return { ...ask(more.model), ...Object.fromEntries(given) };
  });

describe('whatever the view and the request', () => {
  it('every provider is a candidate or has a reason, and nobody that is out is a candidate', () => {
    fc.assert(
      fc.property(someView, someAsk, (seen, question) => {
        const made = plan(seen, question);
        for (const { id } of seen.providers) {
          const named = [...made.candidates, ...made.rejected].some((one) => one.provider === id);
          expect(named, id).toBe(true);
        }
        for (const candidate of made.candidates) {
          const of = seen.providers.find(({ id }) => id === candidate.provider);
          const key = of?.accounts.find(({ id }) => id === candidate.account);
          expect(of?.enabled && key?.enabled && key.hasKey).toBe(true);
          expect(of?.dialects).toContain(candidate.dialect);
          if (question.operation !== 'raw') expect(candidate.dialect).toBe(question.dialect);
          if (question.pin !== undefined) expect(candidate.provider).toBe(question.pin);
          if (question.vendor !== undefined) expect(of?.vendor).toBe(question.vendor);
          if (question.only?.length) expect(question.only).toContain(candidate.provider);
          if (question.allowedProviders) expect(question.allowedProviders).toContain(candidate.provider);
          expect(question.ignore ?? []).not.toContain(candidate.provider);
          const { state } = seen.availability(candidate.provider, candidate.account, candidate.model);
          const expected =
            candidate.reason === 'last-resort' ? 'cooling' : candidate.probe ? 'half-open' : 'ok';
          expect(state).toBe(expected);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('no candidate stands there twice, and a last resort stands alone', () => {
    fc.assert(
      fc.property(someView, someAsk, (seen, question) => {
        const { candidates } = plan(seen, question);
        const keys = candidates.map((one) => `${one.provider} ${one.account} ${one.model}`);
        expect(new Set(keys).size).toBe(keys.length);
        if (candidates.some(({ reason }) => reason === 'last-resort')) expect(candidates).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('the same question has the same answer, and asking changes nothing', () => {
    fc.assert(
      fc.property(someView, someAsk, (seen, question) => {
        const before = JSON.stringify([seen.providers, question]);
        expect(plan(seen, question)).toEqual(plan(seen, question));
        expect(JSON.stringify([seen.providers, question])).toBe(before);
      }),
      { numRuns: 150 },
    );
  });

  it('a remembered plan is the plan that would be made now, also the second time', () => {
    fc.assert(
      fc.property(someView, fc.array(someAsk, { minLength: 1, maxLength: 6 }), (seen, given) => {
        const questions = given.flatMap((each) => [each, { ...each, ownKey: true as const }]);
        const well = { ...seen, allWell: true, availability: () => ({ state: 'ok' }) as const };
        for (const each of [well, seen, well]) {
          for (const question of questions) {
            expect(rememberedPlan(each, question)).toEqual(plan(each, question));
            expect(rememberedPlan(each, question)).toEqual(plan(each, question));
          }
        }
        const other = { ...well, rules: [], settings: { ...well.settings } };
        for (const question of questions) {
          expect(rememberedPlan(other, question)).toEqual(plan(other, question));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('without explicit wishes backups stand behind all primaries', () => {
    fc.assert(
      fc.property(someView, (seen) => {
        const roles = plan({ ...seen, rules: [] }, ask('m')).candidates.map(
          (one) => seen.providers.find(({ id }) => id === one.provider)?.role,
        );
        expect(roles).toEqual(roles.toSorted((a, b) => (a === b ? 0 : a === 'primary' ? -1 : 1)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the price of a plan', () => {
  /** Best of several medians: other work on the machine only ever adds. */
  function medianMicroseconds(run: () => void): number {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 5; round += 1) {
      const times: number[] = [];
      for (let at = 0; at < 200; at += 1) {
        const start = performance.now();
        run();
        times.push(performance.now() - start);
      }
      best = Math.min(best, (times.toSorted((a, b) => a - b)[100] ?? 0) * 1000);
    }
    return best;
  }

  const clock = createManualClock(now);
  const settings = healthSettings;
  const many = (count: number, keys: number) =>
    Array.from({ length: count }, (_, at) =>
      provider(`p${at}`, ['m'], { accounts: Array.from({ length: keys }, (_, key) => account(`k${key}`)) }),
    );

  // Bounds are ten times what was asked for, so that a slow machine does not fail and a square law does.
  it('is 50 µs with 20 providers', () => {
    const book = createHealthBook({ settings, clock });
    const seen = { ...view(many(20, 1)), availability: book.availability };
    const cost = medianMicroseconds(() => plan(seen, ask('m', { random: 0.5 })));
    expect(cost).toBeLessThan(500);
  });

  it('is 500 µs with 100 providers of 10 accounts, some of them ill', () => {
    const book = createHealthBook({ settings, clock });
    const seen = { ...view(many(100, 10)), availability: book.availability };
    for (const { provider, account, model } of plan(seen, ask('m')).candidates.slice(0, 300)) {
      const candidate = {
        provider,
        account,
        model,
        dialect: 'openai-chat',
        reason: 'listed',
        probe: false,
      } as const;
      book.failed(candidate, { class: 'quota', code: 'q', message: 'q', retryAt: now + 1e6 });
    }
    const cost = medianMicroseconds(() => plan(seen, ask('m', { random: 0.5 })));
    expect(cost).toBeLessThan(5000);
  });
});
