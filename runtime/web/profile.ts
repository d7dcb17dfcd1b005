/** Times each dispatch of a run on the GPU, in a pass of its own; only pages that profile load this file. */

import type { Parts } from './parts.ts';

/** Milliseconds of each step; `checked` rejects with what the device finds wrong in its work. */
export async function timedSubmit(
  parts: Parts,
  finish: (encoder: GPUCommandEncoder) => void,
  signal: AbortSignal | undefined,
  checked: (work: () => void) => Promise<void>,
): Promise<number[]> {
  const { device, steps } = parts;
  const times: number[] = [];
  do {
    signal?.throwIfAborted();
    const chunk = steps.slice(times.length, times.length + STEPS_AT_ONCE);
    const last = times.length + chunk.length === steps.length;
    times.push(...(await timeChunk(device, chunk, last ? finish : () => undefined, checked)));
  } while (times.length < steps.length);
  return times;
}

/** Two queries each; a query set holds at most 4096, and an abort waits for no more than these. */
const STEPS_AT_ONCE = 64;

const TIMESTAMP_BYTES = 8;
/** Flags of GPUBufferUsage and GPUMapMode. */
const MAP_READ = 1;
const COPY_SRC = 4;
const COPY_DST = 8;
const QUERY_RESOLVE = 512;
const READ = 1;

async function timeChunk(
  device: GPUDevice,
  steps: Parts['steps'],
  finish: (encoder: GPUCommandEncoder) => void,
  checked: (work: () => void) => Promise<void>,
): Promise<number[]> {
  const count = Math.max(steps.length, 1) * 2;
  const size = count * TIMESTAMP_BYTES;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
  const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  try {
    await checked(() => {
      const encoder = device.createCommandEncoder();
      steps.forEach(({ pipeline, group, workgroups }, index) => {
        const pass = encoder.beginComputePass({
          timestampWrites: {
            querySet,
            beginningOfPassWriteIndex: 2 * index,
            endOfPassWriteIndex: 2 * index + 1,
          },
        });
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...workgroups);
        pass.end();
      });
      finish(encoder);
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
    });
    await staging.mapAsync(READ);
    const nanoseconds = new BigInt64Array(staging.getMappedRange());
    return steps.map((_, index) => {
      const [start = 0n, end = 0n] = nanoseconds.subarray(2 * index, 2 * index + 2);
      // Some drivers reset their clock in between.
      return Math.max(0, Number(end - start) / 1e6);
    });
  } finally {
    querySet.destroy();
    resolved.destroy();
    staging.destroy();
  }
}
