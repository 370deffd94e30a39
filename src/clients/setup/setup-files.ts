/** The file access of set-up. All methods reject with the system's error, but for what is said here. */
export interface SetupFiles {
  /** The file that a path leads to, links followed; the path itself when nothing is there. */
  target(path: string): Promise<string>;
  /** Undefined when there is no file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The permission bits; undefined when there is no file. */
  mode(path: string): Promise<number | undefined>;
  /** Writes a new file to the disk with exactly this mode; false, and nothing done, when the name is taken. */
  create(path: string, bytes: Uint8Array, mode: number): Promise<boolean>;
  /** Takes the place of what has the new name. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the folder of a path, and those above it, when they are missing. */
  makeFolderOf(path: string): Promise<void>;
}
