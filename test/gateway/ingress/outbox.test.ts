import { expect, test } from 'vitest';
import { Outbox } from '../../../src/gateway/ingress/outbox.ts';

/** An outbox whose turns end when the test says so. */
function start() {
  const ends: (() => void)[] = [];
  const sent: string[] = [];
  const outbox = new Outbox((act) => {
    ends.push(act);
  });
  const add = (name: string): void => outbox.add({ send: () => sent.push(name) });
  return { outbox, add, sent, ends };
}

test('what was added in a turn is sent when it is over, in that order, each once', () => {
  const { add, sent, ends } = start();
  for (const name of ['a', 'b', 'c']) add(name);
  expect(sent).toEqual([]);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  ends[0]?.();
  expect(sent).toEqual(['a', 'b', 'c']);
});

test('what is added by sending waits for the next turn', () => {
  const { outbox, add, sent, ends } = start();
  outbox.add({ send: () => add('later') });
  ends[0]?.();
  expect(sent).toEqual([]);
  ends[1]?.();
  expect(sent).toEqual(['later']);
});

test('before connections are closed everything is sent at once', () => {
  const { outbox, add, sent } = start();
  add('a');
  outbox.flush();
  expect(sent).toEqual(['a']);
});
