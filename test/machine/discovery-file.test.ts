import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { announce, type Discovery, readDiscovery, withdraw } from '../../src/machine/discovery-file.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const directory = temporaryDirectory();
let path = '';
let serial = 0;
const own: Discovery = {
  url: 'http://127.0.0.1:4000',
  pid: process.pid,
  instance: 'own',
  protocol: 1,
  keyFile: '/data/secrets/local-key',
};
const other: Discovery = { ...own, pid: process.pid + 1, instance: 'other' };
const nobodyRuns = (): Promise<boolean> => Promise.resolve(false);

describe('the discovery file', () => {
  beforeEach(() => {
    serial += 1;
    path = join(directory, `${serial}`, 'default.json');
  });

  test('says where a gateway runs, to its owner alone', async () => {
    expect(await announce(path, own, nobodyRuns)).toBeUndefined();
    expect(readDiscovery(path)).toEqual(own);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('of a gateway that is gone is replaced', async () => {
    await announce(path, other, nobodyRuns);
    expect(await announce(path, own, nobodyRuns)).toBeUndefined();
    expect(readDiscovery(path)).toEqual(own);
  });

  test('of one that runs stays', async () => {
    await announce(path, other, nobodyRuns);
    expect(await announce(path, own, () => Promise.resolve(true))).toEqual(other);
    expect(readDiscovery(path)).toEqual(other);
  });

  test('is removed by its own gateway only', async () => {
    await announce(path, own, nobodyRuns);
    withdraw(path, other);
    expect(existsSync(path)).toBe(true);
    withdraw(path, own);
    expect(existsSync(path)).toBe(false);
    withdraw(path, own);
  });

  test.each(['', '{', '[]', '{"url":"ftp://x","pid":1,"instance":"i","protocol":1,"keyFile":null}'])(
    'with the text %j is as good as none',
    async (text) => {
      await announce(path, own, nobodyRuns);
      writeFileSync(path, text);
      expect(readDiscovery(path)).toBeUndefined();
      expect(await announce(path, own, () => Promise.resolve(true))).toBeUndefined();
    },
  );
});
