import type { Page } from 'playwright-core';
import { usualMs } from './poll.ts';

const box = '.monaco-dialog-box';

/** Waits for a modal dialog; returns its message, with the detail on the next line. */
export async function dialogText(page: Page): Promise<string> {
  const message = page.locator(`${box} .dialog-message-container`);
  await message.waitFor({ state: 'visible', timeout: usualMs });
  return (await message.innerText()).trim();
}

/** Answers a modal dialog with one of its buttons. */
export async function clickDialog(page: Page, button: string): Promise<void> {
  const found = page.locator(`${box} .monaco-text-button`).getByText(button, { exact: true });
  await found.click({ timeout: usualMs });
  await page.locator(box).waitFor({ state: 'detached', timeout: usualMs });
}
