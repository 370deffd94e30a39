import { expect, test } from 'vitest';
import { secondLook } from '../../bench/second-look.ts';
import type { Row } from '../../bench/verdict.ts';

function row(value: number, more: Partial<Row> = {}): Row {
  return {
    name: 'a',
    what: 'a figure',
    unit: 'times',
    measured: { paired: value, best: value },
    target: 1,
    ...more,
  };
}

async function looked(...runs: Row[][]): Promise<{ rows: Row[]; runs: number }> {
  let run = 0;
  const rows = await secondLook(async () => {
    run += 1;
    return runs[run - 1] ?? [];
  });
  return { rows, runs: run };
}

test('one look is enough when nothing is past its limit', async () => {
  expect(await looked([row(1.2)])).toMatchObject({ runs: 1, rows: [{ measured: { paired: 1.2 } }] });
});

test('a figure past its limit is measured again, and the smaller one counts', async () => {
  const { rows, runs } = await looked([row(2)], [row(1.1)]);
  expect(runs).toBe(2);
  expect(rows).toMatchObject([{ measured: { paired: 1.1 }, note: 'the smaller of two runs' }]);
});

test('what is too dear twice stays too dear', async () => {
  const { rows } = await looked([row(2)], [row(1.9)]);
  expect(rows).toMatchObject([{ measured: { paired: 1.9 } }]);
});

test('a run with wrong answers is never the smaller one', async () => {
  const { rows } = await looked([row(2)], [row(1, { invalid: 'no request was answered' })]);
  expect(rows[0]?.invalid).toBeUndefined();
  expect(rows[0]?.measured.paired).toBe(2);
});
