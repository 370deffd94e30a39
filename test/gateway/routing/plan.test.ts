import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/gateway/routing/plan.ts';
import { rememberedPlan } from '../../../src/gateway/routing/remembered-plan.ts';
import type { RoutingAsk, RoutingView } from '../../../src/gateway/routing/view.ts';
import { account, ask, now, order, places, provider, view, why } from './sample-view.ts';

describe('a model name', () => {
  const two = [provider('a', ['m']), provider('b', ['m', 'x/y'])];

  it('pins the provider whose id stands before the first slash, and sends the rest', () => {
    const made = plan(view(two), ask('b/anything'));
    expect(places(made)).toEqual(['b:anything']);
    expect(made.candidates[0]?.reason).toBe('pinned');
    expect(why(made, 'a')).toBe('not-pinned');
  });

  it('is bare with its slashes when no provider has that id', () => {
    expect(places(plan(view(two), ask('x/y')))).toEqual(['b:x/y']);
  });

  it('keeps the slashes after the first', () => {
    expect(places(plan(view(two), ask('a/x/y')))).toEqual(['a:x/y']);
  });

  it('does not pin in another case: ids are lower case, and Qwen/Qwen3 is a name', () => {
    const made = plan(view([provider('qwen', ['m']), provider('b', ['Qwen/Qwen3'])]), ask('Qwen/Qwen3'));
    expect(places(made)).toEqual(['b:Qwen/Qwen3']);
  });

  it('is sent whole when the named provider lists it with its own prefix only', () => {
    const reseller = provider('openrouter', ['openrouter/auto', 'z']);
    expect(places(plan(view([reseller]), ask('openrouter/auto')))).toEqual(['openrouter:openrouter/auto']);
    expect(places(plan(view([reseller]), ask('openrouter/z')))).toEqual(['openrouter:z']);
  });

  it('goes to those that list it, then to those that accept any, then to those that nobody knows about', () => {
    const made = plan(
      view([
        provider('unknown', 'unknown'),
        provider('any', 'any'),
        provider('other', ['x']),
        provider('lists', ['m']),
      ]),
      ask('m'),
    );
    expect(made.candidates.map(({ provider, reason }) => [provider, reason])).toEqual([
      ['lists', 'listed'],
      ['any', 'accepts-any'],
      ['unknown', 'list-unknown'],
    ]);
    expect(why(made, 'other')).toBe('model-not-listed');
  });

  describe('that nobody lists', () => {
    it('goes to the preferred provider as it is', () => {
      const made = plan(view(two, { settings: { preferred: 'b' } }), ask('new'));
      expect(places(made)).toEqual(['b:new']);
      expect(made.candidates[0]?.reason).toBe('unlisted');
    });

    it('goes nowhere without a preferred provider when all lists are given', () => {
      expect(plan(view(two), ask('new')).candidates).toEqual([]);
    });

    it('goes to the first provider with a discovered list, which may lack aliases', () => {
      const made = plan(
        view([
          provider('given', ['m']),
          provider('found', ['m'], { discovered: true }),
          provider('later', ['m'], { discovered: true }),
        ]),
        ask('new'),
      );
      expect(places(made)).toEqual(['found:new']);
    });

    it('does not go to a preferred provider that was told a moment ago not to have it', () => {
      const health = { b: { state: 'model-unsupported', until: now + 1 } } as const;
      const made = plan(view(two, { settings: { preferred: 'b' }, health }), ask('new'));
      expect(made.candidates).toEqual([]);
      expect(why(made, 'b/main')).toBe('model-unsupported');
    });
  });
});

