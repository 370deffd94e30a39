import { expect, test } from 'vitest';
import { Outbox } from '../../../src/gateway/ingress/outbox.ts';

function drop(): void {
  throw new Error('nothing is dropped here');
}

/** An outbox whose turns end when the test says so. */
function start() {
  const ends: (() => void)[] = [];
  const sent: string[] = [];
  const faults: unknown[] = [];
  const outbox = new Outbox(
    (act) => {
      ends.push(act);
    },
    (error) => faults.push(error),
  );
  const add = (name: string): void => outbox.add({ send: () => sent.push(name), drop });
  return { outbox, add, sent, ends, faults };
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
  outbox.add({ send: () => add('later'), drop });
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

test('what comes afterwards comes when all of the turn was sent, whichever was added first', () => {
  const { outbox, add, sent, ends } = start();
  outbox.afterwards(() => sent.push('the books'));
  add('an answer');
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(sent).toEqual(['an answer', 'the books']);
  outbox.afterwards(() => sent.push('more books'));
  ends[1]?.();
  expect(sent.at(-1)).toBe('more books');
});

test('an answer that cannot be sent is dropped and told, and the others are sent', () => {
  const { outbox, add, sent, ends, faults } = start();
  const wrong = new Error('it was odd');
  outbox.add({
    send: () => {
      throw wrong;
    },
    drop: () => sent.push('dropped'),
  });
  add('another');
  ends[0]?.();
  expect(sent).toEqual(['dropped', 'another']);
  expect(faults).toEqual([wrong]);
});
