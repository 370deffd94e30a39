import { posix, win32 } from 'node:path';

/** Joins by the rules of the platform that is asked about, which in tests is not the one that runs. */
export function joinPath(platform: NodeJS.Platform, ...parts: readonly string[]): string {
  return (platform === 'win32' ? win32 : posix).join(...parts);
}

/** Whether a path means the same file in every folder, on any platform. */
export function isAbsolutePath(path: string): boolean {
  return posix.isAbsolute(path) || win32.isAbsolute(path);
}