describe('a rule', () => {
  const providers = [provider('a', ['gpt-4', 'one']), provider('b', 'any'), provider('c', 'any')];
  const rule = (match: string, ...use: string[]) => ({ match, use, set: {} });

  it('decides before the lists, in the order of `use`, and ends there', () => {
    const rules = [rule('gpt-4', 'b/big', 'c/*')];
    const made = plan(view(providers, { rules, settings: { preferred: 'c' } }), ask('gpt-4'));
    expect(places(made)).toEqual(['b:big', 'c:gpt-4']);
    expect(made.candidates.map(({ reason }) => reason)).toEqual(['rule', 'rule']);
    expect(why(made, 'a')).toBe('not-in-rule');
    expect(made.rule).toBe('gpt-4');
  });

  it('holds exactly before by glob, and the longer glob before the shorter, whatever their order', () => {
    const rules = [
      rule('*', 'c/any'),
      rule('gpt*', 'c/short'),
      rule('gpt-4*', 'b/long'),
      rule('gpt-4', 'a/one'),
    ];
    expect(places(plan(view(providers, { rules }), ask('gpt-4')))).toEqual(['a:one']);
    expect(places(plan(view(providers, { rules }), ask('gpt-4o')))).toEqual(['b:long']);
    expect(places(plan(view(providers, { rules }), ask('gpt-5')))).toEqual(['c:short']);
    expect(places(plan(view(providers, { rules }), ask('x/gpt-5')))).toEqual(['c:any']);
  });

  it('carries its settings to its candidates only', () => {
    const rules = [{ match: 'm', use: ['b/*'], set: { effort: 'high' } as const }];
    expect(plan(view(providers, { rules }), ask('m')).candidates[0]?.set).toEqual({ effort: 'high' });
    expect(plan(view(providers, { rules }), ask('b/m')).candidates[0]).not.toHaveProperty('set');
  });

  it('puts what its star stands for where a target says so', () => {
    const rules = [rule('x-*-thinking', 'b/{*}', 'c/v/{*}-long', 'a/one')];
    expect(places(plan(view(providers, { rules }), ask('x-claude-5-thinking')))).toEqual([
      'b:claude-5',
      'c:v/claude-5-long',
      'a:one',
    ]);
    const dollars = plan(view(providers, { rules }), ask('x-$&-thinking'));
    expect(places(dollars)[0]).toBe('b:$&');
  });

  it('is not asked for a pinned name', () => {
    const rules = [rule('gpt-4', 'c/x')];
    expect(places(plan(view(providers, { rules }), ask('b/gpt-4')))).toEqual(['b:gpt-4']);
  });

  it('does not lead out of a pinned route: its entries there count, else the name goes as it is', () => {
    const rules = [rule('fast', 'a/one', 'b/two')];
    expect(places(plan(view(providers, { rules }), ask('fast', { pin: 'b' })))).toEqual(['b:two']);
    expect(places(plan(view(providers, { rules }), ask('fast', { pin: 'c' })))).toEqual(['c:fast']);
  });

  it('does not lead out of what the request admits with `only`', () => {
    const rules = [rule('fast', 'a/one')];
    expect(places(plan(view(providers, { rules }), ask('fast', { only: ['b'] })))).toEqual(['b:fast']);
  });

  it('leads to no one when its providers are disabled', () => {
    const rules = [rule('m', 'off/x')];
    const made = plan(view([provider('off', 'any', { enabled: false }), ...providers], { rules }), ask('m'));
    expect(made.candidates).toEqual([]);
    expect(why(made, 'off')).toBe('disabled');
  });
});

