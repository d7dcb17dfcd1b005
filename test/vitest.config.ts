/** Vitest's settings: which files are tests, and how long one may take on two slow cores. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Play modules by `vi.mock`, which no file beside them has loaded before. */
const ALONE = ['diagnostics/files.test.ts', 'webgpu/adapter.test.ts'];

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    // Processes, not threads: opening a software adapter changes the environment that the Vulkan loader reads.
    pool: 'forks',
    // Vitest leaves one core to itself, which is half of two.
    maxWorkers: availableParallelism(),
    // onnxruntime would write and send reports on how it is used.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    setupFiles: ['setup/seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['**/*.test.ts'],
          exclude: ['slow/**', ...ALONE],
          // A process keeps what it has loaded for the next file: half of the time of small ones.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
