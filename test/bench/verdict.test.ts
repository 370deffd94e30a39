import { describe, expect, it } from 'vitest';
import { judge, type Row, verdictLine } from '../../bench/verdict.ts';

const row = (paired: number, best: number, more: Partial<Row> = {}): Row => ({
  name: 'small-json/gateway',
  what: 'Small JSON, CPU per request',
  unit: 'times',
  measured: { paired, best },
  target: 1.5,
  ...more,
});

describe('the verdict on a figure', () => {
  it('is ok up to the target', () => {
    expect(judge(row(1.5, 1.5))).toBe('ok');
  });

  it('is over between the target and 1.3 times the target', () => {
    expect(judge(row(1.51, 1.51))).toBe('over');
    expect(judge(row(1.95, 1.95))).toBe('over');
  });

  it('fails past 1.3 times the target', () => {
    expect(judge(row(1.96, 1.96))).toBe('fail');
  });

  it('fails only when the paired and the best figure are both past the limit', () => {
    expect(judge(row(2.5, 1.4))).toBe('ok');
    expect(judge(row(1.6, 2.5))).toBe('over');
  });

  it('is information without a target, whatever the figure', () => {
    const { target: _, ...plain } = row(9, 9);
    expect(judge(plain)).toBe('info');
  });

  it('is invalid when the answers were wrong or no figure came out, however good the rest looks', () => {
    expect(judge(row(1, 1, { invalid: '3 of 900 answers were not 200' }))).toBe('invalid');
    expect(judge(row(Number.NaN, 1))).toBe('invalid');
    expect(judge(row(1, Number.NaN))).toBe('invalid');
  });

  it('goes by a limit of its own where there is one', () => {
    const measured = { paired: 0.45, best: 0.42 };
    const row: Row = { name: 'a', what: 'A', unit: 'ms', measured, target: 0.3 };
    expect(judge(row)).toBe('fail');
    expect(judge({ ...row, limit: 0.43 })).toBe('over');
    expect(verdictLine({ ...row, limit: 0.4 })).toContain('past the limit of 0.400 ms (target 0.300 ms)');
  });
});

describe('the line for people', () => {
  it('says what was measured and against what', () => {
    expect(verdictLine(row(1.31, 1.28))).toBe(
      'ok       Small JSON, CPU per request: 1.31x (best of all rounds 1.28x), target 1.50x',
    );
    expect(verdictLine(row(2.2, 2.1))).toBe(
      'FAIL     Small JSON, CPU per request: 2.20x (best of all rounds 2.10x), past the limit of 1.95x (target 1.50x)',
    );
  });

  it('gives the reason when a figure cannot be used', () => {
    expect(verdictLine(row(1, 1, { invalid: 'no request was answered' }))).toBe(
      'INVALID  Small JSON, CPU per request: no request was answered',
    );
  });
});
