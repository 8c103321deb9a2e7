import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Stories start real processes; two at a time keep a small machine honest.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: process.env['CI'] ? ['default'] : ['dot'],
    env: {AWS_EC2_METADATA_DISABLED: 'true'},
  },
});
