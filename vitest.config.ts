import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/strict.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A second, the default, is no time where other programs have the processor too.
    expect: { poll: { timeout: 10_000 } },
  },
});
