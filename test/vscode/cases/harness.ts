import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textAt } from '../../support/json-value.ts';
import { answer } from '../../support/scripted-upstream-behaviour.ts';
import type { Case } from '../harness/case.ts';
import { clickDialog, dialogText } from '../harness/dialog.ts';
import { editorTitles, readDiff } from '../harness/editors.ts';
import {
  clearNotifications,
  clickNotification,
  notification,
  notificationButtons,
  notificationTexts,
  showNotifications,
} from '../harness/notifications.ts';
import { findCommands, runCommand } from '../harness/palette.ts';
import {
  cancelQuickInput,
  choose,
  fillInput,
  quickPickRows,
  readQuickInput,
} from '../harness/quick-input.ts';
import { settingsFile } from '../harness/settings.ts';
import { clickStatusBar, statusBarText, statusBarTooltip } from '../harness/status-bar.ts';
import { openTerminal, terminal, terminalNumbers } from '../harness/terminals.ts';
import { webviewFrame } from '../harness/webview.ts';
import { closeWindow, reloadWindow } from '../harness/window.ts';

/** Each function of the harness once against a real VS Code, with an extension that does one thing of each kind. */
export const harnessCases: readonly Case[] = [
  {
    name: 'harness: status bar, notification, dialog',
    extension: 'probe',
    async run(stage) {
      await stage.start({ env: { PROBE_NAME: 'a name', PORT: '1' } });
      const page = await stage.open();
      assert.equal(await statusBarText(page, 'Probe: ready'), 'Probe: ready');
      assert.equal(await statusBarTooltip(page, 'Probe: ready'), 'The probe runs with a name');
      await stage.screenshot('status-bar');

      await clickStatusBar(page, 'Probe: ready');
      assert.equal(await notification(page, 'Hello'), 'Hello from the probe');
      assert.deepEqual(await notificationButtons(page, 'Hello'), ['Wave', 'Nod']);
      await stage.screenshot('notification');
      await clickNotification(page, 'Hello', 'Nod');
      await statusBarText(page, 'Probe: greeted with Nod');

      await runCommand(page, 'Probe: Greet');
      await notification(page, 'Hello');
      await showNotifications(page);
      assert.deepEqual(await notificationTexts(page), ['Hello from the probe']);
      await clearNotifications(page);
      await statusBarText(page, 'Probe: greeted with undefined');

      await runCommand(page, 'Probe: Ask in a Dialog');
      assert.equal(await dialogText(page), 'Are you sure?');
      await stage.screenshot('dialog');
      await clickDialog(page, 'Quite');
      await statusBarText(page, 'Probe: is Quite sure');
    },
  },
  {
    name: 'harness: palette, quick pick, input box',
    extension: 'probe',
    async run(stage) {
      const page = await stage.open();
      await statusBarText(page, 'Probe: ready');
      assert.ok((await findCommands(page, 'Probe: Pick')).includes('Probe: Pick Slowly'));

      await runCommand(page, 'Probe: Pick');
      assert.deepEqual(await quickPickRows(page), [
        { label: 'One', description: 'the first', detail: '' },
        { label: 'One More', description: 'the second', detail: '' },
        { label: 'Two', description: '', detail: 'on a line of its own' },
      ]);
      assert.equal((await readQuickInput(page))?.title, 'Pick one');
      await stage.screenshot('quick-pick');
      await choose(page, 'One More');
      await statusBarText(page, 'Probe: picked One More');
      await runCommand(page, 'Probe: Pick');
      await choose(page, 'One');
      await statusBarText(page, /^Probe: picked One$/);
      await runCommand(page, 'Probe: Pick Slowly');
      await choose(page, 'Slow Two');
      await statusBarText(page, 'Probe: picked Slow Two');
      await runCommand(page, 'Probe: Pick');
      await cancelQuickInput(page);
      await statusBarText(page, 'Probe: picked undefined');
      assert.equal(await readQuickInput(page), undefined);

      await runCommand(page, 'Probe: Remember a Secret');
      await fillInput(page, 'ab');
      const refused = await readQuickInput(page);
      assert.ok(refused?.message.includes('Three characters at least'), refused?.message);
      assert.ok(refused?.isPassword, 'the secret can be read on the screen');
      await stage.screenshot('input-box');
      await fillInput(page, 'abcd');
      await statusBarText(page, 'Probe: remembers 4 characters');
    },
  },
  {
    name: 'harness: terminals and a provider',
    extension: 'probe',
    async run(stage) {
      const upstream = await stage.upstream('one', { script: answer('Hello from the provider.') });
      await stage.start({ env: { PROBE_URL: upstream.url } });
      const page = await stage.open();
      await statusBarText(page, 'Probe: ready');
      const first = await openTerminal(page, stage.scratch);
      const environment = await first.environment();
      assert.equal(environment.PROBE_URL, upstream.url);
      assert.equal(environment.HOME, stage.home);

      const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] });
      const end = await first.run(
        `curl -sS "$PROBE_URL/v1/chat/completions" -H 'content-type: application/json' \\
           -H 'authorization: Bearer key-of-one' -d '${body}'`,
      );
      assert.equal(end.code, 0, end.output);
      assert.equal(
        textAt(JSON.parse(end.output), 'choices', 0, 'message', 'content'),
        'Hello from the provider.',
      );
      assert.equal(upstream.calls.length, 1);
      assert.equal((await first.run('echo out; echo err >&2; exit 3')).code, 3);

      const second = await openTerminal(page, stage.scratch);
      assert.notEqual(second.pid, first.pid);
      await second.type('cd /');
      assert.equal((await second.run('pwd')).output, '/\n');
      assert.notEqual((await first.run('pwd')).output, '/\n');
      await first.type('echo "seen on the screen"');
      await first.shows('seen on the screen');
      await stage.screenshot('terminals');
      await second.close();
      assert.deepEqual(await terminalNumbers(page), [first.number]);

      await assert.rejects(fetch('http://192.0.2.1/'), 'there is a way out of the machine');
    },
  },
  {
    name: 'harness: settings',
    extension: 'probe',
    async run(stage) {
      await stage.start({ settings: { 'probe.word': 'before' } });
      const page = await stage.open();
      await statusBarText(page, 'Probe: ready with before');
      await stage.liveSettings.replace('{\n  // mine\n}\n');
      await stage.liveSettings.change({ 'probe.word': 'after' });
      await statusBarText(page, 'Probe: heard after');
      assert.match(await stage.liveSettings.text(), /mine/);
      assert.equal((await stage.liveSettings.read())['probe.word'], 'after');
      await stage.liveSettings.change({ 'probe.word': undefined });
      await statusBarText(page, 'Probe: heard before');

      await stage.settings.change({ 'probe.word': 'of the user' });
      await reloadWindow(page);
      await statusBarText(page, 'Probe: ready with of the user');

      const ofFolder = settingsFile(join(stage.workspace, '.vscode', 'settings.json'));
      assert.deepEqual(await ofFolder.read(), {});
      await ofFolder.change({ 'probe.word': 'in the folder' });
      await statusBarText(page, 'Probe: heard in the folder');
      await ofFolder.change({ 'probe.word': undefined });
      await statusBarText(page, 'Probe: heard of the user');
    },
  },
  {
    name: 'harness: diff editor and webview',
    extension: 'probe',
    async run(stage) {
      const page = await stage.open();
      await statusBarText(page, 'Probe: ready');
      await runCommand(page, 'Probe: Compare');
      assert.deepEqual(await readDiff(page), {
        original: 'same\nbefore\nend\n',
        modified: 'same\nafter\nend\n',
      });
      await stage.screenshot('diff');

      await runCommand(page, 'Probe: Open the Page');
      const frame = await webviewFrame(page, '#ask');
      assert.equal(await frame.locator('h1').textContent(), 'Probe page');
      await frame.locator('#ask').click();
      await frame.locator('#answer', { hasText: 'ping pong' }).waitFor();
      await stage.screenshot('webview');
      assert.deepEqual(await editorTitles(page), ['Left and right', 'Probe page']);
      // The keyboard is in the webview now; the palette has to open all the same.
      await runCommand(page, 'View: Close All Editors');
    },
  },
  {
    name: 'harness: reload',
    extension: 'probe',
    async run(stage) {
      const page = await stage.open();
      await statusBarText(page, 'Probe: ready');
      await runCommand(page, 'Probe: Remember a Secret');
      await fillInput(page, 'kept by the window');
      await statusBarText(page, 'Probe: remembers 18 characters');
      const before = await openTerminal(page, stage.scratch);

      await reloadWindow(page);
      await statusBarText(page, 'Probe: ready');
      await runCommand(page, 'Probe: Recall the Secret');
      await statusBarText(page, 'Probe: recalls kept by the window');
      const [number] = await terminalNumbers(page);
      const after = await terminal(page, stage.scratch, number ?? 1);
      assert.equal(after.pid, before.pid, 'the terminal is another one after the reload');
      await stage.screenshot('reloaded');
    },
  },
  {
    name: 'harness: restart and two windows',
    extension: 'probe',
    browserOnly: 'a desktop VS Code that runs tests has one window and keeps nothing',
    async run(stage) {
      await stage.start({ env: { PROBE_NAME: 'first' } });
      const page = await stage.open();
      await statusBarText(page, 'Probe: ready');
      await runCommand(page, 'Probe: Remember a Secret');
      await fillInput(page, 'kept by the browser');
      await statusBarText(page, 'Probe: remembers 19 characters');
      const other = await stage.open(stage.home);
      await statusBarText(other, 'Probe: ready');
      await closeWindow(other);

      await stage.restart({ env: { PROBE_NAME: 'second' }, settings: { 'probe.word': 'again' } });
      const again = await stage.open();
      assert.equal(await statusBarTooltip(again, 'Probe: ready with again'), 'The probe runs with second');
      await runCommand(again, 'Probe: Recall the Secret');
      await statusBarText(again, 'Probe: recalls kept by the browser');
      await stage.screenshot('restarted');
    },
  },
  {
    name: 'harness: the packed product is installed',
    browserOnly: 'a desktop VS Code takes the extension from its folder',
    async run(stage) {
      await stage.open();
      const list = join(stage.home, '..', 'extensions', 'extensions.json');
      assert.match(await readFile(list, 'utf8'), /"patchbay\.patchbay"/);
    },
  },
];
