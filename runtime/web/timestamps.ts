/** Takes the time of dispatches on the GPU, each in a compute pass of its own. */

import type { Step } from './pipelines.ts';

/** A dispatch, so many times in a row. */
export interface TimedPass {
  readonly step: Step;
  readonly repeats: number;
}

/** Rejects with what the device finds wrong in the work. */
export type Checked = (work: () => void) => Promise<void>;

const TIMESTAMP_BYTES = 8;
/** Flags of GPUBufferUsage and GPUMapMode. */
const MAP_READ = 1;
const COPY_SRC = 4;
const COPY_DST = 8;
const QUERY_RESOLVE = 512;
const READ = 1;

/** Milliseconds of each pass, at most 2048 of them; then comes what `finish` records. */
export async function timePasses(
  device: GPUDevice,
  passes: readonly TimedPass[],
  finish: (encoder: GPUCommandEncoder) => void,
  checked: Checked,
): Promise<number[]> {
  const count = Math.max(passes.length, 1) * 2;
  const size = count * TIMESTAMP_BYTES;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
  const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  try {
    await checked(() => {
      const encoder = device.createCommandEncoder();
      passes.forEach(({ step, repeats }, index) => {
        const pass = encoder.beginComputePass({
          timestampWrites: {
            querySet,
            beginningOfPassWriteIndex: 2 * index,
            endOfPassWriteIndex: 2 * index + 1,
          },
        });
        record(pass, step, repeats);
        pass.end();
      });
      finish(encoder);
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
    });
    await staging.mapAsync(READ);
    const nanoseconds = new BigInt64Array(staging.getMappedRange());
    return passes.map((_, index) => {
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

export function record(
  pass: GPUComputePassEncoder,
  { pipeline, group, workgroups }: Step,
  repeats = 1,
): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  for (let repeat = 0; repeat < repeats; repeat++) pass.dispatchWorkgroups(...workgroups);
}
