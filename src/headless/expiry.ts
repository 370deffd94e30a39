import { momentOf } from '../control/paging.ts';

const unitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** When a span from now ends (`90m`, `12h`, `30d`, `2w`), or the moment that is named; undefined: it is neither. */
export function endOf(text: string, now: number): number | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (count === undefined) return /^\d+$/.test(text) ? undefined : momentOf(text);
  return now + Number(count) * (unitMs[unit] ?? 0);
}
