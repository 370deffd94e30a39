/** Statuses, or ranges `[from, to]`. */
export type StatusRanges = readonly (number | readonly [number, number])[];

/** Whether a status is one of these, or lies in one of these ranges. */
export function inRanges(ranges: StatusRanges, status: number): boolean {
  return ranges.some((one) =>
    typeof one === 'number' ? one === status : status >= one[0] && status <= one[1],
  );
}
