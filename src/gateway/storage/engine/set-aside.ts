import { existsSync, renameSync } from 'node:fs';

/**
 * Renames a damaged database with its `-wal` and `-shm`, so that they can still be opened together by somebody
 * who wants to rescue rows; nothing is ever deleted. Returns the new path, `patchbay.db.damaged-20261005T043811Z`.
 * Throws the system's error when the file cannot be renamed. The database must be closed.
 */
export function setAside(path: string, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  let target = `${path}.damaged-${stamp}`;
  for (let n = 2; existsSync(target); n += 1) target = `${path}.damaged-${stamp}-${n}`;
  renameSync(path, target);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}
