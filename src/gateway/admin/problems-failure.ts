import { type Problem, problemText } from '../config/problem.ts';
import { ApiFailure } from './api-error.ts';

/** The answer to something that is wrong in several places: all of them, as one text and as a list. */
export function problemsFailure(what: string, problems: readonly Problem[]): ApiFailure {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const message = [`${what} has ${count}:`, ...problems.map(problemText)].join('\n');
  return new ApiFailure(
    'invalid_parameter',
    message,
    problems.map(({ path, message: text }) => ({ path, message: text })),
  );
}
