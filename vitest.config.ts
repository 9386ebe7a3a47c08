import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { rounds } from './test/support/proofs.ts';

process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));
const patience = rounds(1, 20);
/** A bound for what hangs, not for what is slow: four files share two cores. */
const minutes = 60_000;
/** Files share nothing but what they import: modules are loaded once a worker. A project has nothing of the whole's. */
const isolate = false;

export default defineConfig({
  test: {
    // Half of the time of an integration test is waiting for servers: four files side by side on two cores.
    maxWorkers: 4,
    // Modules are loaded by Node itself, as they are in production, and kept compiled for all workers and processes.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          isolate,
          include: [
            'bench/**/*.test.ts',
            'contracts/**/*.test.ts',
            'services/**/*.test.ts',
            'test/docs/**/*.test.ts',
            'test/deploy/**/*.test.ts',
          ],
          testTimeout: 2 * minutes * patience,
        },
      },
      {
        test: {
          name: 'integration',
          isolate,
          include: ['test/**/*.test.ts'],
          exclude: ['test/docs/**', 'test/deploy/**'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 3 * minutes * patience,
          hookTimeout: 3 * minutes,
        },
      },
    ],
  },
});
