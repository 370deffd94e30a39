import type { Frame, Page } from 'playwright-core';
import { until } from './poll.ts';

/**
 * The frame with the HTML of a webview: the one in which `selector` finds something. Webviews lie two frames deep
 * and say nothing of their extension, so that their content is the only mark.
 */
export function webviewFrame(page: Page, selector: string): Promise<Frame> {
  return until(`a webview with ${selector}`, async () => {
    for (const frame of page.frames()) {
      // A frame may go while it is asked; then it is not the one.
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (frame !== page.mainFrame() && found > 0) return frame;
    }
    return undefined;
  });
}