describe('the order', () => {
  const all = ['a', 'b', 'c'].map((id) => provider(id, ['m']));

  it('is that of the config', () => {
    expect(order(plan(view(all), ask('m')))).toEqual(['a', 'b', 'c']);
  });

  it('has the preferred provider first', () => {
    const made = plan(view(all, { settings: { preferred: 'c' } }), ask('m'));
    expect(made.candidates.map(({ provider, reason }) => [provider, reason])).toEqual([
      ['c', 'preferred'],
      ['a', 'listed'],
      ['b', 'listed'],
    ]);
  });

  it('has a preferred provider that accepts every name before those that list it', () => {
    const made = plan(view([...all, provider('p', 'any')], { settings: { preferred: 'p' } }), ask('m'));
    expect(order(made)).toEqual(['p', 'a', 'b', 'c']);
  });

  it('has a preferred provider with an unknown list behind those that list the name', () => {
    const providers = [provider('u', 'unknown'), provider('p', 'unknown'), ...all];
    expect(order(plan(view(providers, { settings: { preferred: 'p' } }), ask('m')))).toEqual([
      'a',
      'b',
      'c',
      'p',
      'u',
    ]);
  });

  it('has backups after all primaries, whatever they list', () => {
    const providers = [
      provider('spare', ['m'], { role: 'backup' }),
      provider('any', 'any'),
      provider('lists', ['m']),
    ];
    const made = plan(view(providers), ask('m'));
    expect(order(made)).toEqual(['lists', 'any', 'spare']);
    expect(made.candidates[2]?.reason).toBe('backup');
  });

  it('prefers other failure domains behind the first provider', () => {
    const providers = [
      provider('eu1', ['m'], { group: 'eu' }),
      provider('eu2', ['m'], { group: 'eu' }),
      provider('us1', ['m'], { group: 'us' }),
      provider('free', ['m']),
    ];
    expect(order(plan(view(providers), ask('m')))).toEqual(['eu1', 'us1', 'free', 'eu2']);
  });

  it('prefers other failure domains behind the preferred provider, which keeps its place', () => {
    const providers = [
      provider('eu1', ['m'], { group: 'eu' }),
      provider('us1', ['m'], { group: 'us' }),
      provider('eu2', ['m'], { group: 'eu' }),
    ];
    const settings = { preferred: 'eu2' };
    expect(order(plan(view(providers, { settings }), ask('m')))).toEqual(['eu2', 'us1', 'eu1']);
    const health = { eu1: { state: 'cooling', until: now + 5000 } } as const;
    expect(order(plan(view(providers, { settings, health }), ask('m')))).toEqual(['eu2', 'us1']);
  });

  it('puts a failure domain last for a while after one failure in it', () => {
    const providers = [
      provider('eu1', ['m'], { group: 'eu' }),
      provider('eu2', ['m'], { group: 'eu' }),
      provider('us1', ['m'], { group: 'us' }),
    ];
    const at = (ago: number) => ({ health: { eu2: { state: 'ok', failedAt: now - ago } } }) as const;
    expect(order(plan(view(providers, at(29_999)), ask('m')))).toEqual(['us1', 'eu1', 'eu2']);
    expect(order(plan(view(providers, at(30_000)), ask('m')))).toEqual(['eu1', 'us1', 'eu2']);
  });

  it('puts the failure domain of a provider that is cooling last', () => {
    const providers = [
      provider('eu1', ['m'], { group: 'eu' }),
      provider('eu2', ['m'], { group: 'eu' }),
      provider('us1', ['m'], { group: 'us' }),
    ];
    const health = { eu1: { state: 'cooling', until: now + 5000, failedAt: now - 5000 } } as const;
    expect(order(plan(view(providers, { health }), ask('m')))).toEqual(['us1', 'eu2']);
  });

  it('keeps one dialect: the client’s', () => {
    const providers = [provider('messages', ['m'], { dialects: ['anthropic-messages'] }), ...all];
    const made = plan(view(providers), ask('m'));
    expect(order(made)).toEqual(['a', 'b', 'c']);
    expect(made.candidates[0]?.dialect).toBe('openai-chat');
    expect(why(made, 'messages')).toBe('no-dialect');
  });
});

/** Somebody was answered there last. */
const at = (provider: string) => ({ provider, account: 'main', model: 'm' });

describe('stabilization', () => {
  const all = [provider('p', ['m']), provider('b', ['m']), provider('c', ['m'])];
  const settings = { preferred: 'p', stabilizeSeconds: 30 };
  const failed = (ago: number) => ({ p: { state: 'ok', failedAt: now - ago } }) as const;

  it('keeps a client with its last provider for a while after the preferred one failed', () => {
    const made = plan(view(all, { settings, health: failed(29_999) }), ask('m', { place: at('c') }));
    expect(order(made)).toEqual(['c', 'p', 'b']);
    expect(made.candidates[0]?.reason).toBe('stabilizing');
  });

  it('is over after `stabilizeSeconds`', () => {
    expect(
      order(plan(view(all, { settings, health: failed(30_000) }), ask('m', { place: at('c') }))),
    ).toEqual(['p', 'b', 'c']);
  });

  it('does not concern a client without a last provider, or one whose last was the preferred', () => {
    const seen = view(all, { settings, health: failed(1) });
    expect(order(plan(seen, ask('m')))[0]).toBe('p');
    expect(order(plan(seen, ask('m', { place: at('p') })))[0]).toBe('p');
  });

  it('keeps a client with a backup too', () => {
    const providers = [provider('p', ['m']), provider('spare', ['m'], { role: 'backup' })];
    const seen = view(providers, { settings, health: failed(1) });
    expect(order(plan(seen, ask('m', { place: at('spare') })))).toEqual(['spare', 'p']);
  });

  it('holds for the first provider of a rule as for the preferred one', () => {
    const rules = [{ match: 'm', use: ['p/*', 'b/*'], set: {} }];
    const seen = view(all, { rules, settings: { preferred: 'c' }, health: failed(1) });
    expect(order(plan(seen, ask('m', { place: at('b') })))).toEqual(['b', 'p']);
  });

  it('yields to an order that the request wishes', () => {
    const seen = view(all, { settings, health: failed(1) });
    expect(order(plan(seen, ask('m', { place: at('c'), order: ['b'] })))).toEqual(['b', 'p', 'c']);
  });
});

