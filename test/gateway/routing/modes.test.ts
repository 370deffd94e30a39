import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RoutingMode, routingModes } from '../../../src/gateway/exchange/routing-mode.ts';
import type { Measures } from '../../../src/gateway/routing/measures.ts';
import { plan } from '../../../src/gateway/routing/plan.ts';
import type { RoutingView } from '../../../src/gateway/routing/view.ts';
import { account, ask, now, order, places, provider, view } from './sample-view.ts';

type Known = Readonly<Record<string, Partial<Measures>>>;

const price = (inputPerMillion: number, outputPerMillion: number) => ({
  price: { inputPerMillion, outputPerMillion },
});
const three = ['a', 'b', 'c'].map((id) => provider(id, ['m']));
const inMode = (mode: RoutingMode, measures: Known = {}, providers = three): RoutingView =>
  view(providers, { settings: { mode }, measures });
const reasons = (seen: RoutingView, random?: number) =>
  plan(seen, ask('m', random === undefined ? {} : { random })).candidates.map(({ reason }) => reason);

describe('price', () => {
  it('goes from the cheapest to the dearest by three parts prompt and one part answer', () => {
    const seen = inMode('price', { a: price(3, 15), b: price(4, 4), c: price(1, 40) });
    expect(order(plan(seen, ask('m')))).toEqual(['b', 'a', 'c']);
    expect(reasons(seen)).toEqual(['price', 'price', 'price']);
  });

  it('puts unknown prices behind known ones, and free is known', () => {
    const seen = inMode('price', { b: price(30, 150), c: price(0, 0) });
    expect(order(plan(seen, ask('m')))).toEqual(['c', 'b', 'a']);
    expect(reasons(seen)).toEqual(['price', 'price', 'price-unknown']);
  });

  it('of equal prices takes the client’s dialect first, then the order of the config', () => {
    const providers = [
      provider('far', ['m'], { dialects: ['anthropic-messages'] }),
      provider('near', ['m']),
      provider('last', ['m']),
    ];
    const seen = inMode('price', { far: price(1, 1), near: price(1, 1), last: price(1, 1) }, providers);
    const made = plan(seen, ask('m', { alternatives: ['anthropic-messages'] }));
    expect(order(made)).toEqual(['near', 'last', 'far']);
  });
});

describe('latency', () => {
  it('goes from the soonest to the latest, unknown ones behind', () => {
    const seen = inMode('latency', { b: { firstTokenMs: 900 }, c: { firstTokenMs: 300 } });
    expect(order(plan(seen, ask('m', { random: 0.5 })))).toEqual(['c', 'b', 'a']);
    expect(reasons(seen, 0.5)).toEqual(['latency', 'latency', 'latency-unknown']);
  });

  it('lets one in ten try somebody unknown first, each of them in turn', () => {
    const measures = { c: { firstTokenMs: 300 } };
    const firsts = [0, 0.04, 0.06, 0.0999, 0.1].map(
      (random) => order(plan(inMode('latency', measures), ask('m', { random })))[0],
    );
    expect(firsts).toEqual(['a', 'a', 'b', 'b', 'c']);
    expect(reasons(inMode('latency', measures), 0.06)).toEqual([
      'latency-trial',
      'latency',
      'latency-unknown',
    ]);
  });

  it('tries nobody who cannot be called', () => {
    const seen = view(three, {
      settings: { mode: 'latency' },
      measures: { c: { firstTokenMs: 1 } },
      health: { a: { state: 'cooling', until: now + 1 } },
    });
    expect(order(plan(seen, ask('m', { random: 0.01 })))).toEqual(['b', 'c']);
  });

  it('has nothing to try while nobody is known', () => {
    expect(order(plan(inMode('latency'), ask('m', { random: 0.06 })))).toEqual(['a', 'b', 'c']);
  });
});

/** How many of many conversations come to a place first. */
function shareOf(seen: RoutingView, place: string): number {
  const count = 2000;
  let hits = 0;
  for (let at = 0; at < count; at += 1) {
    if (places(plan(seen, ask('m', { random: at / count })))[0] === place) hits += 1;
  }
  return hits / count;
}

