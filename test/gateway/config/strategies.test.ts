import { describe, expect, it } from 'vitest';
import { configOf, plain, problemsOf } from './known.ts';

const strategies = (...rows: object[]): object => ({ providers: [plain], routing: { strategies: rows } });
const row = { id: 'mine', class: 'overload', action: 'return' };

describe('rows of routing.strategies', () => {
  it('get their defaults', () => {
    const { routing } = configOf(
      strategies(
        { id: 'a', status: [429, '500-504'], action: 'next-provider' },
        { id: 'b', codes: ['Busy'], pattern: 'queue is full', action: 'retry-same' },
        {
          id: 'c',
          class: 'quota',
          action: 'retry-same',
          retries: 3,
          backoffMs: 10,
          withinMs: 99,
          afterwards: 'return',
        },
      ),
    );
    expect(routing.strategies).toEqual([
      { id: 'a', status: [429, [500, 504]], action: 'next-provider' },
      {
        id: 'b',
        codes: ['Busy'],
        pattern: 'queue is full',
        action: 'retry-same',
        retry: { times: 1, backoffMs: 250, withinMs: 5000, afterwards: 'next-account' },
      },
      {
        id: 'c',
        class: 'quota',
        action: 'retry-same',
        retry: { times: 3, backoffMs: 10, withinMs: 99, afterwards: 'return' },
      },
    ]);
  });

  it.each<[string, object, string]>([
    [
      'an unknown action',
      { ...row, action: 'retry' },
      'routing.strategies[0].action: "retry" is not allowed; allowed are "retry-same", "next-account", "next-provider" or "return"',
    ],
    [
      'the action of those who left',
      { ...row, action: 'stop' },
      'routing.strategies[0].action: "stop" is not allowed; allowed are "retry-same", "next-account", "next-provider" or "return"',
    ],
    [
      'no action',
      { id: 'mine', class: 'overload' },
      'routing.strategies[0].action: is missing; allowed are "retry-same", "next-account", "next-provider" or "return"',
    ],
    [
      'no condition',
      { id: 'mine', action: 'return' },
      'routing.strategies[0]: fits every failure; name at least one of class, status, codes, pattern, dialect, provider, shouldRetry, waitAtMostMs',
    ],
    [
      'terms of retries without retries',
      { ...row, retries: 2 },
      'routing.strategies[0].retries: has no meaning with the action "return"; leave it out',
    ],
    [
      'too many retries',
      { ...row, action: 'retry-same', retries: 50 },
      'routing.strategies[0].retries: 50 is out of range; allowed is 1 to 5',
    ],
    [
      'a range the wrong way round',
      { ...row, status: ['504-500'] },
      'routing.strategies[0].status[0]: "504-500" is not a range of statuses; write it as "500-504"',
    ],
    [
      'a status that is none',
      { ...row, status: [42] },
      'routing.strategies[0].status[0]: 42 is out of range; allowed is 100 to 599',
    ],
    [
      'a torn pattern',
      { ...row, pattern: '(busy' },
      'routing.strategies[0].pattern: is not a regular expression: Unterminated group',
    ],
    [
      'an unsafe pattern',
      { ...row, pattern: '(a+)+' },
      'routing.strategies[0].pattern: repeats a group that can match in several ways, which may take too long; repeat single characters, not such groups',
    ],
    [
      'an unknown provider',
      { ...row, provider: 'plian' },
      'routing.strategies[0].provider: there is no provider "plian"; did you mean "plain"? known are "plain"',
    ],
    [
      'an unknown class',
      { ...row, class: 'overlaod' },
      'routing.strategies[0].class: "overlaod" is not allowed; did you mean "overload"? allowed are "client", "credential", "quota", "overload", "transport" or "model-unsupported"',
    ],
  ])('%s is told', (_, bad, problem) => {
    expect(problemsOf(strategies(bad))).toEqual([problem]);
  });

  it('have ids of their own', () => {
    expect(problemsOf(strategies(row, row))).toEqual([
      'routing.strategies[1].id: "mine" is the id of another strategy already; choose another',
    ]);
  });
});
