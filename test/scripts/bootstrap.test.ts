import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const directory = mkdtempSync(join(tmpdir(), 'patchbay-bootstrap-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a small program that uses the scripts, and returns what it printed. */
function evaluate(code: string): Promise<{ out: string; code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.on('close', (exit) => resolve({ out: out.trim(), code: exit }));
  });
}

const module = (name: string): string =>
  JSON.stringify(pathToFileURL(join(root, 'scripts', 'bootstrap', name)).href);

function lockFile(name: string, packages: object): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify({ packages }));
  return path;
}

describe('whether packages have to be installed', () => {
  const wanted = lockFile('wanted', {
    '': { version: '1' },
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b-mac': { version: '1.0.0', integrity: 'y', optional: true },
  });
  const isInstalled = async (installed: string): Promise<string> => {
    const code = `import { isInstalled } from ${module('install.mjs')};
      console.log(isInstalled(${JSON.stringify(wanted)}, ${JSON.stringify(installed)}));`;
    return (await evaluate(code)).out;
  };

  test('not when npm has installed the same versions; packages for other systems may be missing', async () => {
    expect(
      await isInstalled(lockFile('same', { 'node_modules/a': { version: '1.0.0', integrity: 'x' } })),
    ).toBe('true');
  });

  test.each([
    ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'x' } }],
    ['another content', { 'node_modules/a': { version: '1.0.0', integrity: 'z' } }],
    ['a missing package', {}],
  ])('with %s', async (_, packages) => {
    expect(await isInstalled(lockFile('other', packages))).toBe('false');
  });

  test('when nothing was installed, or an install was broken off', async () => {
    expect(await isInstalled(join(directory, 'none'))).toBe('false');
    const half = join(directory, 'half');
    writeFileSync(half, '{"packages": {');
    expect(await isInstalled(half)).toBe('false');
  });
});

describe('the result of a test run', () => {
  const conclude = (
    report: object | undefined,
    exit: number,
  ): Promise<{ out: string; code: number | null }> =>
    evaluate(`import { conclude, countsOf } from ${module('checks.mjs')};
      const counts = countsOf(${JSON.stringify(report)}, ${exit});
      process.exitCode = conclude({ passed: 4, failed: 0, skipped: 0 }, counts);`);

  test('adds static checks and tests', async () => {
    const report = {
      numPassedTests: 10,
      numFailedTests: 0,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [],
    };
    expect(await conclude(report, 0)).toEqual({ out: '14 passed, 0 failed, 3 skipped', code: 0 });
  });

  test('counts a file that could not be loaded', async () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    const report = { numPassedTests: 1, numFailedTests: 1, testResults };
    expect(await conclude(report, 1)).toEqual({ out: '5 passed, 2 failed, 0 skipped', code: 1 });
  });

  test('is a failure when vitest ended without a report, or failed without a failed test', async () => {
    expect(await conclude(undefined, 134)).toEqual({ out: '4 passed, 1 failed, 0 skipped', code: 1 });
    expect((await conclude({ numPassedTests: 1, testResults: [] }, 1)).code).toBe(1);
  });
});

describe('a program that is run', () => {
  const running = (program: string): string =>
    `import { run } from ${module('run.mjs')};
     process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(program)}]);`;

  test('passes its exit code on', async () => {
    expect((await evaluate(running('process.exit(7)'))).code).toBe(7);
  });

  test('gets the signals of its parent, and decides itself how it ends', async () => {
    const program = `process.on('SIGTERM', () => { console.log('bye'); process.exit(5); });
      setInterval(() => {}, 1000); console.log('ready');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', running(program)], { cwd: root });
    let out = '';
    const code = await new Promise((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out === 'ready\n') child.kill('SIGTERM');
      });
      child.on('close', resolve);
    });
    expect({ out, code }).toEqual({ out: 'ready\nbye\n', code: 5 });
  });

  test('that is not there is told', async () => {
    const code = `import { run } from ${module('run.mjs')};
      process.exitCode = await run('no-such-program-here', []);`;
    expect((await evaluate(code)).code).toBe(127);
  });
});

test('the tasks of package.json are known', async () => {
  const { out } = await evaluate(
    `import { tasks } from ${module('tasks.mjs')}; console.log(Object.keys(tasks).join(' '));`,
  );
  expect(out).toBe(
    'start test test:long test:clients test:vscode check build bench bench:plan dev schema fields manifest vocabulary models prices package',
  );
});
