import { hashOf } from './config-text.ts';
import type { SetupPlan } from './plan.ts';
import { done, type Outcome } from './problem.ts';
import type { SetupFiles } from './setup-files.ts';
import type { UndoRecord } from './undo-record.ts';
import { writeConfig } from './write-config.ts';

/**
 * Writes what a plan shows, and nothing else. Gives the record by which it is undone; undefined when the plan changes
 * nothing, and then nothing is written, not even a backup. Problems: `changed`, `encoding`, `access`; after any of them
 * the file is as it was.
 *
 * @param now for the backup's name
 */
export async function applySetup(
  plan: SetupPlan,
  files: SetupFiles,
  now: Date,
): Promise<Outcome<UndoRecord | undefined>> {
  const { client, path, before, after, changes } = plan;
  if (after === undefined || after === before) return done(undefined);
  const written = await writeConfig({ path, before, after, needsBackup: true }, files, now);
  if (!written.ok) return written;
  return done({
    version: 1,
    client,
    path,
    changes: changes.map(({ id, former }) => ({ id, former })),
    hashBefore: before === undefined ? null : hashOf(before),
    hashWritten: hashOf(after),
    backup: written.value ?? null,
  });
}