describe('balanced', () => {
  it('divides conversations evenly among equals', () => {
    for (const id of ['a', 'b', 'c']) expect(shareOf(inMode('balanced'), `${id}:m`)).toBeCloseTo(1 / 3, 1);
  });

  it('divides them by the formula of docs/routing.md', () => {
    // a: 1 x 0.5 x 1 x 1, b: 1 x 1 x (1.1 / 2.3) x 1, c: 1 x 1 x 1 x (4 / 8)
    const measures = {
      a: { quotaLeft: 0.5, ...price(1, 1) },
      b: price(2.2, 2.2),
      c: { inFlight: 4, ...price(1, 1) },
    };
    const shares = { a: 0.5, b: 1.1 / 2.3, c: 0.5 };
    const sum = shares.a + shares.b + shares.c;
    for (const id of ['a', 'b', 'c'] as const) {
      expect(shareOf(inMode('balanced', measures), `${id}:m`)).toBeCloseTo(shares[id] / sum, 1);
    }
  });

  it('takes an unknown price for the dearest known one, and an unknown quota for a full one', () => {
    const same = inMode('balanced', { a: price(5, 5), c: price(1, 1) });
    expect(shareOf(same, 'a:m')).toBeCloseTo(shareOf(same, 'b:m'), 1);
    const full = inMode('balanced', { a: { quotaLeft: 1 } });
    expect(shareOf(full, 'a:m')).toBeCloseTo(shareOf(full, 'b:m'), 1);
  });

  it('heeds weights of accounts, keeps a provider’s accounts together, and priorities in their order', () => {
    const accounts = [account('big', { weight: 3 }), account('small'), account('late', { priority: 2 })];
    const providers = [provider('many', ['m'], { accounts }), provider('one', ['m'])];
    const seen = inMode('balanced', {}, providers);
    expect(shareOf(seen, 'many/big:m')).toBeCloseTo(3 / 5, 1);
    expect(shareOf(seen, 'one:m')).toBeCloseTo(1 / 5, 1);
    expect(shareOf(seen, 'many/late:m')).toBe(0);
    for (const random of [0.1, 0.4, 0.9]) {
      const made = places(plan(seen, ask('m', { random }))).filter((place) => place.startsWith('many'));
      expect(made.at(-1)).toBe('many/late:m');
      expect(Math.abs(made.indexOf('many/big:m') - made.indexOf('many/small:m'))).toBe(1);
    }
  });

  it('without a number goes by the shares alone', () => {
    const seen = inMode('balanced', { a: { inFlight: 9 }, b: { inFlight: 1 }, c: { inFlight: 5 } });
    expect(order(plan(seen, ask('m')))).toEqual(['b', 'c', 'a']);
  });

  const figures = fc.record({
    quotaLeft: fc.double({ min: 0.02, max: 0.9, noNaN: true }),
    inFlight: fc.integer({ min: 1, max: 40 }),
    price: fc.record({
      inputPerMillion: fc.double({ min: 0.5, max: 20, noNaN: true }),
      outputPerMillion: fc.double({ min: 0.5, max: 20, noNaN: true }),
    }),
  });
  const someFigures = fc.record({ a: figures, b: figures, c: figures });
  const better: Readonly<Record<string, (of: Measures) => Measures>> = {
    'more quota left': (of) => ({ ...of, quotaLeft: 1 }),
    'fewer running calls': (of) => ({ ...of, inFlight: 0 }),
    'a lower price': (of) => ({ ...of, price: { inputPerMillion: 0.01, outputPerMillion: 0.01 } }),
  };

  // A cheaper `a` may be the new cheapest of all, which changes the others’ figures by one factor and so no order.
  it.each(Object.keys(better))('%s draws conversations to an account, and moves no others', (term) => {
    fc.assert(
      fc.property(someFigures, fc.double({ min: 0, max: 0.999, noNaN: true }), (known, random) => {
        const improved = { ...known, a: better[term]?.(known.a) ?? known.a };
        const before = order(plan(inMode('balanced', known), ask('m', { random })));
        const after = order(plan(inMode('balanced', improved), ask('m', { random })));
        expect(after.indexOf('a')).toBeLessThanOrEqual(before.indexOf('a'));
        expect(after.filter((id) => id !== 'a')).toEqual(before.filter((id) => id !== 'a'));
      }),
    );
    const known = { a: price(4, 4), b: price(4, 4), c: price(4, 4) };
    const poor = { ...known, a: { ...known.a, quotaLeft: 0.3, inFlight: 8 } };
    const improved = { ...poor, a: better[term]?.(poor.a) ?? poor.a };
    expect(shareOf(inMode('balanced', improved), 'a:m')).toBeGreaterThan(
      shareOf(inMode('balanced', poor), 'a:m') + 0.05,
    );
  });

  it('keeps a conversation where it is while nothing changes, and when others leave', () => {
    fc.assert(
      fc.property(someFigures, fc.double({ min: 0, max: 0.999, noNaN: true }), (known, random) => {
        const made = order(plan(inMode('balanced', known), ask('m', { random })));
        expect(order(plan(inMode('balanced', known), ask('m', { random })))).toEqual(made);
        const health = { [made[2] ?? '']: { state: 'cooling', until: now + 1 } } as const;
        const without = view(three, { settings: { mode: 'balanced' }, measures: known, health });
        expect(order(plan(without, ask('m', { random })))[0]).toBe(made[0]);
      }),
    );
  });
});

