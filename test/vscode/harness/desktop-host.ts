import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { type Browser, chromium, type Page } from 'playwright-core';
import { displayVariables } from './desktop-program.ts';
import { freePort } from './free-port.ts';
import type { Host, HostPlan } from './host.ts';
import { placeOf, probeFolder } from './places.ts';
import { startMs, until } from './poll.ts';
import { serverFolders, tailOf } from './server.ts';
import { settingsFile } from './settings.ts';
import { workbenchIsThere } from './window.ts';

/** A program that runs, and its one window. */
interface Running {
  readonly browser: Browser;
  readonly page: Page;
  /** Settles when the program has ended. */
  readonly ended: Promise<unknown>;
}

/**
 * The desktop program, started for the tests of an extension in its folder and driven over its debugging port.
 * Two differences to know: there is one window only, and VS Code keeps storage and secrets in memory then, so that
 * a restart forgets them.
 */
export async function desktopHost(program: string, { run, extension }: HostPlan): Promise<Host> {
  const { data, extensions, log } = serverFolders(run);
  const hold = join(run, 'hold');
  const settings = join(data, 'User', 'settings.json');
  let variables: Readonly<Record<string, string>> | undefined;
  let running: Running | undefined;

  const launch = async (folder: string, env: Readonly<Record<string, string>>): Promise<Running> => {
    const port = await freePort();
    await Promise.all([data, extensions, dirname(log)].map((each) => mkdir(each, { recursive: true })));
    await settingsFile(settings).change({
      'window.newWindowDimensions': 'maximized',
      'window.titleBarStyle': 'custom',
      'window.dialogStyle': 'custom',
    });
    await writeFile(hold, '');
    const output = createWriteStream(log, { flags: 'a' });
    let end: { readonly error?: unknown } | undefined;
    const ended = runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: extension === 'probe' ? probeFolder : placeOf('.'),
      extensionTestsPath: placeOf('test/vscode/harness/desktop-hold.cjs'),
      extensionTestsEnv: onlyThese({ ...env, ...displayVariables(process.env), PATCHBAY_HOLD: hold }),
      launchArgs: [
        folder,
        `--user-data-dir=${data}`,
        `--extensions-dir=${extensions}`,
        `--remote-debugging-port=${port}`,
        '--disable-telemetry',
        '--disable-gpu',
        '--password-store=basic',
      ],
      stdout: output,
      stderr: output,
    }).then(
      () => {
        end = {};
      },
      (error: unknown) => {
        end = { error };
      },
    );
    const url = `http://127.0.0.1:${port}`;
    const answers = async (): Promise<boolean> =>
      end !== undefined || (await fetch(`${url}/json/version`)).ok;
    await until('the debugging port of VS Code', answers, { timeoutMs: startMs });
    if (end !== undefined)
      throw new Error(`${program} ended at once:\n${await tailOf(log)}`, { cause: end.error });
    // Its window is as it is: no other colours, no other size.
    const browser = await chromium.connectOverCDP(url, { noDefaults: true });
    const page = await until('the window of VS Code', () => workbenchPage(browser), { timeoutMs: startMs });
    await workbenchIsThere(page);
    return { browser, page, ended };
  };
  const stop = async (): Promise<void> => {
    await rm(hold, { force: true });
    if (running === undefined) return;
    const { browser, ended } = running;
    running = undefined;
    await ended;
    await browser.close();
  };
  return {
    kind: 'desktop',
    settings,
    liveSettings: settings,
    async start(env) {
      variables = env;
    },
    async open(folder) {
      if (variables === undefined) throw new Error('the program is not started');
      if (running !== undefined) throw new Error('a desktop VS Code that runs tests has one window');
      running = await launch(folder, variables);
      return running.page;
    },
    pages: () => (running === undefined ? [] : [running.page]),
    stop,
    close: stop,
    log: () => tailOf(log),
  };
}

/** VS Code may show other pages, such as a shared process, at the same port. */
async function workbenchPage(browser: Browser): Promise<Page | undefined> {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    if ((await page.locator('.monaco-workbench').count()) > 0) return page;
  }
  return undefined;
}

/** `runTests` adds to the environment of this process; what is not ours is taken away. */
function onlyThese(env: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const none = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  return { ...none, ...env };
}
