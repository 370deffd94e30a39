import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const suite = join(import.meta.dirname, '..', '..', 'scripts', 'suite');
const folder = mkdtempSync(join(tmpdir(), 'patchbay-suite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an expression over a module's exports (`it`) is. */
function value(name: string, expression: string): unknown {
  const url = JSON.stringify(pathToFileURL(join(suite, name)).href);
  const code = `import * as it from ${url}; console.log(JSON.stringify(${expression}));`;
  const end = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  return JSON.parse(end.stdout);
}

describe('tools', () => {
  test('are missing when no folder of the path has them, and the line names each package once', () => {
    const tools = JSON.stringify({ 'no-such-a': 'pack', 'no-such-b': 'pack more', sh: 'dash' });
    expect(value('tools.mjs', `it.missingTools(${tools}, '/bin')`)).toEqual(['no-such-a', 'no-such-b']);
    expect(value('tools.mjs', `it.installLine(${tools}, ['no-such-a', 'no-such-b'])`)).toBe(
      'apt-get install -y pack more',
    );
  });
});

describe('the place of the real VS Code', () => {
  const source = join(folder, 'source');
  mkdirSync(source);
  const manifest = join(source, 'package.json');
  writeFileSync(manifest, JSON.stringify({ dependencies: { 'code-server': '1.2.3' } }));
  writeFileSync(join(source, 'package-lock.json'), '{}');
  const place = (env: object): unknown =>
    value('install-host.mjs', `it.hostFolder(${JSON.stringify(manifest)}, ${JSON.stringify(env)})`);

  test('is in the cache of the user, by version', () => {
    expect(place({ HOME: '/home/me' })).toBe('/home/me/.cache/patchbay-test/code-server-1.2.3');
    expect(place({ HOME: '/home/me', XDG_CACHE_HOME: '/cache' })).toBe(
      '/cache/patchbay-test/code-server-1.2.3',
    );
    expect(place({ HOME: '/home/me', XDG_CACHE_HOME: 'relative' })).toBe(
      '/home/me/.cache/patchbay-test/code-server-1.2.3',
    );
  });

  test('is not installed without its stamp, or with that of another lock file', () => {
    const isInstalled = (): unknown =>
      value(
        'install-host.mjs',
        `it.isHostInstalled(${JSON.stringify(join(folder, 'host'))}, ${JSON.stringify(source)})`,
      );
    expect(isInstalled()).toBe(false);
    mkdirSync(join(folder, 'host'));
    writeFileSync(join(folder, 'host', '.patchbay-installed'), '1 something else\n');
    expect(isInstalled()).toBe(false);
  });
});
