import type { StrategyConfig } from './config.ts';
import type { Placed } from './parts.ts';
import { type PathPart, shown } from './problem.ts';
import type { PlacedProblem } from './schema-problems.ts';
import { isRecord } from './situation.ts';
import { rangeOf, type StrategyInput } from './strategy-schema.ts';

const ofRetries = ['retries', 'backoffMs', 'withinMs', 'afterwards'] as const;
const conditions = [
  'class',
  'status',
  'codes',
  'pattern',
  'dialect',
  'provider',
  'shouldRetry',
  'waitAtMostMs',
] as const;

/** What is wrong between the options of one row. */
export function strategyProblems({ at, raw, input, broken }: Placed<StrategyInput>): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const report = (path: readonly PathPart[], message: string): void => {
    problems.push({ at: [...at, ...path], message });
  };
  const given = new Set(Object.keys(isRecord(raw) ? raw : {}));
  if (!conditions.some((name) => given.has(name))) {
    report([], `fits every failure; name at least one of ${conditions.join(', ')}`);
  }
  if (input.action !== 'retry-same' && !broken.has('action')) {
    for (const name of ofRetries.filter((one) => given.has(one))) {
      report([name], `has no meaning with the action ${shown(input.action)}; leave it out`);
    }
  }
  return problems;
}

/** The row with its defaults. */
export function fillStrategy(input: StrategyInput): StrategyConfig {
  const { status, action, retries = 1, backoffMs = 250, withinMs = 5000, afterwards, ...rest } = input;
  const conditions = status === undefined ? rest : { ...rest, status: status.flatMap(statusOf) };
  if (action !== 'retry-same') return { ...conditions, action };
  return {
    ...conditions,
    action,
    retry: { times: retries, backoffMs, withinMs, afterwards: afterwards ?? 'next-account' },
  };
}

function statusOf(written: number | string): (number | readonly [number, number])[] {
  if (typeof written === 'number') return [written];
  const range = rangeOf(written);
  return range === undefined ? [] : [range];
}
