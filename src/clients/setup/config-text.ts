import { createHash } from 'node:crypto';
import { done, failed, type Outcome } from './problem.ts';
import type { SetupFiles } from './setup-files.ts';

/**
 * Reads a config for a plan: its text, byte order mark and line endings included, or undefined when there is no file.
 * Problems: `encoding` (text and bytes would not be the same thing), `access`.
 */
export async function readConfigText(path: string, files: SetupFiles): Promise<Outcome<string | undefined>> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await files.read(await files.target(path));
  } catch (error) {
    return failed(
      'access',
      `${path} could not be read: ${wordsOf(error)}. Check the file and its rights, then try again. Nothing was written.`,
    );
  }
  if (bytes === undefined) return done(undefined);
  try {
    return done(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return failed(
      'encoding',
      `${path} is not UTF-8 text, so it cannot be changed without harm. Save it as UTF-8 in an editor, then try again. Nothing was written.`,
    );
  }
}

/** SHA-256 of a config's bytes, in hex. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
