import type { Page } from 'playwright-core';
import { runCommand } from './palette.ts';
import { until } from './poll.ts';

/** Toasts at the bottom right, and the list behind the bell when it is open. */
const item = '.notifications-toasts .notification-list-item, .notifications-center .notification-list-item';

/** The messages that can be seen now. */
export async function notificationTexts(page: Page): Promise<readonly string[]> {
  const texts = await page.locator(item).locator('.notification-list-item-message').allInnerTexts();
  return texts.map((text) => text.trim());
}

/** Waits for a notification whose message holds `text`; returns the whole message. */
export async function notification(page: Page, text: string): Promise<string> {
  return until(`a notification "${text}"`, async () =>
    (await notificationTexts(page)).find((message) => message.includes(text)),
  );
}

/** The buttons of the notification whose message holds `text`, in their order. */
export async function notificationButtons(page: Page, text: string): Promise<readonly string[]> {
  await notification(page, text);
  const buttons = page.locator(item, { hasText: text }).first().locator('.monaco-text-button');
  return (await buttons.allInnerTexts()).map((button) => button.trim());
}

/** Clicks a button of the notification whose message holds `text`. */
export async function clickNotification(page: Page, text: string, button: string): Promise<void> {
  await notification(page, text);
  const found = page.locator(item, { hasText: text }).first();
  await found.locator('.monaco-text-button').getByText(button, { exact: true }).click();
}

/** Opens the list behind the bell: a toast goes away after some seconds, its notification does not. */
export async function showNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Show Notifications');
}

/** Removes all of them. */
export async function clearNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
  await until('no notifications', async () => (await notificationTexts(page)).length === 0);
}
