import { describe, expect, test } from 'vitest';
import { pathsFor } from '../../src/machine/paths.ts';

const linux = { platform: 'linux', env: {}, home: '/home/me' } as const;

describe('on Linux', () => {
  test('the XDG defaults', () => {
    expect(pathsFor(linux)).toEqual({
      configFile: '/home/me/.config/patchbay/config.jsonc',
      dataDir: '/home/me/.local/share/patchbay',
      discoveryFile: '/home/me/.local/share/patchbay/run/default.json',
    });
  });

  test('the XDG variables; a relative one is ignored', () => {
    const env = { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: 'relative', XDG_RUNTIME_DIR: '/run/user/7' };
    expect(pathsFor({ ...linux, env })).toEqual({
      configFile: '/c/patchbay/config.jsonc',
      dataDir: '/home/me/.local/share/patchbay',
      discoveryFile: '/run/user/7/patchbay/default.json',
    });
  });

  test('a profile shares nothing with the default one', () => {
    expect(pathsFor({ ...linux, env: { XDG_RUNTIME_DIR: '/r' }, profile: 'test' })).toEqual({
      configFile: '/home/me/.config/patchbay/profiles/test/config.jsonc',
      dataDir: '/home/me/.local/share/patchbay/profiles/test',
      discoveryFile: '/r/patchbay/test.json',
    });
  });
});

test('on macOS the data lie under Application Support', () => {
  expect(pathsFor({ platform: 'darwin', env: {}, home: '/Users/me' })).toEqual({
    configFile: '/Users/me/.config/patchbay/config.jsonc',
    dataDir: '/Users/me/Library/Application Support/patchbay',
    discoveryFile: '/Users/me/Library/Application Support/patchbay/run/default.json',
  });
});
