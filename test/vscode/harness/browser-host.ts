import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { freshProfile } from './browser.ts';
import { freePort } from './free-port.ts';
import type { Host, HostPlan } from './host.ts';
import { packedExtension } from './packed-extension.ts';
import { installExtension, type RunningServer, serverFolders, startServer, tailOf } from './server.ts';
import { openFolder } from './window.ts';

/**
 * VS Code's server with the workbench in a browser: its extension host is a Node process as on the desktop. Two
 * differences to know. Secrets lie in the browser, by origin: so the port stays the same from start to start, and the
 * profile as long as the host; another window sees a new secret only after its reload. And a window reads the user's
 * settings file when it starts, and does not notice changes that others make to it; the machine's it watches.
 */
export async function browserHost(browser: Browser, { run, extension }: HostPlan): Promise<Host> {
  const port = await freePort();
  const profile = await freshProfile(browser);
  const { data, log } = serverFolders(run);
  let server: RunningServer | undefined;
  let isInstalled = false;

  const stop = async (): Promise<void> => {
    for (const page of profile.pages()) await page.close();
    await server?.stop();
    server = undefined;
  };
  return {
    kind: 'browser',
    settings: join(data, 'User', 'settings.json'),
    liveSettings: join(data, 'Machine', 'settings.json'),
    async start(env) {
      if (!isInstalled) await installExtension(run, await packedExtension(extension), env);
      isInstalled = true;
      server = await startServer(run, port, env);
    },
    async open(folder) {
      if (server === undefined) throw new Error('the server is not started');
      const page = await profile.newPage();
      await openFolder(page, server.url, folder);
      return page;
    },
    pages: () => profile.pages(),
    stop,
    async close() {
      await stop();
      await profile.close();
    },
    log: () => tailOf(log),
  };
}
