import { z } from 'zod';

/** Most items of one page. */
export const mostItems = 500;

/** A page of a list, the newest first. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z
      .string()
      .optional()
      .describe(
        'Give it as `cursor` for the next page. Absent on the last page; a page may be short, even empty, and have one.',
      ),
  });
}

/** `limit` and `cursor`; descriptions are what an error says is allowed. */
export const pagingParameters = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostItems)
    .default(50)
    .describe(`a whole number from 1 to ${mostItems}`),
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,15}$/)
    .optional()
    .describe('the `next` of the page before'),
};

/** `since` and `until`. */
export const timeParameters = {
  since: momentParameter('a moment (inclusive)'),
  until: momentParameter('a moment (exclusive)'),
};

/** A name or an id to filter by. */
export function nameParameter(what: string) {
  return z.string().min(1).max(512).optional().describe(`${what}, up to 512 characters`);
}

function momentParameter(what: string) {
  return z
    .string()
    .refine((text) => momentOf(text) !== undefined)
    .transform((text) => momentOf(text) ?? 0)
    .optional()
    .describe(`${what}: milliseconds since the epoch, or ISO 8601 such as 2026-10-05T04:38:11Z`);
}

/** Latest moment of a Date (ECMA-262, time values). */
const latestMoment = 8.64e15;

/** Milliseconds since the epoch of a number or ISO 8601 text; undefined: it is no moment. */
export function momentOf(text: string): number | undefined {
  if (/^\d{1,16}$/.test(text)) return Number(text) <= latestMoment ? Number(text) : undefined;
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) || moment < 0 ? undefined : moment;
}
