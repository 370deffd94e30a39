import { describe, expect, it } from 'vitest';
import { errorAnswer } from '../../../src/gateway/exchange/errors.ts';
import { plan } from '../../../src/gateway/routing/plan.ts';
import { planOutcome } from '../../../src/gateway/routing/plan-outcome.ts';
import type { RoutingAsk, RoutingView } from '../../../src/gateway/routing/view.ts';
import { account, ask, now, provider, view } from './sample-view.ts';

function outcome(seen: RoutingView, question: RoutingAsk) {
  const made = planOutcome(seen, question, plan(seen, question));
  return { ...made, message: errorAnswer(made.code, 'r', made.values).message };
}

const two = [provider('a', ['m']), provider('b', ['m'])];

describe('the error for a plan without a candidate', () => {
  it('provider_not_found names the ones there are, as far as the key may know them', () => {
    expect(outcome(view(two), ask('m', { pin: 'zz' }))).toMatchObject({
      code: 'provider_not_found',
      message: 'There is no provider with the id zz. Known: a, b.',
    });
    expect(outcome(view(two), ask('m', { pin: 'zz', allowedProviders: ['b'] })).message).toContain(
      'Known: b.',
    );
  });

  it('nothing_configured when nobody speaks the dialect', () => {
    expect(outcome(view([]), ask('m')).code).toBe('nothing_configured');
    const off = provider('a', ['m'], { enabled: false });
    const other = provider('b', ['m'], { dialects: ['gemini-generate'] });
    expect(outcome(view([off, other]), ask('m')).code).toBe('nothing_configured');
  });

  it('model_not_found when nobody admits the name', () => {
    const made = outcome(view(two), ask('zz'));
    expect(made.code).toBe('model_not_found');
    expect(made.message).toMatch(/^No provider has the model zz\. GET \/v1\/models/);
  });

  it('model_not_found says that the provider denied it a moment ago', () => {
    const health = { a: { state: 'model-unsupported', until: now + 60_000 } } as const;
    const made = outcome(view([provider('a', ['m'])], { health }), ask('m'));
    expect(made.code).toBe('model_not_found');
    expect(made.message).toContain('a/main said that it has no m');
  });

  it('model_not_found says what is wrong with a pinned provider', () => {
    const off = provider('a', ['m'], { enabled: false });
    expect(outcome(view([off, ...two.slice(1)]), ask('m', { pin: 'a' })).message).toContain('a is disabled');
    expect(outcome(view([off, ...two.slice(1)]), ask('a/m')).message).toContain('a is disabled');
    const gemini = provider('g', 'any', { dialects: ['gemini-generate'] });
    expect(outcome(view([gemini, ...two]), ask('g/m')).message).toContain('g does not speak the dialect');
  });

  it('model_not_found names the rule that leads nowhere, and the wishes that leave nobody', () => {
    const rules = [{ match: 'fast', use: ['zz/x'], set: {} }];
    expect(outcome(view(two, { rules }), ask('fast')).message).toContain('The rule fast');
    expect(outcome(view(two), ask('m', { only: ['zz'] })).message).toContain('The request leaves out a, b.');
  });

  it('key_not_allowed when only the key stands between', () => {
    const made = outcome(view(two), ask('m', { allowedModels: ['x'] }));
    expect(made).toMatchObject({ code: 'key_not_allowed', values: { detail: 'use the model m at a, b' } });
  });

  it('everything_exhausted with the first reset', () => {
    const health = {
      a: { state: 'exhausted', until: now + 90_000 },
      b: { state: 'exhausted', until: now + 60_000 },
    } as const;
    const made = outcome(view(two, { health }), ask('m'));
    expect(made).toMatchObject({ code: 'everything_exhausted', retryAt: now + 60_000 });
    expect(made.message).toContain('the first until 2026-01-01 12:01:00 UTC (in 60 s)');
  });

  it('everything_exhausted, to be asked again soon, while the only account is tried after its reset', () => {
    const health = { a: { state: 'exhausted', guessed: false } } as const;
    const made = outcome(view([provider('a', ['m'])], { health }), ask('m'));
    expect(made).toMatchObject({ code: 'everything_exhausted', retryAt: now + 5000 });
    expect(made.message).toContain('Another request is trying whether a/main is well again.');
    expect(made.message).not.toContain('used up');
  });

  it('everything_exhausted also when another key is refused: waiting helps', () => {
    const health = {
      a: { state: 'exhausted', until: now + 9000 },
      b: { state: 'refused', until: now + 1000 },
    } as const;
    expect(outcome(view(two, { health }), ask('m'))).toMatchObject({
      code: 'everything_exhausted',
      retryAt: now + 9000,
    });
  });

  it('provider_credentials when all keys are refused or missing', () => {
    const health = { a: { state: 'refused', until: now + 9000 } } as const;
    const providers = [
      provider('a', ['m']),
      provider('b', ['m'], { accounts: [account('k', { hasKey: false })] }),
    ];
    const made = outcome(view(providers, { health }), ask('m'));
    expect(made.code).toBe('provider_credentials');
    expect(made.message).toContain('a/main refused the key');
    expect(made.message).toContain('The key of b/k is missing.');
  });

  it('upstream_unavailable while the only trial is out', () => {
    const health = {
      a: { state: 'probing', until: now + 3000 },
      b: { state: 'exhausted', until: now + 9e6 },
    } as const;
    expect(outcome(view(two, { health }), ask('m')).code).toBe('upstream_unavailable');
  });

  it('upstream_unavailable when the last resort could not be reserved', () => {
    const health = {
      a: { state: 'cooling', until: now + 3000 },
      b: { state: 'cooling', until: now + 9000 },
    } as const;
    const made = outcome(view(two, { health }), ask('m'));
    expect(made).toMatchObject({ code: 'upstream_unavailable', retryAt: now + 3000 });
  });

  it('stays short with a thousand accounts', () => {
    const accounts = Array.from({ length: 1000 }, (_, at) => account(`k${at}`, { hasKey: false }));
    expect(outcome(view([provider('a', ['m'], { accounts })]), ask('m')).message).toContain('And 997 more');
  });
});
