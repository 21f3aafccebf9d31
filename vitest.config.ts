import os from 'node:os';
import { defineConfig } from 'vitest/config';

// `npm test` stays short; what needs longer runs with `npm run test:deep`.
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'deep' ? 'test/**/*.deep.ts' : 'test/**/*.test.ts'],
    // `npm test` gives the same answer twice; the longer search begins somewhere else each time.
    setupFiles: mode === 'deep' ? [] : ['test/support/fixed-seed.ts'],
    testTimeout: mode === 'deep' ? 600_000 : 30_000,
    // Much of the time is spent waiting for processes and servers, so three files at a time are worth it on two cores.
    maxWorkers: Math.max(3, os.availableParallelism() - 1),
  },
}));
