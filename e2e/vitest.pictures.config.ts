import { defineConfig } from 'vitest/config';

// Pictures for the documentation, taken by hand: `npm run pictures`.
export default defineConfig({
  test: {
    include: ['src/**/*.shot.ts'],
    setupFiles: ['src/nothing-left.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
