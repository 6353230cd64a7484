import { defineConfig } from 'vitest/config';

// One browser pass after the other: two cores, and each test has a desk of its own.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/nothing-left.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // As patient as a look at the page is.
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
});
