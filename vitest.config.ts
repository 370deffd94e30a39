import { defineConfig } from 'vitest/config';

const usual = {
  setupFiles: ['test/support/fail-on-strays.ts'],
  testTimeout: 20_000,
  pool: 'forks',
  // By default one fewer than there are cores, which of two would be half.
  maxWorkers: '100%',
} as const;

/** Files that leave their process as it was. Those that measure its memory would measure the others, too. */
const sharing = ['test/{agents,editor,support}/**/*.test.ts', 'test/gateway/**/!(*-garbage).test.ts'];
/** Programs are tested as bundles. */
const globalSetup = 'scripts/bootstrap/before-tests.mjs';
const others = ['test/clients/**', 'test/vscode/**', 'test/long/**', '**/node_modules/**'];

/**
 * Projects: `unit` and `apart` are everything that needs no browser, no VS Code and no real client; `long` takes minutes
 * by nature. Files of `unit` share processes: to load the gateway anew took most of them longer than their tests. Each
 * file of `apart`, and whatever is new, has a process of its own. Long ones start first: `apart` does by its name.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { ...usual, name: 'unit', include: sharing, isolate: false } },
      {
        test: {
          ...usual,
          name: 'apart',
          include: ['test/**/*.test.ts'],
          exclude: [...sharing, ...others],
          globalSetup,
        },
      },
      {
        test: {
          ...usual,
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          globalSetup,
          testTimeout: 180_000,
        },
      },
    ],
  },
});
