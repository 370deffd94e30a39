import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { answer } from '../../support/scripted-upstream-behaviour.ts';
import type { Case } from '../harness/case.ts';
import { clickNotification, notification } from '../harness/notifications.ts';
import { runCommand } from '../harness/palette.ts';
import { curl, keysOf, openWith, providerSetting, routedTerminals } from '../harness/product.ts';
import { fillInput } from '../harness/quick-input.ts';
import { clickStatusBar, statusBarText, statusBarTooltip } from '../harness/status-bar.ts';
import { openTerminal } from '../harness/terminals.ts';
import { reloadWindow } from '../harness/window.ts';

/** What goes wrong, and what a person then sees. */
export const troubleCases: readonly Case[] = [
  {
    name: 'product: a foreign program has the port',
    async run(stage) {
      const foreign = createServer((socket) => socket.end());
      await new Promise<void>((resolve) => foreign.listen(4000, '127.0.0.1', resolve));
      try {
        const one = await stage.upstream('one', { script: answer('I am one.') });
        const page = await openWith(stage, { one });
        await statusBarText(page, 'Port 4000 is taken');
        assert.match(await statusBarTooltip(page, 'Port 4000 is taken'), new RegExp(`pid ${process.pid}`));
        const left = await (await openTerminal(page, stage.scratch)).environment();
        assert.equal(left.OPENAI_BASE_URL, undefined);
        assert.equal(left.PATCHBAY_KEY, undefined);
        await clickStatusBar(page, 'Port 4000 is taken');
        await notification(page, 'cannot use port 4000');
        await stage.screenshot('taken');
        await clickNotification(page, 'cannot use port 4000', 'Use Port 4001');
        await statusBarText(page, 'ONE (Auto)');
        const terminal = await openTerminal(page, stage.scratch);
        assert.equal((await terminal.environment()).OPENAI_BASE_URL, 'http://127.0.0.1:4001/v1');
        assert.match((await curl(terminal)).output, /I am one/);
        // It is kept: the address in terminals and files must stay true.
        assert.equal((await stage.settings.read())['patchbay.listen.port'], 4001);
      } finally {
        foreign.close();
      }
    },
  },
  {
    name: 'product: a secret has vanished',
    browserOnly: 'it takes the secret out of the browser’s storage, where a served VS Code keeps it',
    async run(stage) {
      const one = await stage.upstream('one', { script: answer('I am one.') });
      const provider = {
        ...providerSetting('one', one),
        accounts: [{ id: 'main', key: { secret: 'one.main' } }],
      };
      await stage.start({ settings: { ...routedTerminals, 'patchbay.providers': [provider] } });
      const page = await stage.open();
      await statusBarText(page, 'ONE: needs a key');
      await stage.screenshot('needs-key');
      await runCommand(page, 'Patchbay: Set Provider Key');
      await fillInput(page, 'key-of-one');
      await statusBarText(page, 'ONE (Auto)');
      assert.match((await curl(await openTerminal(page, stage.scratch))).output, /I am one/);

      await page.evaluate(() => localStorage.removeItem('secrets.provider'));
      await reloadWindow(page);
      await statusBarText(page, 'ONE: needs a key');
      await runCommand(page, 'Patchbay: Set Provider Key');
      await fillInput(page, 'key-of-one');
      await statusBarText(page, 'ONE (Auto)');
    },
  },
  {
    name: 'product: settings that cannot be used',
    async run(stage) {
      const one = await stage.upstream('one', { script: answer('I am one.') });
      const wrong = { ...providerSetting('one', one), dialects: ['openai-chats'] };
      await stage.start({ env: keysOf('one'), settings: { 'patchbay.providers': [wrong] } });
      const page = await stage.open();
      await statusBarText(page, 'Patchbay settings');
      const tooltip = await statusBarTooltip(page, 'Patchbay settings');
      assert.match(tooltip, /providers\[0\]\.dialects/);
      await stage.screenshot('settings');
    },
  },
  {
    name: 'product: a second window uses the gateway of the first and takes its place',
    async run(stage) {
      const one = await stage.upstream('one', { script: answer('I am one.') });
      const first = await openWith(stage, { one });
      await statusBarText(first, 'ONE (Auto)');
      const second = await stage.open(stage.scratch);
      await statusBarText(second, 'ONE (Auto)');
      assert.match(await statusBarTooltip(second, 'ONE'), /another window/);
      const terminal = await openTerminal(second, stage.scratch);
      assert.match((await curl(terminal)).output, /I am one/);
      await stage.screenshot('follows', second);
      await first.close();
      await statusBarText(second, 'ONE (Auto)');
      for (let round = 0; round < 40; round += 1) {
        const asked = await curl(terminal);
        if (/I am one/.test(asked.output)) return;
      }
      assert.fail('the second window did not take over');
    },
  },
];
