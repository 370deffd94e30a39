import { lstat, mkdir, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SetupFiles } from './setup-files.ts';

/** The files of this machine. */
export const nodeFiles: SetupFiles = {
  async target(path) {
    const found = await unless('ENOENT', realpath(path));
    if (found !== undefined) return found;
    // To write at a link that leads nowhere would put a file in its place, or make one where nobody expects it.
    if ((await unless('ENOENT', lstat(path)))?.isSymbolicLink() === true) {
      throw new Error('it is a link to a file that does not exist');
    }
    return path;
  },
  read: (path) => unless('ENOENT', readFile(path)),
  mode: async (path) => {
    const found = await unless('ENOENT', stat(path));
    return found === undefined ? undefined : found.mode & 0o7777;
  },
  async create(path, bytes, mode) {
    const file = await unless('EEXIST', open(path, 'wx', mode));
    if (file === undefined) return false;
    try {
      // The umask took its part of the mode.
      await file.chmod(mode);
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await file.close();
      await unlink(path);
      throw error;
    }
    await file.close();
    return true;
  },
  rename,
  remove: unlink,
  makeFolderOf: async (path) => {
    await mkdir(dirname(path), { recursive: true });
  },
};

/** The result; undefined when it failed with this code. */
async function unless<T>(code: string, result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  }
}
