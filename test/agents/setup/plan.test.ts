import { describe, expect, test } from 'vitest';
import { appliedChanges, planSetup } from '../../../src/clients/setup/plan.ts';
import { clientSetups } from '../../../src/clients/setup/setups.ts';

const [codex, gemini, claude] = clientSetups('http://127.0.0.1:4000');
if (codex === undefined || gemini === undefined || claude === undefined)
  throw new Error('three are expected');
const path = '/home/a/.codex/config.toml';

test('every client is listed; the one with nothing to change says why', () => {
  expect(clientSetups('http://127.0.0.1:4000').map(({ id }) => id)).toEqual([
    'codex',
    'gemini-cli',
    'claude-code',
  ]);
  expect(claude.changes).toEqual([]);
  expect(claude.file).toBeUndefined();
  expect(claude.summary).toContain('environment');
});

test('every change explains itself, and all are plain data and functions', () => {
  for (const change of [...codex.changes, ...gemini.changes]) {
    expect(change.title).not.toBe('');
    expect(change.why).toMatch(/\.$/);
    expect(`${change.title}${change.why}`).not.toContain('!');
  }
});

describe('a plan', () => {
  test('shows the text before and after, and what was there', () => {
    expect(planSetup(codex, path, "model_provider = 'x'\n", ['own-process'])).toEqual({
      ok: true,
      value: {
        client: 'codex',
        path,
        before: "model_provider = 'x'\n",
        after: "model_provider = 'x'\n\n[features]\ndaemon_auto_start = false\n",
        changes: [
          {
            id: 'own-process',
            title: 'Let each terminal run its own Codex',
            former: {
              values: [{ path: ['features', 'daemon_auto_start'], was: null, now: false }],
              tables: [['features']],
            },
          },
        ],
      },
    });
  });

  test('has only the changes that are chosen and missing', () => {
    const first = planSetup(codex, path, undefined, ['provider']);
    if (!first.ok) throw new Error(first.problem.message);
    expect(first.value.before).toBeUndefined();
    const second = planSetup(codex, path, first.value.after, ['provider', 'own-process', 'unknown']);
    expect(second).toMatchObject({ ok: true, value: { changes: [{ id: 'own-process' }] } });
    expect(appliedChanges(codex, path, first.value.after)).toEqual({ ok: true, value: ['provider'] });
  });

  test('of nothing leaves no file where there is none', () => {
    expect(planSetup(codex, path, undefined, [])).toMatchObject({ value: { changes: [] } });
    expect(planSetup(claude, path, undefined, ['provider'])).toEqual({
      ok: true,
      value: { client: 'claude-code', path, before: undefined, after: undefined, changes: [] },
    });
  });

  test('names file, line and remedy when the file cannot be read', () => {
    expect(planSetup(codex, path, 'a = 1\nb 2\n', ['provider'])).toEqual({
      ok: false,
      problem: {
        code: 'syntax',
        message:
          '/home/a/.codex/config.toml, line 2: expected equal (=) token. Correct it in an editor, then try again. Nothing was written.',
      },
    });
    expect(planSetup(gemini, '/g/settings.json', '{\n  "a": 1,\n  "a": 2\n}', ['api-key'])).toEqual({
      ok: false,
      problem: {
        code: 'syntax',
        message:
          '/g/settings.json, line 3: "a" stands here a second time; keep one. Correct it in an editor, then try again. Nothing was written.',
      },
    });
  });

  test('names a line of the file, not of a text between two changes', () => {
    expect(planSetup(codex, path, 'a = 1\nfeatures = []\n', ['provider', 'own-process'])).toMatchObject({
      ok: false,
      problem: {
        code: 'in-the-way',
        message: expect.stringContaining('config.toml, line 2: "features" stands'),
      },
    });
  });

  test('is refused for a path that means another file in every folder', () => {
    expect(planSetup(codex, '~/codex/config.toml', '', ['provider'])).toMatchObject({
      ok: false,
      problem: { code: 'path', message: expect.stringContaining('absolute path') },
    });
    expect(planSetup(codex, 'C:\\codex\\config.toml', '', ['provider']).ok).toBe(true);
  });
});
