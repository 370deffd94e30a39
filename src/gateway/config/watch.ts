import { type FSWatcher, readFileSync, realpathSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Timer } from '../exchange/ports.ts';

/** What became of the file. */
export type FileState =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface FileWatchDeps {
  readonly path: string;
  readonly clock: Clock;
  /** What the file was when the host read it last; the first difference from it is reported. */
  readonly known: FileState;
  readonly onChange: (state: FileState) => void;
}

export interface FileWatch {
  /** Looks at once instead of waiting for a notice. */
  check(): void;
  close(): void;
}

/** Editors write in steps (truncate, write; or write beside and rename): this long nothing may happen. */
const settleMs = 150;

/**
 * Notices get lost on network mounts, in containers, and when the directory itself is replaced (Kubernetes swaps a
 * symbolic link): so the file is read every few seconds as well. It is some kilobytes.
 */
const pollMs = 3000;

/** What is larger is no config (those are refused past 1 MiB), and need not be read every few seconds. */
const mostBytes = 4 * 1024 * 1024;

/** Reads a regular file as its state; never throws. */
export function readState(path: string): FileState {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { kind: 'unreadable', reason: 'it is not a regular file' };
    if (stat.size > mostBytes) return { kind: 'unreadable', reason: 'it is larger than 4 MiB' };
    return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'gone' } : { kind: 'unreadable', reason: code };
  }
}

/**
 * Watches a file that may be edited in place, replaced, removed, or not be there yet. Reports each state once: a
 * touch that changes nothing is not reported.
 */
export function watchFile(deps: FileWatchDeps): FileWatch {
  const { path, clock, onChange } = deps;
  let known = deps.known;
  let closed = false;
  let settle: Timer | undefined;
  let poll: Timer | undefined;
  let watchers = new Map<string, FSWatcher>();

  /** Takes the state as it is, settled or not. */
  const check = (): void => {
    settle?.cancel();
    settle = undefined;
    if (closed) return;
    attach();
    const state = readState(path);
    if (isSame(known, state)) return;
    known = state;
    onChange(state);
  };
  /**
   * Whoever noticed it, a new state is reported when a second look a moment later finds the same: a look between the
   * truncating and the writing would take an empty file for what somebody wrote.
   */
  const look = (): void => {
    settle?.cancel();
    settle = undefined;
    if (closed) return;
    attach();
    const seen = readState(path);
    if (isSame(known, seen)) return;
    settle = clock.after(settleMs, () => (isSame(seen, readState(path)) ? check() : look()));
  };
  /** The directories, not the file: a watch on a file stays with the old one when an editor replaces it. */
  const attach = (): void => {
    const wanted = directoriesOf(path);
    const next = new Map<string, FSWatcher>();
    for (const directory of wanted) {
      const watcher = watchers.get(directory) ?? open(directory);
      if (watcher !== undefined) next.set(directory, watcher);
    }
    for (const [directory, watcher] of watchers) if (!next.has(directory)) watcher.close();
    watchers = next;
  };
  const open = (directory: string): FSWatcher | undefined => {
    try {
      const watcher = watch(directory, { persistent: false }, look);
      watcher.on('error', () => {
        watcher.close();
        if (watchers.get(directory) === watcher) watchers.delete(directory);
      });
      return watcher;
    } catch {
      // Not there, or no watches left on this machine: the poll does it.
      return undefined;
    }
  };
  const again = (): void => {
    poll = clock.after(pollMs, () => {
      // What is settling is looked at again by itself.
      if (settle === undefined) look();
      if (!closed) again();
    });
  };
  attach();
  again();
  return {
    check,
    close() {
      closed = true;
      settle?.cancel();
      poll?.cancel();
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** Where the name lies, and where the file lies that it leads to. */
function directoriesOf(path: string): ReadonlySet<string> {
  const directories = new Set([dirname(path)]);
  try {
    directories.add(dirname(realpathSync(path)));
  } catch {
    // The file is not there (yet): its own directory is all there is to watch.
  }
  return directories;
}

function isSame(a: FileState, b: FileState): boolean {
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text;
  if (a.kind === 'unreadable') return b.kind === 'unreadable' && a.reason === b.reason;
  return b.kind === 'gone';
}
