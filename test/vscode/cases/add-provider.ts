import assert from 'node:assert/strict';
import { answer } from '../../support/scripted-upstream-behaviour.ts';
import type { Case } from '../harness/case.ts';
import { clickNotification, notification, showNotifications } from '../harness/notifications.ts';
import { runCommand } from '../harness/palette.ts';
import { until } from '../harness/poll.ts';
import { assertNowhere, curl, productLog } from '../harness/product.ts';
import { choose, fillInput, quickPickRows, readQuickInput } from '../harness/quick-input.ts';
import { clickStatusBar, statusBarText, statusBarTooltip } from '../harness/status-bar.ts';
import { openTerminal, terminalNumbers } from '../harness/terminals.ts';
import { webviewFrame } from '../harness/webview.ts';
import { reloadWindow } from '../harness/window.ts';

/** From an empty profile to an answered request, by clicks alone. */
export const addProviderCases: readonly Case[] = [
  {
    name: 'product: a provider is added, terminals are routed, the key survives',
    async run(stage) {
      const upstream = await stage.upstream('first', {
        script: answer('Hello from the first.'),
        listed: ['large', 'small'],
      });
      const page = await stage.open();
      await statusBarText(page, 'Add a provider');
      await stage.screenshot('1-empty');

      await clickStatusBar(page, 'Add a provider');
      const presets = await quickPickRows(page);
      assert.deepEqual(
        presets.map(({ label }) => label),
        ['OpenAI', 'Anthropic', 'Google Gemini', 'OpenRouter', 'DeepSeek', 'Ollama', 'Another address…'],
      );
      await stage.screenshot('2-presets');
      await choose(page, 'Another address…');
      await fillInput(page, 'llm.example.com');
      assert.match((await readQuickInput(page))?.message ?? '', /begins with https/);
      await fillInput(page, `${upstream.url}/v1`);
      await choose(page, 'OpenAI Responses and Chat');
      await fillInput(page, 'First Light');
      await until('a box for the key', async () => (await readQuickInput(page))?.isPassword === true);
      await fillInput(page, 'key-of-somebody-else');
      const refused = await notification(page, 'did not pass the test');
      assert.match(refused, /key/i);
      await stage.screenshot('3-refused');
      await clickNotification(page, 'did not pass the test', 'Change Key…');
      await fillInput(page, 'key-of-first');
      await choose(page, 'All 2 models');
      await statusBarText(page, 'First Light (Auto)');
      // Behind the bell nothing is hidden: VS Code shows no more than two new messages within a moment, and this is quick.
      await showNotifications(page);
      const question = await notification(page, 'in new terminals through Patchbay');
      assert.match(question, /^First Light answers in/);
      await stage.screenshot('4-added');
      await clickNotification(page, 'in new terminals through Patchbay', 'Route Them');
      const terminal = await openTerminal(page, stage.scratch);
      const environment = await terminal.environment();
      assert.equal(environment.OPENAI_BASE_URL, 'http://127.0.0.1:4000/v1');
      assert.equal(environment.OPENAI_API_KEY, environment.PATCHBAY_KEY);
      // Nobody speaks Messages or Gemini's dialect, so those clients are left alone.
      for (const name of [
        'ANTHROPIC_BASE_URL',
        'ANTHROPIC_AUTH_TOKEN',
        'GEMINI_API_KEY',
        'PATCHBAY_TERMINAL',
      ]) {
        assert.equal(environment[name], undefined, `${name} is set`);
      }
      const asked = await curl(terminal, 'large');
      assert.match(asked.output, /Hello from the first\.[\s\S]*\n200$/);
      await stage.screenshot('5-terminal');
      assert.match(await statusBarTooltip(page, 'First Light'), /127\.0\.0\.1:4000/);

      await reloadWindow(page);
      await statusBarText(page, 'First Light (Auto)');
      // It comes back after a while, and takes the focus when it does.
      await until('the terminal of before', async () => (await terminalNumbers(page)).includes(1));
      assert.match((await curl(await openTerminal(page, stage.scratch), 'large')).output, /\n200$/);
      await stage.restart();
      const after = await stage.open();
      await statusBarText(after, 'First Light (Auto)');
      assert.match((await curl(await openTerminal(after, stage.scratch), 'large')).output, /\n200$/);
      assert.equal(upstream.calls.length, 3);
      for (const call of upstream.calls) assert.equal(call.headers.authorization, 'Bearer key-of-first');

      await runCommand(after, 'Patchbay: Open Dashboard');
      const frame = await webviewFrame(after, 'h1');
      assert.match((await frame.locator('body').textContent()) ?? '', /First Light/);
      await stage.screenshot('6-dashboard', after);
      // The least of three: the machine that runs this does something else besides.
      const times = [...(await productLog(stage.run)).matchAll(/activated in ([\d.]+) ms/g)].map(([, ms]) =>
        Number(ms),
      );
      console.log(`      activated in ${times.join(', ')} ms`);
      assert.ok(
        times.length >= 3 && Math.min(...times) < 20,
        'activation takes 20 ms or more of its own time',
      );
      // Neither settings, database, logs nor storage: the secret storage has it encrypted.
      await assertNowhere(stage.run, 'key-of-first');
    },
  },
];