describe('the wishes of a request', () => {
  const all = ['a', 'b', 'c'].map((id) => provider(id, ['m']));
  const made = (more: Parameters<typeof ask>[1]) =>
    plan(view(all, { settings: { preferred: 'a' } }), ask('m', more));

  it('`order` comes first, the others stay behind', () => {
    const result = made({ order: ['C', 'nobody', 'b'] });
    expect(order(result)).toEqual(['c', 'b', 'a']);
    expect(result.candidates[0]?.reason).toBe('requested-order');
  });

  it('`order` reaches backups', () => {
    const providers = [provider('a', ['m']), provider('spare', ['m'], { role: 'backup' })];
    expect(order(plan(view(providers), ask('m', { order: ['spare'] })))).toEqual(['spare', 'a']);
  });

  it('`only` admits nobody else, in any case', () => {
    const result = made({ only: ['B', 'c'] });
    expect(order(result)).toEqual(['b', 'c']);
    expect(why(result, 'a')).toBe('not-requested');
  });

  it('`only` with `order`: the order within', () => {
    expect(order(made({ only: ['b', 'c'], order: ['c', 'a'] }))).toEqual(['c', 'b']);
  });

  it('`ignore` leaves out', () => {
    const result = made({ ignore: ['A'] });
    expect(order(result)).toEqual(['b', 'c']);
    expect(why(result, 'a')).toBe('ignored-by-request');
  });

  it('empty lists say nothing', () => {
    expect(order(made({ only: [], order: [], ignore: [] }))).toEqual(['a', 'b', 'c']);
  });

  it('without fallbacks only the first provider is tried, with all its accounts', () => {
    const providers = [
      provider('a', ['m'], { accounts: [account('x'), account('y')] }),
      provider('b', ['m']),
    ];
    const result = plan(view(providers), ask('m', { allowFallbacks: false }));
    expect(places(result)).toEqual(['a/x:m', 'a/y:m']);
    expect(why(result, 'b')).toBe('fallbacks-off');
  });

  it('without fallbacks but with an order, only those of the order are tried', () => {
    expect(order(made({ allowFallbacks: false, order: ['b', 'c'] }))).toEqual(['b', 'c']);
    expect(order(made({ allowFallbacks: false, order: ['nobody'] }))).toEqual([]);
  });

  it('further models are tried after all providers of the first', () => {
    const providers = [provider('a', ['m', 'n']), provider('b', ['m'])];
    const result = plan(view(providers), ask('m', { fallbackModels: ['n', 'm', 'b/z'] }));
    expect(places(result)).toEqual(['a:m', 'b:m', 'a:n', 'b:z']);
    expect(result.candidates.map(({ reason }) => reason)).toEqual([
      'listed',
      'listed',
      'fallback',
      'fallback',
    ]);
  });

  it('a pinned route goes before the prefix of the name, which then belongs to the name', () => {
    const result = plan(view(all), ask('b/m', { pin: 'a' }));
    expect(places(result)).toEqual(['a:b/m']);
    expect(places(plan(view(all), ask('a/m', { pin: 'a' })))).toEqual(['a:m']);
  });

  it('a pin to nobody finds nobody', () => {
    expect(plan(view(all), ask('m', { pin: 'nobody' })).candidates).toEqual([]);
  });

  it('a strict route stays with its vendor', () => {
    const providers = [provider('a', ['m']), provider('b', ['m'], { vendor: 'anthropic' })];
    const result = plan(view(providers, { settings: { preferred: 'a' } }), ask('m', { vendor: 'anthropic' }));
    expect(order(result)).toEqual(['b']);
    expect(why(result, 'a')).toBe('other-vendor');
  });

  it('a strict route does not follow a prefix to another vendor', () => {
    const providers = [provider('a', ['m']), provider('b', ['m'], { vendor: 'anthropic' })];
    expect(plan(view(providers), ask('a/m', { vendor: 'anthropic' })).candidates).toEqual([]);
  });

  it('a path that nobody knows goes to one provider, the preferred of those that the prefix admits', () => {
    const providers = [
      provider('a', [], { vendor: 'openai', dialects: ['openai-responses'] }),
      provider('b', [], { vendor: 'openai' }),
    ];
    const raw = ask('', { operation: 'raw', vendor: 'openai', dialect: 'openai-chat' });
    expect(order(plan(view(providers), raw))).toEqual(['a']);
    expect(plan(view(providers), raw).candidates[0]?.dialect).toBe('openai-responses');
    expect(order(plan(view(providers, { settings: { preferred: 'b' } }), raw))).toEqual(['b']);
  });
});

