import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPrivateFile, readPrivateFile, writePrivateFile } from '../../src/machine/private-file.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const directory = temporaryDirectory();

function fileWith(mode: number): string {
  const path = join(directory, `mode-${mode.toString(8)}`);
  writeFileSync(path, 'secret');
  chmodSync(path, mode);
  return path;
}

describe('reading', () => {
  test.each([0o600, 0o400])('mode %o is private', (mode) => {
    expect(readPrivateFile(fileWith(mode))).toEqual({ kind: 'text', text: 'secret' });
  });

  test.each([0o644, 0o640, 0o606, 0o660])('mode %o is refused, and the way out is named', (mode) => {
    const path = fileWith(mode);
    expect(readPrivateFile(path)).toEqual({
      kind: 'refused',
      reason: `others may read the file ${path} (mode 0${mode.toString(8)}); run: chmod 600 ${path}`,
    });
  });

  test('what is not there, no file, or too large', () => {
    expect(readPrivateFile(join(directory, 'none'))).toEqual({ kind: 'missing' });
    mkdirSync(join(directory, 'folder'));
    expect(readPrivateFile(join(directory, 'folder'))).toMatchObject({ kind: 'refused' });
    const large = join(directory, 'large');
    writeFileSync(large, 'x'.repeat(65 * 1024), { mode: 0o600 });
    expect(readPrivateFile(large)).toMatchObject({ kind: 'refused' });
  });
});

describe('writing', () => {
  test('makes directories and a file that only the owner may enter and read', () => {
    const path = join(directory, 'a', 'b', 'file');
    writePrivateFile(path, 'one');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'a')).mode & 0o777).toBe(0o700);
  });

  test('replaces an open file by a private one', () => {
    const path = fileWith(0o666);
    writePrivateFile(path, 'two');
    expect(readPrivateFile(path)).toEqual({ kind: 'text', text: 'two' });
  });

  test('creating leaves a file that is there as it is, and nothing beside it', () => {
    const path = join(directory, 'once', 'key');
    expect(createPrivateFile(path, 'first')).toBe(true);
    expect(createPrivateFile(path, 'second')).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(readdirSync(join(directory, 'once'))).toEqual(['key']);
  });
});
