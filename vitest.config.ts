import { defineConfig } from 'vitest/config';

/** Projects: `unit` is everything that needs no browser, no VS Code and no real client; `long` takes minutes by nature. */
export default defineConfig({
  test: {
    // All of them: Vitest leaves one processor free, which on a machine of two is half of it.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/clients/**', 'test/vscode/**', 'test/long/**', '**/node_modules/**'],
          setupFiles: ['test/support/fail-on-strays.ts'],
          testTimeout: 20_000,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          setupFiles: ['test/support/fail-on-strays.ts'],
          testTimeout: 180_000,
          pool: 'forks',
        },
      },
    ],
  },
});
