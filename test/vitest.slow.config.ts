/** Vitest's settings for test/slow: one stage of .ci/run per file, one at a time, minutes long at most. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['slow/**/*.test.ts'],
    fileParallelism: false,
    pool: 'forks',
    // onnxruntime would write and send reports on how it is used.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    testTimeout: 20 * 60_000,
    hookTimeout: 10 * 60_000,
  },
});
