import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ability, abilities } from '../../../src/gateway/exchange/abilities.ts';
import type { ModelFacts } from '../../../src/gateway/exchange/model-facts.ts';
import { plan } from '../../../src/gateway/routing/plan.ts';
import { rememberedPlan } from '../../../src/gateway/routing/remembered-plan.ts';
import type { RequestContent } from '../../../src/gateway/routing/view.ts';
import { reasonWords } from '../../../src/gateway/routing/words.ts';
import { account, ask, now, order, places, provider, view, why } from './sample-view.ts';

const three = ['a', 'b', 'c'].map((id) => provider(id, ['m']));

/** A body of so many tokens that holds these things; counts how often anybody looks. */
function content(tokens: number, ...held: readonly Ability[]): RequestContent & { looks: number } {
  const seen = {
    looks: 0,
    tokensAtMost: tokens,
    tokens() {
      seen.looks += 1;
      return tokens;
    },
    needs(ability: Ability) {
      seen.looks += 1;
      return held.includes(ability);
    },
  };
  return seen;
}

const withFacts = (facts: Readonly<Record<string, ModelFacts>>) => view(three, { facts });

describe('a window', () => {
  it('that is too small leaves a candidate out, in words with both numbers', () => {
    const made = plan(
      withFacts({ a: { contextTokens: 8000 }, b: { contextTokens: 200_000 } }),
      ask('m', { content: content(50_000) }),
    );
    expect(order(made)).toEqual(['b', 'c']);
    const rejection = made.rejected.find(({ provider }) => provider === 'a');
    expect(rejection?.reason).toBe('context-too-small');
    expect(rejection && reasonWords(rejection, now)).toBe(
      'm at a/main takes 8,000 tokens, and the request has about 50,000.',
    );
  });

  it('is kept up to a fourth beyond it: the estimate is rough', () => {
    const seen = withFacts({ a: { contextTokens: 8000 } });
    expect(order(plan(seen, ask('m', { content: content(10_000) })))).toContain('a');
    expect(order(plan(seen, ask('m', { content: content(10_001) })))).not.toContain('a');
  });

  it('is no reason where nobody else is left', () => {
    const facts = { contextTokens: 10 };
    const made = plan(withFacts({ a: facts, b: facts, c: facts }), ask('m', { content: content(900) }));
    expect(order(made)).toEqual(['a', 'b', 'c']);
    expect(made.rejected).toEqual([]);
    expect(order(plan(withFacts({ a: facts }), ask('a/m', { content: content(900) })))).toEqual(['a']);
  });

  it('that is not known is no reason', () => {
    expect(order(plan(withFacts({}), ask('m', { content: content(9e9) })))).toEqual(['a', 'b', 'c']);
  });

  it('counts among the models that a request names: the next one takes over', () => {
    const providers = [provider('small', ['m']), provider('large', ['n'])];
    const seen = view(providers, { facts: { small: { contextTokens: 10 }, large: { contextTokens: 1e6 } } });
    const made = plan(seen, ask('m', { fallbackModels: ['n'], content: content(900) }));
    expect(places(made)).toEqual(['large:n']);
    expect(why(made, 'small/main')).toBe('context-too-small');
  });
});

describe('an ability', () => {
  const lackOf: Readonly<Record<Ability, ModelFacts>> = {
    tools: { tools: false },
    images: { images: false },
    documents: { documents: false },
    audio: { audio: false },
    schemas: { schemas: false },
    reasoning: { thinking: 'none' },
  };

  it.each(abilities)('%s: whoever is known to lack it comes behind those that are not', (ability) => {
    const seen = withFacts({ a: lackOf[ability], b: { tools: true, images: true } });
    const made = plan(seen, ask('m', { content: content(1, ability) }));
    expect(made.candidates.map(({ provider, reason }) => [provider, reason])).toEqual([
      ['b', 'listed'],
      ['c', 'listed'],
      ['a', `lacks-${ability}`],
    ]);
    expect(order(plan(seen, ask('m', { content: content(1) })))).toEqual(['a', 'b', 'c']);
  });

  it('the more are lacking the later, and the gravest is named', () => {
    const seen = withFacts({
      a: { images: false, tools: false },
      b: { images: false },
    });
    const made = plan(seen, ask('m', { content: content(1, 'images', 'tools') }));
    expect(made.candidates.map(({ provider, reason }) => [provider, reason])).toEqual([
      ['c', 'listed'],
      ['b', 'lacks-images'],
      ['a', 'lacks-tools'],
    ]);
  });

  it('that all of them lack changes nothing', () => {
    const facts = { images: false };
    const made = plan(
      withFacts({ a: facts, b: facts, c: facts }),
      ask('m', { content: content(1, 'images') }),
    );
    expect(made.candidates.map(({ provider, reason }) => [provider, reason])).toEqual([
      ['a', 'listed'],
      ['b', 'listed'],
      ['c', 'listed'],
    ]);
  });

  it('moves the entries of a rule, too: the chain has a model that sees', () => {
    const seen = view(three, {
      rules: [{ match: 'm', use: ['a/*', 'c/*'], set: {} }],
      facts: { a: { images: false } },
    });
    expect(order(plan(seen, ask('m', { content: content(1, 'images') })))).toEqual(['c', 'a']);
  });

  it('is looked for only where some candidate lacks it', () => {
    const capable = { images: true, contextTokens: 1000 };
    const unasked = content(900, 'images');
    plan(withFacts({ a: capable, b: capable }), ask('m', { content: unasked }));
    expect(unasked.looks).toBe(0);
    const asked = content(900, 'images');
    plan(withFacts({ a: { images: false } }), ask('m', { content: asked }));
    expect(asked.looks).toBeGreaterThan(0);
  });
});

it('whatever is known of them, nobody is lost, and the accounts of a provider fare alike', () => {
  const facts = fc.record(
    {
      contextTokens: fc.constantFrom(10, 1000),
      images: fc.boolean(),
      tools: fc.boolean(),
      thinking: fc.constantFrom('none' as const, 'budget' as const),
    },
    { requiredKeys: [] },
  );
  const providers = ['a', 'b', 'c'].map((id) =>
    provider(id, ['m'], { accounts: [account('x'), account('y', { priority: 2 })] }),
  );
  fc.assert(
    fc.property(
      fc.record({ a: facts, b: facts, c: facts }),
      fc.subarray([...abilities]),
      fc.constantFrom(5, 500),
      (known, held, tokens) => {
        const seen = { ...view(providers, { facts: known }), allWell: true };
        const made = plan(seen, ask('m', { content: content(tokens, ...held) }));
        expect(made.candidates.length + made.rejected.length).toBe(6);
        expect(made.candidates.length).toBeGreaterThan(0);
        for (const id of ['a', 'b', 'c'])
          expect([0, 2]).toContain(made.candidates.filter((one) => one.provider === id).length);
        expect(rememberedPlan(seen, ask('m', { content: content(tokens, ...held) }))).toEqual(made);
      },
    ),
  );
});
