import { describe, expect, it } from 'vitest';
import { durationWords, momentWords, reasonWords } from '../../../src/gateway/routing/words.ts';
import { now } from './sample-view.ts';

describe('words', () => {
  it('say why, with the place and the time', () => {
    const cooling = { provider: 'a', account: 'k', reason: 'cooling', until: now + 40_000 } as const;
    expect(reasonWords(cooling, now)).toBe(
      'a/k is cooling down after failures until 2026-01-01 12:00:40 UTC (in 40 s).',
    );
    expect(reasonWords({ provider: 'a', reason: 'not-pinned' }, now)).toBe(
      'The request names another provider.',
    );
  });

  it('fill in a model literally, whatever it is called', () => {
    const row = { provider: 'a', model: '$&{until}', reason: 'not-allowed' } as const;
    expect(reasonWords(row, now)).toBe('The client’s key may not use $&{until} at a.');
  });

  it.each([
    [-5, '0 s'],
    [1, '1 s'],
    [119_000, '119 s'],
    [119_001, '2 min'],
    [7_140_000, '119 min'],
    [18_000_000, '5 h'],
    [7 * 86_400_000, '7 days'],
  ])('%d ms is %s', (ms, expected) => {
    expect(durationWords(ms)).toBe(expected);
  });

  it('tell a moment in UTC', () => {
    expect(momentWords(now + 90_000, now)).toBe('2026-01-01 12:01:30 UTC (in 90 s)');
  });
});
