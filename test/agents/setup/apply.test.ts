import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applySetup } from '../../../src/clients/setup/apply.ts';
import { codexSetup } from '../../../src/clients/setup/codex-setup.ts';
import { readConfigText } from '../../../src/clients/setup/config-text.ts';
import { nodeFiles } from '../../../src/clients/setup/node-files.ts';
import { planSetup, type SetupPlan } from '../../../src/clients/setup/plan.ts';
import type { SetupFiles } from '../../../src/clients/setup/setup-files.ts';
import { taken, temporaryFolder } from './folder.ts';

const setup = codexSetup('http://127.0.0.1:4000');
const now = new Date('2026-01-02T03:04:05.678Z');
const backupName = 'config.toml.patchbay-backup-20260102T030405Z';

async function planFor(path: string): Promise<SetupPlan> {
  const text = taken(await readConfigText(path, nodeFiles));
  return taken(planSetup(setup, path, text, ['provider', 'own-process']));
}

function configIn(folder: string, text = 'model = "x"\n'): string {
  const path = join(folder, 'config.toml');
  writeFileSync(path, text);
  return path;
}

describe('applying', () => {
  test('writes what the plan shows, after a backup with the same mode, and leaves nothing else', async () => {
    const folder = temporaryFolder();
    const path = configIn(folder);
    chmodSync(path, 0o640);
    const plan = await planFor(path);
    const record = taken(await applySetup(plan, nodeFiles, now));

    expect(readFileSync(path, 'utf8')).toBe(plan.after);
    expect(readdirSync(folder)).toEqual(['config.toml', backupName]);
    expect(readFileSync(join(folder, backupName), 'utf8')).toBe('model = "x"\n');
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o640);
    expect(record).toMatchObject({ version: 1, client: 'codex', path, backup: join(folder, backupName) });
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  test('makes file and folder when they are missing, for their owner alone', async () => {
    const folder = join(temporaryFolder(), '.codex');
    const path = join(folder, 'config.toml');
    const record = taken(await applySetup(await planFor(path), nodeFiles, now));
    expect(readdirSync(folder)).toEqual(['config.toml']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(record).toMatchObject({ backup: null, hashBefore: null });
  });

  test('never writes over another backup', async () => {
    const folder = temporaryFolder();
    const path = configIn(folder);
    writeFileSync(join(folder, backupName), 'older');
    const record = taken(await applySetup(await planFor(path), nodeFiles, now));
    expect(record?.backup).toBe(join(folder, `${backupName}-2`));
    expect(readFileSync(join(folder, backupName), 'utf8')).toBe('older');
  });

  test('keeps a link and replaces its target; the backup lies beside the link', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dotfiles'));
    const target = join(folder, 'dotfiles', 'codex.toml');
    const path = join(folder, 'config.toml');
    writeFileSync(target, 'model = "x"\n');
    symlinkSync(join('dotfiles', 'codex.toml'), path);
    const plan = await planFor(path);
    taken(await applySetup(plan, nodeFiles, now));
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readlinkSync(path)).toBe(join('dotfiles', 'codex.toml'));
    expect(readFileSync(target, 'utf8')).toBe(plan.after);
    expect(readdirSync(join(folder, 'dotfiles'))).toEqual(['codex.toml']);
    expect(readdirSync(folder)).toContain(backupName);
  });

  test('keeps byte order mark and line endings', async () => {
    const path = configIn(temporaryFolder(), '\ufeffmodel = "x"\r\n');
    taken(await applySetup(await planFor(path), nodeFiles, now));
    const bytes = readFileSync(path);
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString('utf8')).not.toMatch(/[^\r]\n/);
  });

  test('a second time writes nothing, not even a backup', async () => {
    const folder = temporaryFolder();
    const path = configIn(folder);
    taken(await applySetup(await planFor(path), nodeFiles, now));
    expect(taken(await applySetup(await planFor(path), nodeFiles, now))).toBeUndefined();
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe('applying is refused, and nothing is left behind,', () => {
  test('when the file has changed since the plan', async () => {
    const folder = temporaryFolder();
    const path = configIn(folder);
    const plan = await planFor(path);
    writeFileSync(path, 'model = "y"\n');
    expect(await applySetup(plan, nodeFiles, now)).toMatchObject({
      ok: false,
      problem: { code: 'changed', message: expect.stringContaining('has changed since') },
    });
    expect(readFileSync(path, 'utf8')).toBe('model = "y"\n');
    expect(readdirSync(folder)).toEqual(['config.toml']);
  });

  test('when it changes at the last moment', async () => {
    const folder = temporaryFolder();
    const path = configIn(folder);
    const plan = await planFor(path);
    const files: SetupFiles = {
      ...nodeFiles,
      async create(name, bytes, mode) {
        writeFileSync(path, 'model = "y"\n');
        return nodeFiles.create(name, bytes, mode);
      },
    };
    expect(await applySetup(plan, files, now)).toMatchObject({ ok: false, problem: { code: 'changed' } });
    expect(readFileSync(path, 'utf8')).toBe('model = "y"\n');
    expect(readdirSync(folder)).toEqual(['config.toml']);
  });

  test('when it came into being, or went, since the plan', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'config.toml');
    const plan = await planFor(path);
    configIn(folder);
    expect(await applySetup(plan, nodeFiles, now)).toMatchObject({ problem: { code: 'changed' } });
    const gone = { ...plan, before: 'model = "z"\n' };
    expect(await applySetup({ ...gone, path: join(folder, 'other.toml') }, nodeFiles, now)).toMatchObject({
      problem: { code: 'changed' },
    });
    expect(readdirSync(folder)).toEqual(['config.toml']);
  });

  test.each(['create', 'rename'] as const)('when the system refuses to %s', async (operation) => {
    const folder = temporaryFolder();
    const path = configIn(folder);
    const files: SetupFiles = {
      ...nodeFiles,
      [operation]: () => Promise.reject(new Error('no space left on device')),
    };
    expect(await applySetup(await planFor(path), files, now)).toEqual({
      ok: false,
      problem: {
        code: 'access',
        message: `${path} could not be written: no space left on device. The file is as it was. Check its rights and the space on the disk, then try again.`,
      },
    });
    expect(readFileSync(path, 'utf8')).toBe('model = "x"\n');
    expect(readdirSync(folder)).toEqual(['config.toml']);
  });
});

describe('reading is refused', () => {
  test('for a file that is not UTF-8', async () => {
    const path = configIn(temporaryFolder());
    writeFileSync(path, Buffer.from('\ufeffa = 1\n', 'utf16le'));
    expect(await readConfigText(path, nodeFiles)).toMatchObject({ ok: false, problem: { code: 'encoding' } });
  });

  test('for a folder, and for a link that leads nowhere', async () => {
    const folder = temporaryFolder();
    expect(await readConfigText(folder, nodeFiles)).toMatchObject({ ok: false, problem: { code: 'access' } });
    symlinkSync('missing.toml', join(folder, 'config.toml'));
    expect(await readConfigText(join(folder, 'config.toml'), nodeFiles)).toMatchObject({
      ok: false,
      problem: { code: 'access', message: expect.stringContaining('a link to a file that does not exist') },
    });
  });
});
