import type { Page } from 'playwright-core';
import { runCommand } from './palette.ts';
import { startMs, until } from './poll.ts';

/** What stands when the workbench does; extensions are activated a few seconds later. */
const workbench = '.monaco-workbench .statusbar';

/** Set in a document, so that its successor can be told from it. */
const markName = 'patchbayOldDocument';

/** Opens a folder of the server's machine in a page, and waits for the workbench. */
export async function openFolder(page: Page, serverUrl: string, folder: string): Promise<void> {
  // Never the load event: what it waits for is not what a person waits for.
  await page.goto(`${serverUrl}/?folder=${encodeURIComponent(folder)}`, {
    waitUntil: 'commit',
    timeout: startMs,
  });
  await workbenchIsThere(page);
}

/** Resolves when the workbench can be used. */
export async function workbenchIsThere(page: Page): Promise<void> {
  await page.locator(workbench).waitFor({ state: 'visible', timeout: startMs });
}

/** `Developer: Reload Window`: a new extension host in the same window. */
export async function reloadWindow(page: Page): Promise<void> {
  await page.evaluate((name) => {
    document.documentElement.dataset[name] = 'yes';
  }, markName);
  await runCommand(page, 'Developer: Reload Window');
  const isNew = (): Promise<boolean> =>
    page.evaluate((name) => document.documentElement.dataset[name] === undefined, markName);
  await until('the window after its reload', isNew, { timeoutMs: startMs });
  await workbenchIsThere(page);
}

/** Closes a window; its extension host ends at once. */
export async function closeWindow(page: Page): Promise<void> {
  await page.close();
}
