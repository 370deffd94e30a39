import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from './outcome.ts';

export type PrivateText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** There, but not to be used: what is wrong and what helps. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A key is a line; a private key with its chain some kilobytes. */
const mostBytes = 64 * 1024;

/**
 * Reads a secret's file. On systems with file modes one that others may read or write is refused, so that a key
 * does not lie open without its owner knowing. The check is made on the opened file: no other can take its place.
 */
export function readPrivateFile(path: string): PrivateText {
  let handle: number;
  try {
    // Non-blocking: a pipe of this name must not hold the start up.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = reasonOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'refused', reason: `the file ${path} cannot be read (${code})` };
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) return { kind: 'refused', reason: `${path} is not a regular file` };
    if (stat.size > mostBytes)
      return { kind: 'refused', reason: `the file ${path} is larger than 64 KiB, no key is` };
    const mode = stat.mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const reason = `others may read the file ${path} (mode ${mode.toString(8).padStart(4, '0')}); run: chmod 600 ${quoted(path)}`;
      return { kind: 'refused', reason };
    }
    return { kind: 'text', text: readFileSync(handle, 'utf8') };
  } catch (error) {
    return { kind: 'refused', reason: `the file ${path} cannot be read (${reasonOf(error)})` };
  } finally {
    closeSync(handle);
  }
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** Makes a directory that only its owner may enter; one that is there is left as it is. Throws the system's error. */
export function makePrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** Replaces a file by one that only its owner may read, in one step. Throws the system's error. */
export function writePrivateFile(path: string, text: string): void {
  const temporary = writeBeside(path, text);
  renameSync(temporary, path);
}

/** Makes a private file unless one is there; false: there was one. Two programs at once: one of them makes it. */
export function createPrivateFile(path: string, text: string): boolean {
  const temporary = writeBeside(path, text);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (reasonOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeBeside(path: string, text: string): string {
  makePrivateDirectory(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
  return temporary;
}
