import { describe, expect, it } from 'vitest';
import { answerDialects, answerJudge } from './answer-judge.ts';
import type { AnswerTurn } from './answer-turn.ts';
import { newSpeaker } from './new-speaker.ts';
import { sealState, stateFault } from './sealed-state.ts';
import { speak } from './speak.ts';

const owner = { provider: 'p', account: 'a', model: 'm-1' };

const turns: Readonly<Record<string, AnswerTurn>> = {
  text: { text: 'Grüße from the 🚀 launch pad' },
  'no text': {},
  reasoning: { reasoning: 'Let me think about it.', text: 'Forty-two.' },
  'one call': { calls: [{ name: 'get_weather', args: { city: 'Zürich', days: 3 } }] },
  'a call without arguments': { calls: [{ name: 'now', args: {} }] },
  'parallel calls after reasoning and text': {
    reasoning: 'Two cities.',
    text: 'I look.',
    calls: [
      { name: 'get_weather', args: { city: 'Bern' } },
      { name: 'get_weather', args: { city: 'Basel' } },
    ],
  },
  'an answer cut off': { text: 'and then', cut: true },
  'usage of every kind': {
    reasoning: 'a',
    text: 'b',
    usage: { input: 1000, cached: 900, output: 50, reasoning: 30 },
  },
};

describe.each(answerDialects)('a simulated model that speaks %s', (dialect) => {
  const judge = answerJudge(dialect);
  it.each(Object.keys(turns))('gives valid answers: %s', (name) => {
    const { body, stream } = speak(dialect, turns[name] ?? {}, newSpeaker(owner));
    expect(judge.checkAnswer(body)).toEqual([]);
    expect(judge.checkStream(stream)).toEqual([]);
  });
});

describe('sealed state', () => {
  const state = sealState(owner, 'signature', 'thoughts', 1);
  it('is read by its owner', () => {
    expect(stateFault(owner, 'signature', state, 'thoughts')).toBeUndefined();
    expect(stateFault(owner, 'signature', state)).toBeUndefined();
  });
  it.each([
    ['provider', 'was issued by another provider'],
    ['account', 'was issued for another account'],
    ['model', 'was issued by another model'],
  ])('is refused for another %s', (name, fault) => {
    expect(stateFault({ ...owner, [name]: 'x' }, 'signature', state)).toBe(fault);
  });
  it('is refused when it was changed, is foreign, of another kind or bound to something else', () => {
    const changed = Buffer.from(Buffer.from(state, 'base64').toString().replace('"m-1"', '"m-2"'));
    expect(stateFault(owner, 'signature', changed.toString('base64'))).toBe('was changed');
    expect(stateFault(owner, 'signature', `${state.slice(0, -4)}AAAA`)).toBeDefined();
    expect(stateFault(owner, 'signature', 'c2lnbmF0dXJl')).toBe('was not issued here');
    expect(stateFault(owner, 'encrypted', state)).toBe('is of another kind (signature)');
    expect(stateFault(owner, 'signature', state, 'other thoughts')).toBe('belongs to something else');
  });
});
