import type { z } from 'zod';
import { anyOf, didYouMean, type PathPart, type Problem, pathText, shown } from './problem.ts';

/** A problem whose place is still a list, so that its line can be looked up. */
export interface PlacedProblem {
  readonly at: readonly PathPart[];
  readonly message: string;
}

/** What zod found, in words. Messages that the schema wrote itself are taken as they are. */
export function schemaProblems(error: z.ZodError): PlacedProblem[] {
  return error.issues.flatMap((issue) => fromIssue(issue, []));
}

function fromIssue(issue: z.core.$ZodIssue, above: readonly PathPart[]): PlacedProblem[] {
  const at = [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const messages = issue.message.split('\n');
      return issue.keys.map((key, index) => ({
        at: [...at, key],
        message: messages[index] ?? 'is not a known key',
      }));
    }
    case 'invalid_union': {
      const branch = issue.errors.find((issues) => !issues.some(isWrongKind));
      if (branch !== undefined && branch.length > 0) return branch.flatMap((inner) => fromIssue(inner, at));
      if (issue.message !== 'Invalid input') return [{ at, message: issue.message }];
      return [{ at, message: `${shown(issue.input)} is not ${kinds(issue.errors)}` }];
    }
    case 'invalid_type':
      return [{ at, message: wrongKind(issue) }];
    case 'invalid_value':
      return [{ at, message: wrongValue(issue.input, issue.values) }];
    default:
      return [{ at, message: issue.message }];
  }
}

/** Of the forms that a value may have, this one is not even of the right kind. */
function isWrongKind(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length === 0) return issue.code === 'invalid_type' || issue.code === 'unrecognized_keys';
  return issue.path.length === 1 && issue.code === 'invalid_type' && issue.input === undefined;
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function kinds(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const words = errors.flatMap((issues) =>
    issues.flatMap((issue) =>
      issue.code === 'invalid_type' ? [kindWords[issue.expected] ?? issue.expected] : [],
    ),
  );
  return [...new Set(words)].join(' or ');
}

function wrongKind(issue: z.core.$ZodIssueInvalidType): string {
  const wanted = kindWords[issue.expected] ?? issue.expected;
  return issue.input === undefined
    ? `is missing; ${wanted} is needed`
    : `${shown(issue.input)} is not ${wanted}`;
}

function wrongValue(input: unknown, values: readonly unknown[]): string {
  if (input === undefined) return `is missing; allowed are ${anyOf(values)}`;
  const texts = values.filter((value) => typeof value === 'string');
  const near = typeof input === 'string' ? didYouMean(input, texts) : undefined;
  const hint = near === undefined ? '' : `did you mean "${near}"? `;
  return `${shown(input)} is not allowed; ${hint}allowed are ${anyOf(values)}`;
}

/** The final form, with the line when a look-up is given. */
export function placed(problem: PlacedProblem, lineOf?: (path: readonly PathPart[]) => number): Problem {
  const path = pathText(problem.at);
  if (lineOf === undefined) return { path, message: problem.message };
  return { path, message: problem.message, line: lineOf(problem.at) };
}
