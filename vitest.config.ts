import { defineConfig } from 'vitest/config';

const usual = {
  setupFiles: ['test/support/fail-on-strays.ts'],
  // Programs and threads are tested as bundles.
  globalSetup: 'scripts/bootstrap/before-tests.mjs',
  pool: 'forks',
} as const;

/** Projects: `unit` is everything that needs no browser, no VS Code and no real client; `long` takes minutes by nature. */
export default defineConfig({
  test: {
    // All of them: Vitest leaves one processor free, which on a machine of two is half of it.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...usual,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/clients/**', 'test/vscode/**', 'test/long/**', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      { test: { ...usual, name: 'long', include: ['test/long/**/*.test.ts'], testTimeout: 180_000 } },
    ],
  },
});
