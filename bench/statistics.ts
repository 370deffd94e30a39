/** Middle value; the mean of the two middle ones for an even count. NaN for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? Number.NaN : (upper + lower) / 2;
}

/** Two views of one comparison, because each is disturbed by something else on a busy machine. */
export interface Comparison {
  /** Median over the rounds of measured against reference in the same round: what disturbs whole rounds cancels out. */
  readonly paired: number;
  /** The least value of all rounds against the reference's least: what disturbs single windows falls away. */
  readonly best: number;
}

/** How many times the reference. Both lists are by round; they are compared up to the shorter one. */
export function ratio(measured: readonly number[], reference: readonly number[]): Comparison {
  return compare(measured, reference, (a, b) => a / b);
}

/** How much more than the reference, in the unit of the lists. */
export function difference(measured: readonly number[], reference: readonly number[]): Comparison {
  return compare(measured, reference, (a, b) => a - b);
}

function compare(
  measured: readonly number[],
  reference: readonly number[],
  relate: (a: number, b: number) => number,
): Comparison {
  const pairs: number[] = [];
  for (const [round, value] of measured.entries()) {
    const other = reference[round];
    if (other !== undefined) pairs.push(relate(value, other));
  }
  return { paired: median(pairs), best: relate(Math.min(...measured), Math.min(...reference)) };
}

/**
 * The delay in milliseconds that 99 of 100 events stay under when they arrive at random moments of `totalMs`, of which
 * the loop was blocked during `stalls` (milliseconds each). An event that arrives in a stall waits for the rest of it,
 * so a long stall counts by its length, not as one sample among thousands. 0 when the loop was blocked for less than
 * one hundredth of the time.
 */
export function delayAtP99(stalls: readonly number[], totalMs: number): number {
  const waiting = (limit: number): number =>
    stalls.reduce((sum, stall) => sum + Math.max(0, stall - limit), 0) / totalMs;
  if (waiting(0) <= 0.01) return 0;
  let low = 0;
  let high = Math.max(...stalls);
  // Thirty halvings bring a second down to a nanosecond.
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (waiting(middle) > 0.01) low = middle;
    else high = middle;
  }
  return high;
}
