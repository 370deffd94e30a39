import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { dashboardHtml } from '../../src/vscode/dashboard-html.ts';

const hostile = '<img src=x onerror=alert(1)>"\'&';

const page = dashboardHtml({
  state: { kind: 'failed', message: hostile },
  providers: [
    {
      id: 'a',
      name: hostile,
      enabled: true,
      role: 'primary',
      dialects: [],
      state: 'ok',
      words: hostile,
      accounts: [],
      models: { count: 1_234, names: [] },
    },
  ],
  status: undefined,
  lastAnsweredBy: undefined,
  preferred: undefined,
  paused: false,
});

test('text from outside cannot become a part of the page', () => {
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;img');
});

test('the content policy allows the one style sheet that is there, and no script', () => {
  const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  expect(page).not.toContain('<script');
});

test('figures have thousands', () => expect(page).toContain('1,234'));
