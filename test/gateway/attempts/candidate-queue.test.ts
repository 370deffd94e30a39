import { expect, it } from 'vitest';
import { CandidateQueue } from '../../../src/gateway/attempts/candidate-queue.ts';
import type { Failure } from '../../../src/gateway/exchange/failure.ts';
import type { Candidate } from '../../../src/gateway/routing/view.ts';

const candidate = (place: string): Candidate => {
  const [provider = '', account = '', model = 'm'] = place.split('/');
  return { provider, account, model, dialect: 'openai-chat', reason: 'listed', probe: false };
};
const failure = (of: Failure['class']): Failure => ({ class: of, code: 'x', message: 'x' });
const names = (queue: CandidateQueue): string[] => {
  const found: string[] = [];
  for (let one = queue.take(); one !== undefined; one = queue.take()) {
    found.push(`${one.provider}/${one.account}/${one.model}`);
  }
  return found;
};

/** The queue after its first candidate has failed. */
function after(how: 'next-account' | 'next-provider' | 'return', of: Failure['class'], ...places: string[]) {
  const queue = new CandidateQueue(places.map(candidate));
  const first = queue.take() ?? candidate('none/none');
  const has = queue.has(how, first, failure(of));
  return { has, went: queue.goOn(how, first, failure(of)), rest: names(queue) };
}

it('next-account brings accounts of the same provider and model to the front', () => {
  const { rest } = after('next-account', 'quota', 'a/1', 'b/1', 'a/2', 'a/1/n', 'a/3');
  expect(rest).toEqual(['a/2/m', 'a/3/m', 'b/1/m', 'a/1/n']);
});

it('next-provider leaves out the provider’s further accounts, and its other models only if it cannot be reached', () => {
  const places = ['a/1', 'a/2', 'b/1', 'a/1/n'];
  expect(after('next-provider', 'overload', ...places).rest).toEqual(['b/1/m', 'a/1/n']);
  expect(after('next-provider', 'transport', ...places).rest).toEqual(['b/1/m']);
});

it('tells whether somebody is left, as it will be', () => {
  for (const how of ['next-account', 'next-provider', 'return'] as const) {
    for (const places of [['a/1'], ['a/1', 'a/2'], ['a/1', 'b/1'], ['a/1', 'a/2/n']]) {
      const { has, went, rest } = after(how, 'overload', ...places);
      expect(went).toBe(has);
      if (has) expect(rest.length).toBeGreaterThan(0);
    }
  }
  expect(after('next-provider', 'overload', 'a/1', 'a/2').has).toBe(false);
  expect(after('return', 'overload', 'a/1', 'b/1').has).toBe(false);
});
