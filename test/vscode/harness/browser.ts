import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** Wide enough for a diff editor side by side. */
const viewport = { width: 1400, height: 900 };

/** Nothing that calls home; no sandbox, because root cannot have one and the network is shut off anyway. */
const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser; all cases share one, each has a context of its own. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: chromiumArguments,
    // The suite ends in its own order when it is told to.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** A browser profile that nobody used before. What VS Code keeps in the browser (secrets!) lives as long as this. */
export function freshProfile(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
}

function chromiumPath(): string {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find((path) => existsSync(path));
  if (found === undefined)
    throw new Error('chromium cannot be found. Install it: apt-get install -y chromium');
  return found;
}
