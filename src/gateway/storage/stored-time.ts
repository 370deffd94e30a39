/**
 * Times are kept as whole microseconds: nothing is measured more finely, and a whole number is a third of the size of a
 * fraction in a row, and a third of the text.
 */
export function microseconds(ms: number): number {
  const us = Math.round(ms * 1000);
  return Number.isSafeInteger(us) ? us : 0;
}

/** The milliseconds that were kept. */
export function milliseconds(us: number): number {
  return us / 1000;
}
