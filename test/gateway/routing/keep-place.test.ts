import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/gateway/routing/plan.ts';
import type { RoutingAsk, RoutingSettings } from '../../../src/gateway/routing/view.ts';
import { account, ask, now, places, provider, view } from './sample-view.ts';

const at = (id: string, more: Partial<NonNullable<RoutingAsk['place']>> = {}) => ({
  provider: id,
  account: 'main',
  model: 'm',
  ...more,
});
const talk = (place: RoutingAsk['place'], more: Partial<RoutingAsk> = {}): RoutingAsk =>
  ask('m', { ...(place !== undefined && { place }), inConversation: true, ...more });

const three = [provider('a', ['m']), provider('b', ['m']), provider('c', ['m'])];
const preferring = (preferred?: string): Partial<RoutingSettings> =>
  preferred === undefined ? {} : { preferred };

describe('a conversation', () => {
  it('stays where it is when nobody is preferred', () => {
    const made = plan(view(three), talk(at('c')));
    expect(places(made)[0]).toBe('c:m');
    expect(made.candidates[0]?.reason).toBe('affinity');
  });

  it('goes to the preferred provider at a turn of the user, and not before', () => {
    const seen = view(three, { settings: preferring('a') });
    expect(places(plan(seen, talk(at('c'))))[0]).toBe('a:m');
    expect(places(plan(seen, talk(at('c'), { midTurn: true })))[0]).toBe('c:m');
  });

  it.each(['balanced', 'latency', 'price'] as const)('stays under %s, whoever leads', (mode) => {
    const seen = view(three, { settings: { mode, preferred: 'a' } });
    expect(places(plan(seen, talk(at('c'))))[0]).toBe('c:m');
  });

  it('leaves a backup and a guess for a better one at a turn of the user', () => {
    const spare = provider('spare', ['m'], { role: 'backup' });
    const guess = provider('guess', 'any');
    const seen = view([provider('a', ['m']), spare, guess]);
    for (const id of ['spare', 'guess']) {
      expect(places(plan(seen, talk(at(id))))[0]).toBe('a:m');
      expect(places(plan(seen, talk(at(id), { midTurn: true })))[0]).toBe(`${id}:m`);
    }
  });

  it('goes back to the first of a rule, whose order is a wish', () => {
    const rules = [{ match: 'm', use: ['b/*', 'c/*'], set: {} }];
    expect(places(plan(view(three, { rules }), talk(at('c'))))[0]).toBe('b:m');
    expect(places(plan(view(three, { rules }), talk(at('c'), { midTurn: true })))[0]).toBe('c:m');
  });

  it.each(['cooling', 'exhausted', 'refused', 'probing', 'model-unsupported'] as const)(
    'leaves a provider that is %s, even within a turn',
    (state) => {
      const seen = view(three, { health: { c: { state, until: now + 1000 } } });
      expect(places(plan(seen, talk(at('c'), { midTurn: true })))[0]).toBe('a:m');
    },
  );

  it('is not kept where its model or its provider is gone, or what the request itself wishes', () => {
    expect(places(plan(view(three), talk(at('gone'))))[0]).toBe('a:m');
    expect(places(plan(view(three), talk(at('c', { model: 'old' }))))[0]).toBe('a:m');
    expect(places(plan(view(three), talk(at('c'), { pin: 'b' })))).toEqual(['b:m']);
    expect(places(plan(view(three), talk(at('c'), { order: ['b'] })))[0]).toBe('b:m');
    expect(places(plan(view(three), talk(at('c'), { ignore: ['c'] })))).toEqual(['a:m', 'b:m']);
  });
});

describe('the account of a conversation', () => {
  const accounts = [account('one'), account('two'), account('three')];
  const alone = [provider('a', ['m'], { accounts })];

  it('stays the same, whatever the weighted choice would be', () => {
    for (const random of [0, 0.4, 0.99]) {
      const made = plan(view(alone), talk(at('a', { account: 'two' }), { random }));
      expect(made.candidates[0]?.account).toBe('two');
      expect(made.candidates).toHaveLength(3);
    }
  });

  it('is left for one of lower priority number at a turn of the user, under `preferred` only', () => {
    const ranked = [provider('a', ['m'], { accounts: [account('own'), account('spare', { priority: 2 })] })];
    const place = at('a', { account: 'spare' });
    const first = (asked: RoutingAsk, settings: Partial<RoutingSettings> = {}) =>
      plan(view(ranked, { settings }), asked).candidates[0]?.account;
    expect(first(talk(place))).toBe('own');
    expect(first(talk(place, { midTurn: true }))).toBe('spare');
    expect(first(talk(place), { mode: 'balanced' })).toBe('spare');
  });

  it('is of no matter to a client that names no conversation', () => {
    const made = plan(view(alone), ask('m', { place: at('a', { account: 'two' }) }));
    expect(made.candidates[0]?.account).toBe('one');
  });
});
