import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import {
  forgetFormerLocalKey,
  formerLocalKey,
  localKey,
  rotateLocalKey,
} from '../../src/machine/local-key.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const directory = temporaryDirectory();
let serial = 0;
const random = {
  hex(bytes: number) {
    serial += 1;
    return `${serial}`.padStart(bytes * 2, '0');
  },
  unit: () => 0,
};

test('is made at the first start, kept for the owner alone, and the same ever after', () => {
  const dataDir = join(directory, 'first');
  const first = localKey(dataDir, {}, random);
  if (!first.ok) throw new Error(first.stop.lines.join());
  const { key, file } = first.value;
  expect(key).toMatch(/^pbk-[0-9a-f]{48}$/);
  expect(file).toBe(join(dataDir, 'secrets', 'local-key'));
  expect(readFileSync(file ?? '', 'utf8')).toBe(`${key}\n`);
  expect(statSync(file ?? '').mode & 0o777).toBe(0o600);
  expect(localKey(dataDir, {}, random)).toEqual(first);
});

test('is PATCHBAY_KEY when that is set, and nothing is written', () => {
  const dataDir = join(directory, 'env');
  expect(localKey(dataDir, { PATCHBAY_KEY: ' my-own-key ' }, random)).toEqual({
    ok: true,
    value: { key: 'my-own-key' },
  });
  expect(() => statSync(dataDir)).toThrow('ENOENT');
});

test.each(['short', 'has spaces in it', 'breaks\nlines-and-more'])(
  'PATCHBAY_KEY %j is refused without repeating it',
  (key) => {
    const result = localKey(join(directory, 'bad'), { PATCHBAY_KEY: key }, random);
    expect(result).toMatchObject({ ok: false, stop: { code: 2 } });
    expect(JSON.stringify(result)).not.toContain(JSON.stringify(key).slice(1, -1));
  },
);

test('a key file that others may read, or that holds none, ends the start', () => {
  const dataDir = join(directory, 'open');
  const made = localKey(dataDir, {}, random);
  const file = made.ok ? (made.value.file ?? '') : '';
  chmodSync(file, 0o644);
  expect(localKey(dataDir, {}, random)).toMatchObject({ ok: false, stop: { code: 1 } });
  writeFileSync(file, '\n');
  chmodSync(file, 0o600);
  expect(localKey(dataDir, {}, random)).toMatchObject({ ok: false, stop: { code: 1 } });
});

describe('a rotated key', () => {
  const at = 1_700_000_000_000;
  const day = 24 * 60 * 60 * 1000;

  it('is replaced at once, and the old one is known for a day', () => {
    const dataDir = join(directory, `rotated-${serial}`);
    const before = localKey(dataDir, {}, random);
    const after = rotateLocalKey(dataDir, {}, random, at);
    if (!before.ok || !after.ok) throw new Error('no key');
    expect(after.value.key).not.toBe(before.value.key);
    expect(localKey(dataDir, {}, random)).toEqual(after);
    expect(formerLocalKey(dataDir, at)).toEqual({ key: before.value.key, until: at + day });
    expect(formerLocalKey(dataDir, at + day)).toBeUndefined();
  });

  it('rotated twice leaves only the last one as the old one', () => {
    const dataDir = join(directory, `rotated-${serial}`);
    rotateLocalKey(dataDir, {}, random, at);
    const middle = localKey(dataDir, {}, random);
    rotateLocalKey(dataDir, {}, random, at + 1);
    expect(middle.ok && formerLocalKey(dataDir, at + 2)?.key).toBe(middle.ok && middle.value.key);
  });

  it('can be taken from the old one at once', () => {
    const dataDir = join(directory, `rotated-${serial}`);
    rotateLocalKey(dataDir, {}, random, at);
    forgetFormerLocalKey(dataDir);
    expect(formerLocalKey(dataDir, at)).toBeUndefined();
  });

  it('from the environment is not ours to rotate', () => {
    const result = rotateLocalKey(
      join(directory, 'rotated-env'),
      { PATCHBAY_KEY: 'a-key-of-mine' },
      random,
      at,
    );
    expect(result.ok).toBe(false);
    expect(!result.ok && result.stop.lines.join(' ')).toContain('PATCHBAY_KEY');
  });
});
