import type { Locator, Page } from 'playwright-core';
import { until } from './poll.ts';

/** Both sides of a diff editor: the lines that are scrolled into view. */
export interface Diff {
  readonly original: string;
  readonly modified: string;
}

/** Reads the open diff editor once both sides have lines, or once `isComplete` says so. */
export function readDiff(
  page: Page,
  isComplete: (diff: Diff) => boolean = ({ original, modified }) => original !== '' && modified !== '',
): Promise<Diff> {
  const editor = page.locator('.monaco-diff-editor').filter({ visible: true }).first();
  return until('both sides of a diff editor', async () => {
    const diff = {
      original: await visibleText(editor.locator('.editor.original')),
      modified: await visibleText(editor.locator('.editor.modified')),
    };
    return isComplete(diff) && diff;
  });
}

/** The titles of the open editors' tabs. */
export async function editorTitles(page: Page): Promise<readonly string[]> {
  const titles = await page.locator('.tabs-container .tab .label-name').allInnerTexts();
  return titles.map((title) => title.trim());
}

async function visibleText(editor: Locator): Promise<string> {
  const lines = await editor.locator('.view-lines .view-line').evaluateAll((found) =>
    found
      .filter((line): line is HTMLElement => line instanceof HTMLElement)
      // Lines are placed by their top; a line that changes goes to the end of the document.
      .toSorted((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
      .map((line) => line.textContent ?? ''),
  );
  // Spaces are drawn as no-break spaces.
  return lines.map((line) => line.replaceAll('\u00a0', ' ')).join('\n');
}
