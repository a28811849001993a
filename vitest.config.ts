import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Differential tests start real Python processes, and the first rehearsal of a test file compiles the engine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
