import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/strict.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A second, the default, is no time where other programs have the processor too.
    expect: { poll: { timeout: 10_000 } },
    // Most of the time is spent waiting for other programs: a second file fills it.
    maxWorkers: 2,
    // Thousands of real processes, sockets and sounds: one that stumbles on a busy machine is tried
    // once more there, and named in the report.
    retry: process.env['CI'] ? 1 : 0,
  },
});
