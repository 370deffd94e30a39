import { describe, expect, test } from 'vitest';
import { pairCalls } from '../../../../src/gateway/dialects/fit/pairing.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { call, result, said, text, turn } from './samples.ts';

describe('calls and their results', () => {
  test('results come directly behind the calls, in their order, before anything else', () => {
    const losses = new Losses();
    const turns = pairCalls(
      [
        turn('user', 'go'),
        turn('assistant', call('a'), call('b')),
        turn('system', 'a reminder'),
        turn('user', 'meanwhile', result('b'), result('a')),
        turn('assistant', 'done'),
      ],
      losses,
    );
    expect(turns.map(said)).toEqual([
      'user: go',
      'assistant: call a | call b',
      'user: result a | result b',
      'system: a reminder',
      'user: meanwhile',
      'assistant: done',
    ]);
    expect(losses.list).toEqual([]);
  });

  test('a call that was interrupted gets a result that says so, and the loss is told', () => {
    const losses = new Losses();
    const turns = pairCalls(
      [turn('assistant', call('a'), call('b')), turn('user', result('a'), 'stop')],
      losses,
    );
    expect(turns.map(said)).toEqual([
      'assistant: call a | call b',
      'user: result a | result b',
      'user: stop',
    ]);
    const [, missing] = turns[1]?.parts ?? [];
    expect(missing).toMatchObject({ kind: 'tool-result', isError: true });
    expect(losses.list).toEqual([
      { code: 'pairing', path: '/call/b', detail: expect.stringContaining('without a result') },
    ]);
  });

  test('the last call of a request without any result, too', () => {
    const turns = pairCalls([turn('user', 'go'), turn('assistant', call('a'))], new Losses());
    expect(turns.map(said)).toEqual(['user: go', 'assistant: call a', 'user: result a']);
  });

  test('a result without a call becomes words of the user', () => {
    const losses = new Losses();
    const turns = pairCalls([turn('user', result('x', 'what it was', { name: 'run' }))], losses);
    expect(turns.map(said)).toEqual(['user: Result of an earlier tool call (run): | what it was']);
    expect(losses.list.map(({ code, path }) => [code, path])).toEqual([['pairing', '/result/x']]);
  });

  test('the second result of one call is a result without a call', () => {
    const turns = pairCalls(
      [turn('assistant', call('a')), turn('user', result('a'), result('a', 'again'))],
      new Losses(),
    );
    expect(turns.map(said)).toEqual([
      'assistant: call a',
      'user: result a',
      'user: Result of an earlier tool call: | again',
    ]);
  });

  test('without ids results belong by name and order', () => {
    const losses = new Losses();
    const turns = pairCalls(
      [
        turn('assistant', call('1', 'read'), call('2', 'run'), call('3', 'read')),
        turn(
          'user',
          result('', 'r1', { name: 'read' }),
          result('', 'r3', { name: 'read' }),
          result('', 'r2', { name: 'run' }),
        ),
      ],
      losses,
    );
    const contents = turns[1]?.parts.map((part) =>
      part.kind === 'tool-result' ? [part.id, part.content] : [],
    );
    expect(contents).toEqual([
      ['1', [text('r1')]],
      ['2', [text('r2')]],
      ['3', [text('r3')]],
    ]);
    expect(losses.count).toBe(0);
  });

  test('the same id in another turn is another call', () => {
    const turns = pairCalls(
      [
        turn('assistant', call('0')),
        turn('user', result('0', 'first')),
        turn('assistant', call('0')),
        turn('user', result('0', 'second')),
      ],
      new Losses(),
    );
    expect(turns.map(said)).toEqual([
      'assistant: call 0',
      'user: result 0',
      'assistant: call 0',
      'user: result 0',
    ]);
  });
});
