import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of the time of a test is waiting for servers: two files side by side on two cores.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'contracts/**/*.test.ts',
            'services/**/*.test.ts',
            'test/docs/**/*.test.ts',
            'test/deploy/**/*.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['test/docs/**', 'test/deploy/**'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
