import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  desktopPath,
  desktopProblem,
  displayVariables,
  filterWords,
} from '../vscode/harness/desktop-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-desktop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('the path of a desktop VS Code', () => {
  const display = { DISPLAY: ':0' };

  test('is fine when it is a program and there is a display', () => {
    const program = file('code', '\u007fELF', 0o755);
    expect(desktopProblem(program, display)).toBeUndefined();
    expect(desktopProblem(program, { WAYLAND_DISPLAY: 'wayland-0' })).toBeUndefined();
  });

  test.each([
    ['missing', () => undefined, '--electron needs a path'],
    ['another flag', () => '--keep', '--electron needs a path'],
    ['of nothing', () => join(folder, 'none'), 'does not exist'],
    ['of the folder', () => folder, 'is not a file'],
    ['of a text', () => file('text', 'hello', 0o644), 'may not be executed'],
    ['of the script that starts it', () => file('script', '#!/bin/sh\n', 0o755), 'is a script'],
  ])('is refused with what to give when it is %s', (_, path, words) => {
    const problem = desktopProblem(path(), display);
    expect(problem).toContain(words);
    expect(problem).toContain('VSCode-linux-x64/code');
  });

  test('needs a display', () => {
    expect(desktopProblem(file('code', '\u007fELF', 0o755), {})).toContain('xvfb-run');
  });
});

test('the path is no word to filter by', () => {
  const flags = ['palette', '--electron', '/opt/code', '--keep', 'quick'];
  expect(desktopPath(flags)).toBe('/opt/code');
  expect(filterWords(flags)).toEqual(['palette', 'quick']);
  expect(desktopPath(['palette'])).toBeUndefined();
});

test('only what a window system is found by is passed on', () => {
  expect(displayVariables({ DISPLAY: ':1', XAUTHORITY: '/x', HOME: '/root' })).toEqual({
    DISPLAY: ':1',
    XAUTHORITY: '/x',
  });
});
