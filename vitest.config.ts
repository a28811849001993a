import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Differential tests start real Python processes, and the first rehearsal of a test file compiles the engine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What tests remember is theirs alone.
    env: { FORETRACE_CACHE: mkdtempSync(join(tmpdir(), 'foretrace-cache-')), FORETRACE_RESIDENT: 'off' },
    pool: 'forks',
    // Deep Python recursion needs a deep stack, as the engine's own worker has.
    execArgv: ['--stack-size=8000'],
    // Node runs our TypeScript itself: the engine's modules import each other in circles, which the test runner's own loader does not untangle.
    server: { deps: { external: [/\/(predictor|extension|trace-collector|test\/support)\/.*\.ts$/] } },
  },
});
