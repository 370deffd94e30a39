import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FileState, type FileWatch, readState, watchFile } from '../../../src/gateway/config/watch.ts';
import { createHandClock } from './hand-clock.ts';

const settleMs = 150;
const pollMs = 3000;

describe('a watched file', () => {
  let directory = '';
  let path = '';
  let watch: FileWatch | undefined;
  let seen: FileState[] = [];
  let clock = createHandClock();

  const start = (): void => {
    watch = watchFile({ path, clock, known: readState(path), onChange: (state) => seen.push(state) });
  };
  /** The file system's notice comes when it comes; then the file must be left alone for a moment. */
  const noticed = async (change: () => void): Promise<void> => {
    const notice = clock.due(settleMs);
    change();
    await notice;
    expect(seen).toEqual([]);
    clock.pass(settleMs);
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'patchbay-watch-'));
    path = join(directory, 'config.jsonc');
    seen = [];
    clock = createHandClock();
  });
  afterEach(() => {
    watch?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test('written in place', async () => {
    writeFileSync(path, 'one');
    start();
    await noticed(() => writeFileSync(path, 'two'));
    expect(seen).toEqual([{ kind: 'text', text: 'two' }]);
  });

  test('replaced by another file, as editors do, and again after that', async () => {
    writeFileSync(path, 'one');
    start();
    for (const text of ['two', 'three']) {
      seen = [];
      await noticed(() => {
        writeFileSync(`${path}.tmp`, text);
        renameSync(`${path}.tmp`, path);
      });
      expect(seen).toEqual([{ kind: 'text', text }]);
    }
  });

  test('removed', async () => {
    writeFileSync(path, 'one');
    start();
    await noticed(() => rmSync(path));
    expect(seen).toEqual([{ kind: 'gone' }]);
  });

  test('made in a directory that was not there: found by looking now and then', () => {
    path = join(directory, 'later', 'config.jsonc');
    start();
    mkdirSync(join(directory, 'later'));
    writeFileSync(path, 'one');
    clock.pass(pollMs);
    clock.pass(settleMs);
    expect(seen).toEqual([{ kind: 'text', text: 'one' }]);
  });

  test('behind a symbolic link that is turned to another file', () => {
    mkdirSync(join(directory, 'a'));
    mkdirSync(join(directory, 'b'));
    writeFileSync(join(directory, 'a', 'c'), 'one');
    writeFileSync(join(directory, 'b', 'c'), 'two');
    symlinkSync(join(directory, 'a', 'c'), path);
    start();
    rmSync(path);
    symlinkSync(join(directory, 'b', 'c'), path);
    watch?.check();
    expect(seen).toEqual([{ kind: 'text', text: 'two' }]);
  });

  test('caught empty between truncating and writing: only what is written is reported', () => {
    path = join(directory, 'later', 'config.jsonc');
    start();
    mkdirSync(join(directory, 'later'));
    writeFileSync(path, '');
    clock.pass(pollMs);
    writeFileSync(path, 'half of');
    clock.pass(settleMs);
    writeFileSync(path, 'half of it, and the rest');
    clock.pass(settleMs);
    expect(seen).toEqual([]);
    clock.pass(settleMs);
    expect(seen).toEqual([{ kind: 'text', text: 'half of it, and the rest' }]);
  });

  test('touched without a change: nothing is reported', () => {
    writeFileSync(path, 'one');
    start();
    writeFileSync(path, 'one');
    clock.pass(pollMs);
    clock.pass(settleMs);
    expect(seen).toEqual([]);
  });

  test('a directory of that name is no config', () => {
    mkdirSync(path);
    expect(readState(path)).toEqual({ kind: 'unreadable', reason: 'it is not a regular file' });
  });

  test('after closing nothing is reported', () => {
    writeFileSync(path, 'one');
    start();
    watch?.close();
    writeFileSync(path, 'two');
    clock.pass(pollMs * 2);
    watch?.check();
    expect(seen).toEqual([]);
  });
});
