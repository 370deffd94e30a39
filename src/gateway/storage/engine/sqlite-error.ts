/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html): the low byte of the extended ones. */
const corrupt = 11;
const constraint = 19;
const notADatabase = 26;

/** Whether the error says that the file itself is broken, not the disk or the statement. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === corrupt || code === notADatabase;
}

/** Whether one row offends a rule of its table. */
export function isConstraint(error: unknown): boolean {
  return primaryCode(error) === constraint;
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
