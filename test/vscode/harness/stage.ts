import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  createScriptedUpstream,
  type ScriptedUpstream,
  type ScriptedUpstreamOptions,
} from '../../support/scripted-upstream.ts';
import { placeProvider, watchAccount } from '../../support/secret-watch.ts';
import type { Case } from './case.ts';
import type { Host, HostPlan } from './host.ts';
import { outputFolder, runsFolder } from './places.ts';
import { quietSettings, type SettingsFile, settingsFile } from './settings.ts';

export interface StartOptions {
  /** Added to the environment of the extension host and of the terminals. */
  readonly env?: Readonly<Record<string, string>>;
  /** Added to the user's settings before the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What one case works with: a VS Code of its own with the extension installed, folders, providers. */
export interface Stage {
  /** Folder of this case; everything that VS Code writes lies in it. */
  readonly run: string;
  /** Home directory of VS Code and its terminals, empty at first. */
  readonly home: string;
  /** The folder that windows open unless told otherwise, empty at first. */
  readonly workspace: string;
  /** For files of the case itself; `openTerminal` wants it. */
  readonly scratch: string;
  /** The user's settings. A window in a browser reads what others have written only when it starts. */
  readonly settings: SettingsFile;
  /**
   * Settings whose changes a running window takes over. In a browser they are the machine's: they win over the
   * user's, and cannot hold settings of the scope `application`. On the desktop they are the user's.
   */
  readonly liveSettings: SettingsFile;
  readonly kind: Host['kind'];
  /** Starts a provider on loopback that accepts the key `key-of-{id}` only. */
  upstream(id: string, options?: ScriptedUpstreamOptions): Promise<ScriptedUpstream>;
  /** Installs the extension and starts VS Code, without a window. `open` does it with no options. */
  start(options?: StartOptions): Promise<void>;
  /** Opens a window on a folder (default: `workspace`); resolves when the workbench is there. */
  open(folder?: string): Promise<Page>;
  /** Ends VS Code, windows and terminals included, and starts it anew; data, settings and secrets stay. */
  restart(options?: StartOptions): Promise<void>;
  /** Keeps what a window shows as `test-output/vscode/{case}/{name}.png`; returns the path. */
  screenshot(name: string, page?: Page): Promise<string>;
}

export interface StageKeeper {
  readonly stage: Stage;
  /** Keeps screenshots, logs and traffic below `test-output/vscode/{case}`; returns the folder. */
  keep(reason: string): Promise<string>;
  close(): Promise<void>;
}

/** Makes a stage whose host does not run yet. */
export async function createStage(
  each: Case,
  makeHost: (plan: HostPlan) => Promise<Host>,
): Promise<StageKeeper> {
  const run = await mkdtemp(join(runsFolder(), 'case-'));
  const place = (name: string): string => join(run, name);
  const [home, workspace, scratch, temporary] = ['home', 'workspace', 'scratch', 'tmp'].map(place) as [
    string,
    string,
    string,
    string,
  ];
  await Promise.all([home, workspace, scratch, temporary].map((folder) => mkdir(folder)));
  const host = await makeHost({ run, extension: each.extension ?? 'product' });
  const settings = settingsFile(host.settings);
  await settings.change(quietSettings);
  const output = join(outputFolder, each.name.replace(/[^a-zA-Z0-9]+/g, '-'));
  const upstreams = new Map<string, ScriptedUpstream>();
  const base = {
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    HOME: home,
    TMPDIR: temporary,
    USER: 'tester',
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
  };
  let isStarted = false;

  const start = async ({ env = {}, settings: changes = {} }: StartOptions = {}): Promise<void> => {
    if (Object.keys(changes).length > 0) await settings.change(changes);
    await host.start({ ...base, ...env });
    isStarted = true;
  };
  const screenshot = async (name: string, page = host.pages().at(-1)): Promise<string> => {
    if (page === undefined) throw new Error('there is no window to take a picture of');
    await mkdir(output, { recursive: true });
    const path = join(output, `${name}.png`);
    await page.screenshot({ path, animations: 'disabled' });
    return path;
  };

  return {
    stage: {
      run,
      home,
      workspace,
      scratch,
      settings,
      liveSettings: settingsFile(host.liveSettings),
      kind: host.kind,
      async upstream(id, options = {}) {
        const made = await createScriptedUpstream({ key: `key-of-${id}`, ...options });
        upstreams.set(id, made);
        placeProvider(id, made.url);
        watchAccount(`key-of-${id}`, id);
        return made;
      },
      start,
      async open(folder = workspace) {
        if (!isStarted) await start();
        return host.open(folder);
      },
      async restart(options) {
        await host.stop();
        await start(options);
      },
      screenshot,
    },
    async keep(reason) {
      await mkdir(output, { recursive: true });
      await writeFile(join(output, 'reason.txt'), `${reason}\n`);
      await writeFile(join(output, 'vscode-log.txt'), await host.log());
      for (const [index, page] of host.pages().entries()) {
        // A window that hangs has no picture; the rest is worth keeping all the same.
        await screenshot(`failed-${index + 1}`, page).catch((error: unknown) =>
          writeFile(join(output, `failed-${index + 1}.txt`), String(error)),
        );
      }
      await cp(join(dirname(dirname(host.settings)), 'logs'), join(output, 'logs'), {
        recursive: true,
      }).catch(() => undefined);
      for (const [id, upstream] of upstreams) {
        const seen = upstream.requests.map(({ at, method, path, rawHeaders, body, json }) => ({
          at: new Date(at).toISOString(),
          method,
          path,
          rawHeaders,
          body: json ?? body.toString('latin1'),
        }));
        await writeFile(join(output, `provider-${id}.json`), JSON.stringify(seen, null, 2));
      }
      return output;
    },
    async close() {
      await host.close();
      await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
    },
  };
}
