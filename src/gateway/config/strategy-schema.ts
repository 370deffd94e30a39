import { z } from 'zod';
import { dialect, id, text, whole } from './fields.ts';
import { patternProblem } from './pattern-problem.ts';
import { shown } from './problem.ts';
import { strictObject } from './strict-object.ts';

const hour = 60 * 60 * 1000;

const status = z.union(
  [
    whole(100, 599, 'An HTTP status.'),
    z.string().refine((value) => rangeOf(value) !== undefined, {
      error: ({ input }) => `${shown(input)} is not a range of statuses; write it as "500-504"`,
    }),
  ],
  { error: 'is no status; allowed are a number such as 503 and a range such as "500-504"' },
);

/** One row of the failure strategies. */
export const strategySchema = strictObject({
  id: id('Name of the row, for records. The name of a built-in row takes that row’s place.'),
  class: z
    .enum(['client', 'credential', 'quota', 'overload', 'transport', 'model-unsupported'])
    .describe('Class of the failure.')
    .exactOptional(),
  status: z
    .array(status)
    .min(1, { error: 'is empty; leave it out, or name a status' })
    .describe('HTTP statuses, and ranges such as "500-504".')
    .exactOptional(),
  codes: z
    .array(text('A code or type of the error, as the request’s record shows it.'))
    .min(1, { error: 'is empty; leave it out, or name a code' })
    .describe('Codes or types of the error, in any case.')
    .exactOptional(),
  pattern: text('Regular expression that is searched in the error’s message and code, in any case.', 300)
    .refine((value) => patternProblem(value) === undefined, {
      error: ({ input }) => patternProblem(String(input)) ?? '',
    })
    .exactOptional(),
  dialect: dialect.describe('Only failures of a provider that was asked in this dialect.').exactOptional(),
  provider: z.string().describe('Only failures of the provider with this id.').exactOptional(),
  shouldRetry: z.boolean().describe('What the provider’s header x-should-retry says.').exactOptional(),
  waitAtMostMs: whole(
    0,
    hour,
    'Only when the provider says when to ask again, and that is within so many milliseconds.',
  ).exactOptional(),
  action: z
    .enum(['retry-same', 'next-account', 'next-provider', 'return'])
    .describe(
      'retry-same: the same once more. next-account: another account of the provider first, then others. next-provider: no further account of it. return: the client is told.',
    ),
  retries: whole(1, 5, 'With retry-same: how often. Left out: once.').exactOptional(),
  backoffMs: whole(
    0,
    60_000,
    'With retry-same: milliseconds before the first retry, doubled before each further one. Left out: 250.',
  ).exactOptional(),
  withinMs: whole(
    0,
    hour,
    'With retry-same: milliseconds from the first failure after which no retry starts. Left out: 5000.',
  ).exactOptional(),
  afterwards: z
    .enum(['next-account', 'next-provider', 'return'])
    .describe('With retry-same: what follows when that did not help. Left out: next-account.')
    .exactOptional(),
});

export type StrategyInput = z.output<typeof strategySchema>;

/** `"500-504"` as its two ends; undefined for anything else. */
export function rangeOf(value: string): readonly [number, number] | undefined {
  const found = /^([1-5]\d\d)-([1-5]\d\d)$/.exec(value);
  const [from, to] = [Number(found?.[1]), Number(found?.[2])];
  return from <= to ? [from, to] : undefined;
}
