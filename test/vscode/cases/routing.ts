import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { answer } from '../../support/scripted-upstream-behaviour.ts';
import type { Case } from '../harness/case.ts';
import { clickNotification, notification } from '../harness/notifications.ts';
import { runCommand } from '../harness/palette.ts';
import { until } from '../harness/poll.ts';
import { curl, openWith } from '../harness/product.ts';
import { choose, fillInput, quickPickRows } from '../harness/quick-input.ts';
import { clickStatusBar, statusBarText } from '../harness/status-bar.ts';
import { openTerminal } from '../harness/terminals.ts';

/** What the status bar shows and switches. */
export const routingCases: readonly Case[] = [
  {
    name: 'product: the picker switches the provider for the next request, pauses and resumes',
    async run(stage) {
      const one = await stage.upstream('one', { script: answer('I am one.') });
      const two = await stage.upstream('two', { script: answer('I am two.') });
      const page = await openWith(stage, { one, two });
      await statusBarText(page, 'ONE (Auto)');
      const terminal = await openTerminal(page, stage.scratch);
      assert.match((await curl(terminal)).output, /I am one/);

      await clickStatusBar(page, 'ONE (Auto)');
      const wanted = [
        ['Auto', 'the order of the settings'],
        ['ONE', 'Healthy'],
        ['TWO', 'Healthy'],
      ];
      // The list is drawn row by row.
      await until('Auto, ONE and TWO in the picker', async () => {
        const rows = (await quickPickRows(page)).slice(0, wanted.length);
        return isDeepStrictEqual(
          rows.map(({ label, description }) => [label, description.split(',')[0]]),
          wanted,
        );
      });
      await stage.screenshot('picker');
      await choose(page, 'TWO');
      await statusBarText(page, /^\s*TWO$/);
      assert.match((await curl(terminal)).output, /I am two/);

      await runCommand(page, 'Patchbay: Pause Routing');
      await statusBarText(page, 'Paused');
      const refused = await curl(terminal);
      assert.match(refused.output, /Routing is paused[\s\S]*\n403$/);
      await stage.screenshot('paused');
      assert.equal(
        (await (await openTerminal(page, stage.scratch)).environment()).OPENAI_BASE_URL,
        undefined,
      );
      await clickStatusBar(page, 'Paused');
      await choose(page, 'Resume routing');
      await statusBarText(page, /^\s*TWO$/);
      assert.match((await curl(terminal)).output, /I am two/);
    },
  },
  {
    name: 'product: a provider that fails is replaced, and the status bar says so',
    async run(stage) {
      const one = await stage.upstream('one', {
        script: { kind: 'error', status: 429, headers: { 'retry-after': '600' } },
      });
      const two = await stage.upstream('two', { script: answer('I am two.') });
      const page = await openWith(stage, { one, two }, { 'patchbay.routing.preferred': 'one' });
      await statusBarText(page, /^\s*ONE$/);
      const terminal = await openTerminal(page, stage.scratch);
      for (let round = 0; round < 3; round += 1) assert.match((await curl(terminal)).output, /I am two/);
      await statusBarText(page, 'TWO, not ONE');
      await stage.screenshot('instead');
    },
  },
  {
    name: 'product: a provider is renamed, disabled, removed and put back',
    async run(stage) {
      const one = await stage.upstream('one', { script: answer('I am one.') });
      const page = await openWith(stage, { one });
      await statusBarText(page, 'ONE (Auto)');

      await runCommand(page, 'Patchbay: Edit Provider');
      await choose(page, 'Rename…');
      await fillInput(page, 'My Own');
      await statusBarText(page, 'My Own (Auto)');
      await runCommand(page, 'Patchbay: Test Provider');
      await notification(page, 'My Own answers in');

      await runCommand(page, 'Patchbay: Edit Provider');
      await choose(page, 'Disable');
      await statusBarText(page, 'My Own: disabled');
      const terminal = await openTerminal(page, stage.scratch);
      assert.equal((await terminal.environment()).OPENAI_BASE_URL, undefined);
      await runCommand(page, 'Patchbay: Edit Provider');
      await choose(page, 'Enable');
      await statusBarText(page, 'My Own (Auto)');

      await runCommand(page, 'Patchbay: Remove Provider');
      await notification(page, 'My Own was removed');
      await statusBarText(page, 'Add a provider');
      await stage.screenshot('removed');
      await clickNotification(page, 'My Own was removed', 'Undo');
      await statusBarText(page, 'My Own (Auto)');
    },
  },
];