describe('what a client’s key may use', () => {
  const all = [provider('a', ['m-small', 'm-big']), provider('b', ['m-small', 'a/m-big'])];
  const may = (model: string, allowedModels: readonly string[]) =>
    places(plan(view(all), ask(model, { allowedModels })));

  it('models by glob', () => {
    expect(may('m-small', ['*-small'])).toEqual(['a:m-small', 'b:m-small']);
    expect(may('m-big', ['*-small'])).toEqual([]);
    expect(may('m-big', [])).toEqual([]);
    expect(may('m-big', ['*'])).toEqual(['a:m-big']);
  });

  it('a pattern with a provider’s id speaks of that provider', () => {
    expect(may('m-small', ['b/*'])).toEqual(['b:m-small']);
    expect(may('b/m-small', ['b/*'])).toEqual(['b:m-small']);
    expect(may('b/m-small', ['a/*'])).toEqual([]);
  });

  it('a pattern that fits the prefix does not open what is behind it', () => {
    expect(may('a/m-big', ['a*'])).toEqual([]);
    expect(may('b/a/m-big', ['a*'])).toEqual([]);
    expect(may('b/a/m-big', ['a/*'])).toEqual([]);
  });

  it('an alias that may be asked for brings what its rule says', () => {
    const rules = [{ match: 'fast', use: ['a/m-big'], set: {} }];
    const seen = view(all, { rules });
    expect(places(plan(seen, ask('fast', { allowedModels: ['fast'] })))).toEqual(['a:m-big']);
    expect(places(plan(seen, ask('fast', { allowedModels: ['m-big'] })))).toEqual(['a:m-big']);
    expect(places(plan(seen, ask('fast', { allowedModels: ['m-small'] })))).toEqual([]);
  });

  it('providers by glob', () => {
    const result = plan(view(all), ask('m-small', { allowedProviders: ['b*'] }));
    expect(order(result)).toEqual(['b']);
    expect(why(result, 'a')).toBe('not-allowed');
  });

  it('a name that only a closed provider lists is not asked of the preferred one instead', () => {
    const result = plan(
      view(all, { settings: { preferred: 'b' } }),
      ask('m-big', { allowedProviders: ['b'] }),
    );
    expect(result.candidates).toEqual([]);
  });
});

describe('accounts', () => {
  const accounts = [
    account('late', { priority: 2 }),
    account('light', { weight: 1 }),
    account('heavy', { weight: 3 }),
    account('off', { enabled: false }),
    account('bare', { hasKey: false }),
  ];
  const one = [provider('a', ['m'], { accounts })];

  it('come by priority, then by weight', () => {
    const made = plan(view(one), ask('m'));
    expect(places(made)).toEqual(['a/heavy:m', 'a/light:m', 'a/late:m']);
    expect(why(made, 'a/off')).toBe('disabled');
    expect(why(made, 'a/bare')).toBe('needs-key');
  });

  it('are chosen by weight with the number of the request', () => {
    const first = (random: number) => places(plan(view(one), ask('m', { random })));
    expect(first(0.74)).toEqual(['a/heavy:m', 'a/light:m', 'a/late:m']);
    expect(first(0.76)).toEqual(['a/light:m', 'a/heavy:m', 'a/late:m']);
  });

  it('that are exhausted or refused are skipped, with the time', () => {
    const health = {
      'a/heavy': { state: 'exhausted', until: now + 1000 },
      'a/light': { state: 'refused', until: now + 2000 },
    } as const;
    const made = plan(view(one, { health }), ask('m'));
    expect(places(made)).toEqual(['a/late:m']);
    expect(made.rejected).toContainEqual({
      provider: 'a',
      account: 'heavy',
      model: 'm',
      reason: 'exhausted',
      until: now + 1000,
    });
    expect(why(made, 'a/light')).toBe('refused');
  });

  it('missing altogether is told', () => {
    expect(why(plan(view([provider('a', ['m'], { accounts: [] })]), ask('m')), 'a')).toBe('needs-key');
  });
});

