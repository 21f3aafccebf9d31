import { defineConfig } from 'vitest/config';

// `npm test` stays short; what needs longer runs with `npm run test:deep`.
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'deep' ? 'test/**/*.deep.ts' : 'test/**/*.test.ts'],
    testTimeout: mode === 'deep' ? 600_000 : 30_000,
  },
}));
