import { describe, expect, it } from 'vitest';
import { recordings } from '../corpus.ts';
import { answerDialects, answerJudge } from './answer-judge.ts';
import { answerMutations } from './answer-mutations.ts';
import { newSpeaker } from './new-speaker.ts';
import { speak } from './speak.ts';

const turn = {
  reasoning: 'There are two cities to look at.',
  text: 'I look both up.',
  calls: [
    { name: 'get_weather', args: { city: 'Bern', days: 2 } },
    { name: 'get_weather', args: { city: 'Basel', days: 2 } },
  ],
};

/** The rules in the words of a judge, with `[]` for indexes. */
function rules(words: readonly string[]): string[] {
  return words.map((each) => each.replaceAll(/\[\d+\]/g, '[]').replace(/: .*/s, ''));
}

describe.each(answerDialects)('a broken stream of %s', (dialect) => {
  const judge = answerJudge(dialect);
  const { stream } = speak(dialect, turn, newSpeaker({ provider: 'p', account: 'a', model: 'm' }));
  const valid = recordings(dialect)
    .filter(({ status, streaming }) => status === 200 && streaming)
    .map(({ body }) => body.toString())
    .filter((text) => !text.trimStart().startsWith('[') && judge.checkStream(text).length === 0);

  it.each(answerMutations[dialect])('is refused: $name', ({ rule, change }) => {
    const broken = change(stream);
    expect(broken).toBeDefined();
    expect(rules(judge.checkStream(broken ?? ''))).toContain(rule);
  });

  it.skipIf(valid.length === 0)('is refused when a valid recording is broken', () => {
    expect(valid.length).toBeGreaterThan(3);
    const accepted: string[] = [];
    const applied = new Map<string, number>();
    for (const text of valid) {
      for (const { name, change } of answerMutations[dialect]) {
        const broken = change(text);
        if (broken === undefined || broken === text) continue;
        applied.set(name, (applied.get(name) ?? 0) + 1);
        if (judge.checkStream(broken).length === 0) accepted.push(`${name}: ${broken.slice(0, 300)}`);
      }
    }
    expect(accepted).toEqual([]);
    expect(applied.size).toBeGreaterThanOrEqual(10);
  });
});
