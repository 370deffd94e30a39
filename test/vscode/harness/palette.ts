import type { Page } from 'playwright-core';
import { until } from './poll.ts';
import { isOpen, readQuickInput, typeAndTake } from './quick-input.ts';

/** Between two presses of F1: the workbench takes keys only once its key bindings are there. */
const againMs = 1_000;

/** Runs a command by its title just as the palette shows it, category included: `Terminal: Create New Terminal`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await openPalette(page);
  await typeAndTake(page, `>${title}`, title);
}

/** The titles of the commands that the palette finds for a text. */
export async function findCommands(page: Page, text: string): Promise<readonly string[]> {
  await openPalette(page);
  await page.keyboard.type(text);
  const found = await until('the palette to look for commands', async () => {
    const input = await readQuickInput(page);
    return input?.value.endsWith(text) && input.rows;
  });
  await page.keyboard.press('Escape');
  return found.map(({ label }) => label);
}

async function openPalette(page: Page): Promise<void> {
  await until(
    'the command palette',
    async () => {
      if ((await readQuickInput(page))?.value.startsWith('>')) return true;
      if (!(await isOpen(page))) await page.keyboard.press('F1');
      return false;
    },
    { everyMs: againMs },
  );
}
