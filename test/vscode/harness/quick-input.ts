import type { Locator, Page } from 'playwright-core';
import { until, usualMs } from './poll.ts';

/** A row of a quick pick, as it is read on the screen. */
export interface QuickPickRow {
  readonly label: string;
  /** Behind the label; empty when there is none. */
  readonly description: string;
  /** Below the label; empty when there is none. */
  readonly detail: string;
}

/** The box at the top of the window: command palette, quick pick or input box. */
export interface QuickInput {
  /** Empty when there is none. */
  readonly title: string;
  readonly placeholder: string;
  /** The prompt of an input box, or what is wrong with its value. */
  readonly message: string;
  readonly value: string;
  /** What is typed is not shown. */
  readonly isPassword: boolean;
  /** Only those that are scrolled into view, about twenty. */
  readonly rows: readonly QuickPickRow[];
}

const box = '.quick-input-widget';
const field = `${box} .quick-input-filter input, ${box} .quick-input-box input`;
const list = `${box} .quick-input-list`;
const row = `${list} .monaco-list-row`;

/** Labels of the box before: the next one shows its rows for a moment, until it has drawn its own. */
const labelsBefore = new WeakMap<Page, ReadonlySet<string>>();

/** Rows that are among the last ones after this many milliseconds too are those of the next box. */
const staleMs = 3_000;

/** Reads the box; undefined when none is open. */
export async function readQuickInput(page: Page): Promise<QuickInput | undefined> {
  if (!(await isOpen(page))) return undefined;
  const input = fieldOf(page);
  return {
    title: await textOf(page, `${box} .quick-input-title`),
    placeholder: (await input.getAttribute('placeholder')) ?? '',
    message: await textOf(page, `${box} .quick-input-message`),
    value: await input.inputValue(),
    isPassword: (await input.getAttribute('type')) === 'password',
    rows: await readRows(page),
  };
}

/** The rows of an open quick pick, when there are any; a case calls it before it chooses. */
export async function quickPickRows(page: Page): Promise<readonly QuickPickRow[]> {
  const started = performance.now();
  return until('rows in a quick pick', async () => {
    const rows = await readRows(page);
    const old = labelsBefore.get(page);
    const areOld = rows.every(({ label }) => old?.has(label)) && performance.now() - started < staleMs;
    return rows.length > 0 && !areOld && (await page.locator(list).isVisible()) && rows;
  });
}

/** Chooses the row with just this label in the open quick pick; waits for rows that come late. */
export async function choose(page: Page, label: string): Promise<void> {
  await until('a quick pick', () => page.locator(list).isVisible());
  await typeAndTake(page, label, label);
}

/** Waits for an input box, puts a text into it and confirms it. Resolves when it was taken, or was refused. */
export async function fillInput(page: Page, text: string): Promise<void> {
  await until('an input box', async () => (await isOpen(page)) && !(await page.locator(list).isVisible()));
  const before = await textOf(page, `${box} .quick-input-message`);
  await fieldOf(page).fill(text);
  await fieldOf(page).press('Enter');
  await until(
    'the input box to take its text',
    async () =>
      !(await isOpen(page)) ||
      (await fieldOf(page).inputValue()) !== text ||
      (await textOf(page, `${box} .quick-input-message`)) !== before,
  );
}

/** Closes the box without an answer. */
export async function cancelQuickInput(page: Page): Promise<void> {
  await until('the box to be closed', async () => {
    if (!(await isOpen(page))) return true;
    await page.keyboard.press('Escape');
    return false;
  });
}

/** Types into the box and takes the row with just this label, once it is there; resolves when the box has moved on. */
export async function typeAndTake(page: Page, typed: string, label: string): Promise<void> {
  await fieldOf(page).fill(typed);
  const found = page
    .locator(row)
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) });
  await found
    .first()
    .waitFor({ state: 'visible', timeout: usualMs })
    .catch(async (error: unknown) => {
      const labels = (await readRows(page)).map((each) => each.label);
      throw new Error(`no row "${label}" in the quick pick; there are: ${labels.join(' | ')}`, {
        cause: error,
      });
    });
  const labels = new Set<string>();
  const remember = async (): Promise<void> => {
    for (const each of await readRows(page)) labels.add(each.label);
  };
  await remember();
  await found.first().click({ timeout: usualMs });
  await until(`"${label}" to be taken`, async () => {
    const hasMovedOn = !(await isOpen(page)) || (await fieldOf(page).inputValue()) !== typed;
    // A list that was filtered while it was read has changed since; it stays as it is when the box is hidden.
    if (!hasMovedOn || !(await isOpen(page))) await remember();
    return hasMovedOn;
  });
  labelsBefore.set(page, labels);
}

/** Whether the box is there. */
export function isOpen(page: Page): Promise<boolean> {
  return fieldOf(page).isVisible();
}

function fieldOf(page: Page): Locator {
  return page.locator(field).first();
}

async function textOf(page: Page, selector: string): Promise<string> {
  const found = page.locator(selector).first();
  return (await found.isVisible()) ? ((await found.textContent()) ?? '').trim() : '';
}

function readRows(page: Page): Promise<readonly QuickPickRow[]> {
  return page.locator(row).evaluateAll((rows) =>
    rows
      // The list reuses its rows, so that their order in the document means nothing.
      .toSorted((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
      .map((each) => {
        const text = (selector: string): string => each.querySelector(selector)?.textContent?.trim() ?? '';
        return {
          label: text('.label-name'),
          description: text('.label-description'),
          detail: text('.quick-input-list-label-meta'),
        };
      }),
  );
}
