import type { Locator, Page } from 'playwright-core';
import { startMs, until } from './poll.ts';

/** Long enough for the delay before a hover appears. */
const hoverMs = 3_000;

/**
 * Waits for an item of the status bar whose text matches, and returns the text (without icons). A case begins with
 * this: the item of an extension appears some seconds after the window.
 */
export async function statusBarText(page: Page, text: string | RegExp): Promise<string> {
  const found = itemOf(page, text);
  await found.waitFor({ state: 'visible', timeout: startMs }).catch(async (error: unknown) => {
    const all = await page.locator('.statusbar-item').allInnerTexts();
    throw new Error(`no status bar item "${text}"; there are: ${all.filter(Boolean).join(' | ')}`, {
      cause: error,
    });
  });
  return (await found.innerText()).trim();
}

/** What appears when the mouse rests on the item. */
export async function statusBarTooltip(page: Page, text: string | RegExp): Promise<string> {
  await statusBarText(page, text);
  const hover = page.locator('.workbench-hover .hover-contents').first();
  const tooltip = await until('the tooltip of the status bar item', async () => {
    // A mouse that does not move causes no hover; one that was there already has to leave first.
    await page.mouse.move(1, 1);
    await itemOf(page, text).hover();
    await hover.waitFor({ state: 'visible', timeout: hoverMs });
    return hover.innerText();
  });
  await page.mouse.move(1, 1);
  return tooltip.trim();
}

/** Clicks the item, which runs its command. */
export async function clickStatusBar(page: Page, text: string | RegExp): Promise<void> {
  await statusBarText(page, text);
  await itemOf(page, text).locator('.statusbar-item-label').click();
}

function itemOf(page: Page, text: string | RegExp): Locator {
  return page.locator('.statusbar-item', { hasText: text }).first();
}
