import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clientBinary } from '../../clients/harness/places.ts';
import { toolRound } from '../../support/scripted-upstream-behaviour.ts';
import type { Case } from '../harness/case.ts';
import { clickDialog } from '../harness/dialog.ts';
import { readDiff } from '../harness/editors.ts';
import { clickNotification, notification } from '../harness/notifications.ts';
import { runCommand } from '../harness/palette.ts';
import { curl, openWith } from '../harness/product.ts';
import { choose, type readQuickInput } from '../harness/quick-input.ts';
import { statusBarText } from '../harness/status-bar.ts';
import { openTerminal } from '../harness/terminals.ts';

const mine = '# my own notes\nmodel = "gpt-5.5" # the good one\n\n[tui]\nnotifications = true\n';

/** An agent reads a file with a shell command and tells what stands there. */
const agentMs = 120_000;

/** Real clients in a real terminal. */
export const clientCases: readonly Case[] = [
  {
    name: 'product: Codex is set up with a diff, answers in a terminal, and is undone',
    async run(stage) {
      const one = await stage.upstream('one', { script: toolRound('cat secret.txt') });
      const config = join(stage.home, '.codex', 'config.toml');
      await mkdir(join(stage.home, '.codex'), { recursive: true });
      await writeFile(config, mine);
      await writeFile(join(stage.workspace, 'secret.txt'), 'the-command-ran\n');
      const page = await openWith(stage, { one });
      await statusBarText(page, 'ONE (Auto)');

      await runCommand(page, 'Patchbay: Set Up a Client');
      await choose(page, 'Codex CLI');
      await stage.screenshot('choices');
      await acceptChoices(page);
      const diff = await readDiff(page, ({ modified }) => modified.includes('model_provider'));
      assert.match(diff.modified, /\[model_providers\.patchbay\]/);
      assert.match(diff.modified, /daemon_auto_start = false/);
      assert.match(diff.original, /# my own notes/);
      await stage.screenshot('diff');
      assert.equal(await readFile(config, 'utf8'), mine, 'it was written before anybody agreed');
      await clickNotification(page, 'the whole change of', 'Apply');
      await notification(page, 'Codex CLI is set up');
      const written = await readFile(config, 'utf8');
      assert.match(written, /# my own notes\nmodel = "gpt-5.5" # the good one/);
      assert.match(written, /base_url = "http:\/\/127\.0\.0\.1:4000\/v1"/);
      assert.doesNotMatch(written, /pbk-/, 'a key was written');

      const terminal = await openTerminal(page, stage.scratch);
      assert.ok(existsSync(clientBinary('codex')), 'the clients are not installed');
      const run = await terminal.run(
        `${clientBinary('codex')} exec --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox 'Read secret.txt' < /dev/null`,
        agentMs,
      );
      assert.equal(run.code, 0, run.output);
      assert.match(run.output, /the-command-ran/);
      assert.equal(one.calls[0]?.headers.authorization, 'Bearer key-of-one');
      await stage.screenshot('codex');

      await runCommand(page, 'Patchbay: Undo a Client Set-Up');
      await choose(page, 'Codex CLI');
      await readDiff(page, ({ original }) => original.includes('model_provider'));
      await clickNotification(page, 'the whole change of', 'Undo It');
      await notification(page, 'is undone');
      assert.equal(await readFile(config, 'utf8'), mine);
    },
  },
  {
    name: 'product: Claude Code answers in a terminal',
    async run(stage) {
      const one = await stage.upstream('one', { script: toolRound('cat secret.txt') });
      await writeFile(join(stage.workspace, 'secret.txt'), 'the-command-ran\n');
      const page = await openWith(stage, { one });
      await statusBarText(page, 'ONE (Auto)');
      const terminal = await openTerminal(page, stage.scratch);
      const run = await terminal.run(
        `DISABLE_TELEMETRY=1 DISABLE_AUTOUPDATER=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 ${clientBinary('claude')} -p 'Read secret.txt' --allowedTools 'Bash(cat:*)' < /dev/null`,
        agentMs,
      );
      assert.equal(run.code, 0, run.output);
      assert.match(run.output, /the-command-ran/);
      assert.ok(one.calls.every(({ headers }) => headers['x-api-key'] === 'key-of-one'));
      await stage.screenshot('claude');
    },
  },
  {
    name: 'product: the key is rotated, open terminals go on until it is revoked',
    async run(stage) {
      const one = await stage.upstream('one');
      const page = await openWith(stage, { one });
      await statusBarText(page, 'ONE (Auto)');
      const old = await openTerminal(page, stage.scratch);
      const before = (await old.environment()).PATCHBAY_KEY;
      await runCommand(page, 'Patchbay: Rotate Key');
      assert.match(await notification(page, 'A new key is in force'), /bash/);
      await stage.screenshot('rotated');
      assert.match((await curl(old)).output, /\n200$/);
      const fresh = await openTerminal(page, stage.scratch);
      assert.notEqual((await fresh.environment()).PATCHBAY_KEY, before);
      assert.match((await curl(fresh)).output, /\n200$/);
      await clickNotification(page, 'A new key is in force', 'Revoke the Old Key Now');
      await clickDialog(page, 'Revoke');
      await notification(page, 'not accepted any more');
      assert.match((await curl(old)).output, /\n401$/);
      assert.match((await curl(fresh)).output, /\n200$/);
    },
  },
];

/** Confirms a list with boxes as it stands. */
async function acceptChoices(page: Parameters<typeof readQuickInput>[0]): Promise<void> {
  await page.keyboard.press('Enter');
}