describe('in every mode', () => {
  it.each(routingModes)('%s: backups stand last, guesses behind knowledge, a failing group later', (mode) => {
    const providers = [
      provider('guess', 'unknown'),
      provider('spare', ['m'], { role: 'backup' }),
      provider('ill', ['m'], { group: 'g' }),
      provider('kin', ['m'], { group: 'g' }),
      provider('plain', ['m']),
    ];
    const figures = (cost: number, ms: number) => ({ ...price(cost, cost), firstTokenMs: ms });
    const seen = view(providers, {
      settings: { mode },
      health: { ill: { state: 'cooling', until: now + 1 } },
      measures: {
        guess: figures(0, 1),
        spare: figures(0, 1),
        kin: figures(1, 10),
        plain: figures(9, 90),
      },
    });
    const made = plan(seen, ask('m', { random: 0.5 }));
    expect(order(made)).toEqual(['plain', 'kin', 'guess', 'spare']);
    expect(made.candidates.at(-1)?.reason).toBe('backup');
  });

  it('the preferred provider leads in the mode `preferred` alone', () => {
    const seen = (mode: RoutingMode) =>
      view(three, {
        settings: { mode, preferred: 'c' },
        measures: { a: price(1, 1), b: price(2, 2), c: price(3, 3) },
      });
    expect(order(plan(seen('preferred'), ask('m')))[0]).toBe('c');
    expect(order(plan(seen('price'), ask('m')))[0]).toBe('a');
  });

  it('the order that a request names goes first, and the rest by the mode', () => {
    const seen = inMode('price', { a: price(3, 3), b: price(2, 2), c: price(1, 1) });
    expect(order(plan(seen, ask('m', { order: ['a'] })))).toEqual(['a', 'c', 'b']);
  });
});

describe('the mode that holds', () => {
  const measures = {
    a: { ...price(3, 3), firstTokenMs: 1 },
    b: { ...price(1, 1), firstTokenMs: 3 },
    c: { ...price(2, 2), firstTokenMs: 2 },
  };
  const use = ['c/*', 'a/*', 'b/*'];
  const seen = (rule: { mode?: RoutingMode } | undefined, mode: RoutingMode = 'preferred') =>
    view(three, {
      settings: { mode },
      measures,
      rules: rule === undefined ? [] : [{ match: 'm', use, set: {}, ...rule }],
    });

  it('is the request’s, then its owner’s, then the rule’s, then the config’s', () => {
    const question = (more: object) => ask('m', { random: 0.5, ...more });
    const ruled = seen({ mode: 'latency' }, 'preferred');
    const made = plan(ruled, question({}));
    expect([order(made), made.mode]).toEqual([['a', 'c', 'b'], { mode: 'latency', from: 'rule' }]);
    const owned = plan(ruled, question({ ownerMode: 'price' }));
    expect([order(owned), owned.mode]).toEqual([['b', 'c', 'a'], { mode: 'price', from: 'owner' }]);
    const asked = plan(ruled, question({ ownerMode: 'price', mode: 'latency' }));
    expect([order(asked), asked.mode]).toEqual([['a', 'c', 'b'], { mode: 'latency', from: 'request' }]);
    const plain = plan(seen(undefined, 'price'), question({}));
    expect([order(plain), plain.mode]).toEqual([['b', 'c', 'a'], { mode: 'price', from: 'config' }]);
  });

  it('leaves the list of a rule without a mode in its order, unless the request asks', () => {
    const made = plan(seen({}, 'price'), ask('m', { ownerMode: 'latency' }));
    expect([order(made), made.mode]).toEqual([['c', 'a', 'b'], undefined]);
    expect(order(plan(seen({}, 'price'), ask('m', { mode: 'price' })))).toEqual(['b', 'c', 'a']);
  });

  it('says nothing of a pinned name', () => {
    expect(plan(seen(undefined, 'price'), ask('a/m')).mode).toBeUndefined();
  });
});
