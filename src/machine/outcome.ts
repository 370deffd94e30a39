/** How a command ended, as its exit code. 2 and 3 are promised; scripts tell them apart. */
export const exitCode = {
  ok: 0,
  /** Something outside went wrong: the disk, the database, no gateway runs. */
  failed: 1,
  /** Wrong flags or a wrong config: nothing was started. */
  usage: 2,
  portInUse: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** A reason to stop that is told to the user as it is. */
export interface Stop {
  readonly code: ExitCode;
  /** Lines for standard error. */
  readonly lines: readonly string[];
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly stop: Stop };

export function stop(
  code: ExitCode,
  ...lines: readonly string[]
): { readonly ok: false; readonly stop: Stop } {
  return { ok: false, stop: { code, lines } };
}

/** What the system calls an error: its code (`EACCES`), else its message. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
