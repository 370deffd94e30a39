import { type RefusalCode, SetupRefusal } from './setup-refusal.ts';

/**
 * Why nothing was done. Beside the refusals of the editors:
 *
 * - `path`: the config's path is relative, so it means another file in every folder.
 * - `encoding`: the file is not UTF-8.
 * - `changed`: the file is not what the plan was made from.
 * - `access`: the system did not let us read or write.
 */
export type ProblemCode = RefusalCode | 'path' | 'encoding' | 'changed' | 'access';

export interface SetupProblem {
  readonly code: ProblemCode;
  /** For people: what happened, why, what to do. */
  readonly message: string;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: SetupProblem };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failed(code: ProblemCode, message: string): Outcome<never> {
  return { ok: false, problem: { code, message } };
}

const advice: Record<RefusalCode, string> = {
  syntax: 'Correct it in an editor, then try again.',
  'in-the-way': 'Rename or remove it in an editor, then try again.',
  'not-safe': 'Make the change by hand, as the instructions for this client show it.',
};

/** Runs a pure edit; a refusal becomes a problem that names the file. Other errors are bugs and pass through. */
export function refusing<T>(path: string, edit: () => T): Outcome<T> {
  try {
    return done(edit());
  } catch (error) {
    if (!(error instanceof SetupRefusal)) throw error;
    const place = error.line === undefined ? path : `${path}, line ${error.line}`;
    return failed(error.code, `${place}: ${error.message}. ${advice[error.code]} Nothing was written.`);
  }
}
