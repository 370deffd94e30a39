import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applySetup } from '../../../src/clients/setup/apply.ts';
import { codexSetup } from '../../../src/clients/setup/codex-setup.ts';
import { readConfigText } from '../../../src/clients/setup/config-text.ts';
import { geminiCliSetup } from '../../../src/clients/setup/gemini-cli-setup.ts';
import { nodeFiles } from '../../../src/clients/setup/node-files.ts';
import { planSetup } from '../../../src/clients/setup/plan.ts';
import type { ClientSetup } from '../../../src/clients/setup/setup.ts';
import { applyUndo, readUndoPlan } from '../../../src/clients/setup/undo.ts';
import type { UndoRecord } from '../../../src/clients/setup/undo-record.ts';
import { taken, temporaryFolder } from './folder.ts';

const codex = codexSetup('http://127.0.0.1:4000');
const now = new Date('2026-01-02T03:04:05Z');

/** Sets up all changes, or those named, and gives the record as a host has it after a restart. */
async function setUp(setup: ClientSetup, path: string, ids?: readonly string[]): Promise<UndoRecord> {
  const text = taken(await readConfigText(path, nodeFiles));
  const plan = taken(planSetup(setup, path, text, ids ?? setup.changes.map(({ id }) => id)));
  const record = taken(await applySetup(plan, nodeFiles, now));
  if (record === undefined) throw new Error('nothing was written');
  return JSON.parse(JSON.stringify(record));
}

async function undo(
  setup: ClientSetup,
  record: UndoRecord,
): Promise<{ isExact: boolean; backup: string | undefined }> {
  const plan = taken(await readUndoPlan(setup, record, nodeFiles));
  const backup = taken(await applyUndo(plan, nodeFiles, now));
  return { isExact: plan.isExact, backup };
}

function fileWith(text?: string, name = 'config.toml'): string {
  const path = join(temporaryFolder(), name);
  if (text !== undefined) writeFileSync(path, text, { mode: 0o640 });
  return path;
}

const odd = "\ufeff# mine\r\nmodel_provider = 'azure' # work\r\n\r\n\r\n[features]\r\n\tx=true";

describe('while the file is what we wrote', () => {
  test('it gets its bytes and mode back, and no second backup', async () => {
    const path = fileWith(odd);
    const record = await setUp(codex, path);
    expect(await undo(codex, record)).toEqual({ isExact: true, backup: undefined });
    expect(readFileSync(path, 'utf8')).toBe(odd);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(path, '..'))).toHaveLength(2);
  });

  test.each([
    ['codex', codex, 'config.toml'],
    ['gemini-cli', geminiCliSetup(), 'settings.json'],
  ])('it goes when there was none before: %s', async (_, setup, name) => {
    const path = fileWith(undefined, name);
    const record = await setUp(setup, path);
    expect(await undo(setup, record)).toEqual({ isExact: true, backup: undefined });
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  test.each([
    ['is gone', (backup: string) => rmSync(backup)],
    ['is not what was saved', (backup: string) => writeFileSync(backup, 'a = 1\n')],
  ])('our changes go one by one when the backup %s', async (_, damage) => {
    const path = fileWith(odd);
    const record = await setUp(codex, path);
    damage(record.backup ?? '');
    expect(await undo(codex, record)).toMatchObject({ isExact: false });
    expect(readFileSync(path, 'utf8')).toBe(odd);
  });
});

describe('after later edits', () => {
  test('only our changes go, and the edited file is backed up', async () => {
    const path = fileWith(odd);
    const record = await setUp(codex, path);
    const edited = `${readFileSync(path, 'utf8').replace('# mine', '# new')}\r\n\r\n[tui]\r\ntheme = "dark"\r\n`;
    writeFileSync(path, edited);
    const { isExact, backup } = await undo(codex, record);
    expect(isExact).toBe(false);
    expect(readFileSync(backup ?? '', 'utf8')).toBe(edited);
    expect(readFileSync(path, 'utf8')).toBe(
      `${odd.replace('# mine', '# new')}\r\n\r\n[tui]\r\ntheme = "dark"\r\n`,
    );
  });

  test('the address in use now does not matter: the record knows what was written', async () => {
    const path = fileWith('a = 1\n');
    const record = await setUp(codex, path);
    writeFileSync(path, `${readFileSync(path, 'utf8')}# later\n`);
    await undo(codexSetup('http://127.0.0.1:4999'), record);
    expect(readFileSync(path, 'utf8')).toBe('a = 1\n# later\n');
  });

  test('a file that we made and that holds nothing else any more goes', async () => {
    const path = fileWith();
    const record = await setUp(codex, path);
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
    await undo(codex, record);
    expect(existsSync(path)).toBe(false);
  });

  test('a file that is gone stays gone', async () => {
    const path = fileWith('a = 1\n');
    const record = await setUp(codex, path);
    rmSync(path);
    await undo(codex, record);
    expect(existsSync(path)).toBe(false);
  });

  test('a file that cannot be read is refused, and left alone', async () => {
    const path = fileWith('a = 1\n');
    const record = await setUp(codex, path);
    writeFileSync(path, 'a 1\n');
    expect(await readUndoPlan(codex, record, nodeFiles)).toMatchObject({
      ok: false,
      problem: { code: 'syntax', message: expect.stringContaining('line 1') },
    });
  });

  test('undone twice is undone once', async () => {
    const path = fileWith(odd);
    const record = await setUp(codex, path);
    await undo(codex, record);
    await undo(codex, record);
    expect(readFileSync(path, 'utf8')).toBe(odd);
  });

  test('two set-ups come off in either order', async () => {
    for (const isNewestFirst of [true, false]) {
      const path = fileWith(odd);
      const records = [await setUp(codex, path, ['provider']), await setUp(codex, path, ['own-process'])];
      for (const record of isNewestFirst ? records.toReversed() : records) await undo(codex, record);
      expect(readFileSync(path, 'utf8')).toBe(odd);
    }
  });
});

test('undoing is refused when the file changed since it was shown', async () => {
  const path = fileWith(odd);
  const record = await setUp(codex, path);
  const plan = taken(await readUndoPlan(codex, record, nodeFiles));
  writeFileSync(path, 'a = 1\n');
  expect(await applyUndo(plan, nodeFiles, now)).toMatchObject({ ok: false, problem: { code: 'changed' } });
  expect(readFileSync(path, 'utf8')).toBe('a = 1\n');
});
