import { randomUUID } from 'node:crypto';
import { readConfigText, wordsOf } from './config-text.ts';
import { done, failed, type Outcome } from './problem.ts';
import type { SetupFiles } from './setup-files.ts';

/** The text to replace and the one to write; undefined: no file. */
export interface ConfigWrite {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** False when `before` is known well enough without: it is what we wrote ourselves. */
  readonly needsBackup: boolean;
}

/** Of a config that we make: its owner's alone, as the clients make theirs. */
const newFileMode = 0o600;

/** More backups of one second than this mean that something is wrong. */
const mostBackups = 100;

/**
 * Replaces a config: a backup beside it first, then a new file that takes its place in one step, with its mode. A link
 * stays and its target is replaced; the backup lies beside the link, since the target may be in a folder that is kept
 * under version control. Gives the backup's path; undefined when none was made.
 * Problems: `changed`, `encoding`, `access`.
 */
export async function writeConfig(
  write: ConfigWrite,
  files: SetupFiles,
  now: Date,
): Promise<Outcome<string | undefined>> {
  const { path, before, after, needsBackup } = write;
  const found = await checkUnchanged(write, files);
  if (!found.ok) return found;
  const leftovers = new Set<string>();
  try {
    const target = await files.target(path);
    const mode = (await files.mode(target)) ?? newFileMode;
    if (before === undefined) await files.makeFolderOf(target);
    const backup =
      before !== undefined && needsBackup ? await saveBackup(path, before, mode, files, now) : undefined;
    if (backup !== undefined) leftovers.add(backup);
    const temporary = `${target}.patchbay-${randomUUID()}.tmp`;
    if (after !== undefined) {
      await files.create(temporary, encode(after), mode);
      leftovers.add(temporary);
    }
    // Once more, at the last moment: an editor or the client itself may have saved in between.
    const still = await checkUnchanged(write, files);
    if (!still.ok) {
      await removeAll(leftovers, files);
      return still;
    }
    if (after === undefined) await files.remove(target);
    else await files.rename(temporary, target);
    return done(backup);
  } catch (error) {
    await removeAll(leftovers, files);
    return failed(
      'access',
      `${path} could not be written: ${wordsOf(error)}. The file is as it was. Check its rights and the space on the disk, then try again.`,
    );
  }
}

async function checkUnchanged({ path, before }: ConfigWrite, files: SetupFiles): Promise<Outcome<undefined>> {
  const present = await readConfigText(path, files);
  if (!present.ok) return present;
  if (present.value === before) return done(undefined);
  return failed(
    'changed',
    `${path} has changed since you were shown what would be written, so nothing was. Look at the new differences, then confirm again.`,
  );
}

/** Writes `config.toml.patchbay-backup-20260102T030405Z`, or the same with `-2`, `-3`, … when that is taken. */
async function saveBackup(
  path: string,
  text: string,
  mode: number,
  files: SetupFiles,
  now: Date,
): Promise<string> {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let count = 1; count <= mostBackups; count++) {
    const backup = `${path}.patchbay-backup-${time}${count === 1 ? '' : `-${count}`}`;
    if (await files.create(backup, encode(text), mode)) return backup;
  }
  throw new Error(`there are ${mostBackups} backups of this second already`);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Takes back what a write that failed has left; what cannot be removed stays, as the first failure is to be told. */
async function removeAll(paths: ReadonlySet<string>, files: SetupFiles): Promise<void> {
  await Promise.allSettled([...paths].map((path) => files.remove(path)));
}
