import type { Comparison } from './statistics.ts';

/** Past this many times the target the gate fails: the room that a disturbed machine needs. */
export const tolerance = 1.3;

/** `times`: of the bare forwarder's CPU; the others are absolute. */
export type Unit = 'times' | 'ms' | 'KB' | 'us' | 'per second';

/** One line of the report. Without a target it is for information. */
export interface Row {
  readonly name: string;
  readonly what: string;
  readonly unit: Unit;
  readonly measured: Comparison;
  readonly target?: number;
  /** Past it the gate fails; left out: 1.3 times the target. */
  readonly limit?: number;
  /** Why the figure cannot be used: answers were wrong, so what they cost says nothing. */
  readonly invalid?: string;
  /** A remark at the end of the line. */
  readonly note?: string;
}

export type Verdict = 'ok' | 'over' | 'fail' | 'invalid' | 'info';

/**
 * A row is over a value only when both the paired median and the best of all rounds are: one alone is often the
 * machine's doing.
 */
export function judge(row: Row): Verdict {
  if (row.invalid !== undefined) return 'invalid';
  if (row.target === undefined) return 'info';
  const value = Math.min(row.measured.paired, row.measured.best);
  if (Number.isNaN(value) || Number.isNaN(row.measured.paired) || Number.isNaN(row.measured.best))
    return 'invalid';
  if (value > limitOf(row, row.target)) return 'fail';
  return value > row.target ? 'over' : 'ok';
}

function limitOf({ limit }: Row, target: number): number {
  return limit ?? target * tolerance;
}

/** The row in words: what was measured, against what, and what follows. */
export function verdictLine(row: Row): string {
  const verdict = judge(row);
  const both = `${format(row.measured.paired, row.unit)} (best of all rounds ${format(row.measured.best, row.unit)})`;
  const note = row.note === undefined ? '' : `; ${row.note}`;
  if (verdict === 'invalid')
    return `INVALID  ${row.what}: ${row.invalid ?? 'no figure came out of the run'}${note}`;
  if (row.target === undefined) return `         ${row.what}: ${both}${note}`;
  const target = format(row.target, row.unit);
  const limit = format(limitOf(row, row.target), row.unit);
  if (verdict === 'fail')
    return `FAIL     ${row.what}: ${both}, past the limit of ${limit} (target ${target})${note}`;
  if (verdict === 'over')
    return `over     ${row.what}: ${both}, above the target of ${target}, within the limit of ${limit}${note}`;
  return `ok       ${row.what}: ${both}, target ${target}${note}`;
}

/** A figure with its unit, as few digits as say something. */
export function format(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return 'no figure';
  if (unit === 'times') return `${value.toFixed(2)}x`;
  if (unit === 'ms') return `${value.toFixed(3)} ms`;
  if (unit === 'KB') return `${value.toFixed(0)} KB`;
  if (unit === 'us') return `${value.toFixed(value < 100 ? 1 : 0)} us`;
  return `${value.toFixed(0)}/s`;
}
