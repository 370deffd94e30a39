import { hashOf, readConfigText } from './config-text.ts';
import { done, type Outcome, refusing } from './problem.ts';
import type { ClientSetup } from './setup.ts';
import type { SetupFiles } from './setup-files.ts';
import type { UndoRecord } from './undo-record.ts';
import { writeConfig } from './write-config.ts';

/** What undoing would write, to be shown before it is. */
export interface UndoPlan {
  readonly path: string;
  /** The file's present text; undefined when there is no file any more. */
  readonly before: string | undefined;
  /** Undefined: the file goes. Equal to `before` when there is nothing left to undo. */
  readonly after: string | undefined;
  /** Whether the file becomes, byte for byte, what it was; otherwise only our changes go and later edits stay. */
  readonly isExact: boolean;
}

/**
 * Plans the undoing of a set-up. While the file is what we wrote, it becomes what it was; once somebody has edited it,
 * only our changes are taken out of it, and values of ours that were changed since stay. Undo the newest record first:
 * an older one does not know the values of a newer one. Problems: `syntax`, `not-safe`.
 *
 * @param setup of the record's client, for any address
 * @param text the file's present text, from `readConfigText`
 * @param backup the text of the record's backup, undefined when it is gone or there was none; not used unless it is
 *   what was saved
 */
export function planUndo(
  setup: ClientSetup,
  record: UndoRecord,
  text: string | undefined,
  backup: string | undefined,
): Outcome<UndoPlan> {
  const { path } = record;
  if (text === undefined)
    return done({ path, before: text, after: text, isExact: record.hashBefore === null });
  if (hashOf(text) === record.hashWritten) {
    if (record.hashBefore === null) return done({ path, before: text, after: undefined, isExact: true });
    if (backup !== undefined && hashOf(backup) === record.hashBefore) {
      return done({ path, before: text, after: backup, isExact: true });
    }
  }
  return refusing(path, () => {
    const reverted = record.changes.toReversed().reduce((now, { id, former }) => {
      const change = setup.changes.find((each) => each.id === id);
      return change === undefined ? now : change.revert(now, former);
    }, text);
    // A file that we made and that has come to hold nothing goes as well.
    const isEmpty = record.hashBefore === null && /^\ufeff?\s*(\{\s*\}\s*)?$/.test(reverted);
    const after = isEmpty ? undefined : reverted;
    return { path, before: text, after, isExact: false };
  });
}

/** Reads what `planUndo` needs and plans. Problems: those of `planUndo`, `encoding`, `access`. */
export async function readUndoPlan(
  setup: ClientSetup,
  record: UndoRecord,
  files: SetupFiles,
): Promise<Outcome<UndoPlan>> {
  const text = await readConfigText(record.path, files);
  if (!text.ok) return text;
  const backup = record.backup === null ? undefined : await readConfigText(record.backup, files);
  // A backup that cannot be read is as good as none.
  return planUndo(setup, record, text.value, backup?.ok === true ? backup.value : undefined);
}

/**
 * Writes what an undo plan shows; nothing when it changes nothing. A file with edits of others is backed up as when
 * setting up, and the backup's path is given; the first backup stays where it is. Problems: `changed`, `encoding`, `access`.
 */
export async function applyUndo(
  plan: UndoPlan,
  files: SetupFiles,
  now: Date,
): Promise<Outcome<string | undefined>> {
  return plan.after === plan.before
    ? done(undefined)
    : writeConfig({ ...plan, needsBackup: !plan.isExact }, files, now);
}