describe('health', () => {
  const two = [provider('a', ['m']), provider('b', ['m'])];

  it('a provider that is on trial is a probe in its own place', () => {
    const made = plan(view(two, { health: { a: { state: 'half-open' } } }), ask('m'));
    expect(made.candidates.map(({ provider, reason, probe }) => [provider, reason, probe])).toEqual([
      ['a', 'half-open', true],
      ['b', 'listed', false],
    ]);
  });

  it('one that cools down or is being tried is left out', () => {
    const health = { a: { state: 'cooling', until: now + 5000 }, b: { state: 'probing' } } as const;
    const made = plan(view([...two, provider('c', ['m'])], { health }), ask('m'));
    expect(order(made)).toEqual(['c']);
    expect([why(made, 'a/main'), why(made, 'b/main')]).toEqual(['cooling', 'probing']);
  });

  it('when all cool down, the one that is due first is tried alone', () => {
    const health = {
      a: { state: 'cooling', until: now + 5000 },
      b: { state: 'cooling', until: now + 4000 },
    } as const;
    const made = plan(view(two, { health }), ask('m'));
    expect(made.candidates).toMatchObject([{ provider: 'b', reason: 'last-resort', probe: true }]);
    expect(made.rejected.map(({ provider }) => provider)).toEqual(['a']);
  });

  it('nobody is tried when all are exhausted', () => {
    const health = { a: { state: 'exhausted', until: now + 5000 }, b: { state: 'refused' } } as const;
    expect(plan(view(two, { health }), ask('m')).candidates).toEqual([]);
  });

  it('the last resort lies within what the request admits', () => {
    const health = {
      a: { state: 'cooling', until: now + 9000 },
      b: { state: 'cooling', until: now + 4000 },
    } as const;
    expect(order(plan(view(two, { health }), ask('m', { only: ['a'] })))).toEqual(['a']);
  });

  it('a further model that is well goes before a last resort', () => {
    const health = { 'a/main/m': { state: 'cooling', until: now + 4000 } } as const;
    const made = plan(view([provider('a', ['m', 'n'])], { health }), ask('m', { fallbackModels: ['n'] }));
    expect(places(made)).toEqual(['a:n']);
  });
});

describe('a key that the client brings', () => {
  const accounts = [
    account('off', { enabled: false }),
    account('keyless', { hasKey: false }),
    account('refused'),
    account('exhausted'),
  ];
  const two = [provider('a', ['m'], { accounts }), provider('b', ['m'])];
  const health = {
    'a/refused': { state: 'refused' },
    'a/exhausted': { state: 'exhausted', until: now + 5000 },
  } as const;

  it('needs no account of ours that may be called', () => {
    const seen = view(two, { health });
    expect(plan(seen, ask('a/m')).candidates).toEqual([]);
    const made = plan(seen, ask('a/m', { ownKey: true }));
    expect(made.candidates).toEqual([
      {
        provider: 'a',
        account: 'own-key',
        model: 'm',
        dialect: 'openai-chat',
        reason: 'pinned',
        probe: false,
      },
    ]);
    expect(made.rejected).toEqual([{ provider: 'b', reason: 'not-pinned' }]);
  });

  it('needs no account at all', () => {
    const bare = view([provider('a', ['m'], { accounts: [] })]);
    expect(plan(bare, ask('a/m', { ownKey: true })).candidates).toHaveLength(1);
  });

  it.each(['cooling', 'probing', 'half-open', 'model-unsupported'] as const)(
    'goes to a provider that is %s, and is no trial of it',
    (state) => {
      const made = plan(
        view(two, { health: { b: { state, until: now + 5000 } } }),
        ask('b/m', { ownKey: true }),
      );
      expect(made.candidates).toMatchObject([{ account: 'own-key', reason: 'pinned', probe: false }]);
    },
  );

  it('opens no provider that is disabled or closed to the client', () => {
    const shut = view([provider('a', ['m'], { enabled: false }), provider('b', ['m'])]);
    expect(why(plan(shut, ask('a/m', { ownKey: true })), 'a')).toBe('disabled');
    const closed = ask('b/m', { ownKey: true, allowedProviders: ['a'] });
    expect(why(plan(shut, closed), 'b')).toBe('not-allowed');
  });

  it('has a plan of its own, whatever is remembered of the name', () => {
    const seen: RoutingView = { ...view([provider('a', ['m'])]), allWell: true };
    const accountsOf = (question: RoutingAsk) =>
      rememberedPlan(seen, question).candidates.map((each) => each.account);
    expect(accountsOf(ask('a/m'))).toEqual(['main']);
    expect(accountsOf(ask('a/m', { ownKey: true }))).toEqual(['own-key']);
    expect(accountsOf(ask('a/m'))).toEqual(['main']);
  });
});
