import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withinManager } from '../../../src/gateway/metering/within-manager.ts';
import { matchesAnyGlob } from '../../../src/gateway/routing/glob.ts';
import { mayUseModel } from '../../../src/gateway/routing/permission.ts';
import type { RoutingAsk, RoutingProvider } from '../../../src/gateway/routing/view.ts';

describe('a child’s list under its manager’s', () => {
  it.each([
    [undefined, undefined, undefined],
    [['gpt-*'], undefined, ['gpt-*']],
    [undefined, ['gpt-*'], ['gpt-*']],
    [['gpt-5', 'claude-*'], ['gpt-*'], ['gpt-5']],
    [['*'], ['gpt-*', 'o3'], ['gpt-*', 'o3']],
    [['gpt-*'], ['gpt-5', 'o3'], ['gpt-5']],
    [['gpt-5*'], ['gpt-*'], ['gpt-5*']],
    [['a*'], ['*b'], []],
    [['claude-*'], ['gpt-*'], []],
    // Without a slash a pattern does not speak of names with one.
    [['openai/gpt-5'], ['*gpt-5'], []],
    [['openai/gpt-5'], ['openai/*'], ['openai/gpt-5']],
    [['openai/gpt-5'], ['*'], ['openai/gpt-5']],
    // What stands before the slash may be a provider, of which the other list says nothing.
    [['openai/gpt-5'], ['*/gpt-5'], []],
  ])('%j under %j is %j', (child, manager, both) => {
    expect(withinManager(child, manager)).toEqual(both);
  });

  const pattern = fc.stringMatching(/^(?:p\/|\*\/)?[ab*]{1,4}$/);
  const list = fc.option(fc.array(pattern, { minLength: 1, maxLength: 3 }), { nil: undefined });

  it('allows no provider that one of both does not allow', () => {
    fc.assert(
      fc.property(list, list, fc.stringMatching(/^[ab]{1,4}$/), (child, manager, name) => {
        const both = withinManager(child, manager);
        if (both === undefined || matchesAnyGlob(both, name)) {
          expect(child === undefined || matchesAnyGlob(child, name)).toBe(true);
          expect(manager === undefined || matchesAnyGlob(manager, name)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('allows no model that one of both does not allow, as routing reads the lists', () => {
    const provider = (id: string): RoutingProvider => ({
      id,
      vendor: 'other',
      enabled: true,
      role: 'primary',
      dialects: ['openai-chat'],
      accounts: [],
      models: 'any',
    });
    const providers = new Map(['p', 'q'].map((id) => [id, provider(id)]));
    const allowed = (models: readonly string[] | undefined, id: string, name: string): boolean => {
      const ask: RoutingAsk = {
        model: name,
        dialect: 'openai-chat',
        operation: 'generate',
        random: 0,
        ...(models !== undefined && { allowedModels: models }),
      };
      return mayUseModel(ask, providers, provider(id), name, name);
    };
    const place = fc.constantFrom('p', 'q');
    const name = fc.stringMatching(/^(?:p\/|q\/)?[ab]{1,4}$/);
    fc.assert(
      fc.property(list, list, place, name, (child, manager, id, model) => {
        if (!allowed(withinManager(child, manager), id, model)) return;
        expect([allowed(child, id, model), allowed(manager, id, model)]).toEqual([true, true]);
      }),
      { numRuns: 4_000 },
    );
  });
});
