/** The micro-benchmarks: bandwidth, arithmetic, what a dispatch costs, and which tile suits a matrix product. */

import { ARITHMETIC_FLOPS, COPY, EMPTY, LANES, arithmetic, product } from './shaders.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Flags of GPUBufferUsage and GPUMapMode. */
const STORAGE = 128;
const COPY_SRC = 4;
const COPY_DST = 8;
const MAP_READ = 1;

export interface Bench {
  readonly device: GPUDevice;
  readonly stopwatch: Stopwatch;
}

/** Larger than the caches of a phone. */
export const COPIED_BYTES = 32 * 2 ** 20;

/** In GB/s, bytes read and written. */
export async function bandwidth({ device, stopwatch }: Bench): Promise<number> {
  return withBuffers(device, [COPIED_BYTES, COPIED_BYTES], async (buffers) => {
    const workgroups = [COPIED_BYTES / 16 / LANES] as const;
    return (
      (2 * COPIED_BYTES) / (await stopwatch.seconds({ code: COPY, buffers, workgroups })) / 1e9
    );
  });
}

const ARITHMETIC_WORKGROUPS = 1024;

/** In GFLOP/s, a multiply-add counting as two. */
export async function peak({ device, stopwatch }: Bench, type: 'f32' | 'f16'): Promise<number> {
  const invocations = ARITHMETIC_WORKGROUPS * LANES;
  return withBuffers(device, [invocations * 16], async (buffers) => {
    const work = { code: arithmetic(type), buffers, workgroups: [ARITHMETIC_WORKGROUPS] as const };
    return (invocations * ARITHMETIC_FLOPS) / (await stopwatch.seconds(work)) / 1e9;
  });
}

/** In microseconds, in a pass with many. */
export async function dispatchCost({ device, stopwatch }: Bench): Promise<number> {
  return withBuffers(device, [16], async (buffers) => {
    return 1e6 * (await stopwatch.seconds({ code: EMPTY, buffers, workgroups: [1] }));
  });
}

export const TILES = [
  [4, 4],
  [4, 8],
  [8, 8],
] as const;
export type Tile = (typeof TILES)[number];

/** In GFLOP/s, of a square product of `size`. Its numbers are checked. */
export async function productSpeed(
  { device, stopwatch }: Bench,
  size: number,
  [rows, columns]: Tile,
): Promise<number> {
  const bytes = size * size * 4;
  return withBuffers(device, [bytes, bytes, bytes], async (buffers) => {
    const [, , result] = buffers;
    const workgroups = [Math.ceil(size / columns / 8), Math.ceil(size / rows / 8)] as const;
    const code = product(size, rows, columns);
    const seconds = await stopwatch.seconds({ code, buffers, workgroups });
    const last = result && (await lastElement(device, result, bytes));
    if (last !== size) throw new Error(`a matrix product gives ${last}, not ${size}`);
    return (2 * size ** 3) / seconds / 1e9;
  });
}

/** Filled with ones: what does arithmetic on zeros may be faster than on numbers. */
async function withBuffers<T>(
  device: GPUDevice,
  sizes: readonly number[],
  use: (buffers: readonly GPUBuffer[]) => Promise<T>,
): Promise<T> {
  const buffers = sizes.map((size) => {
    const usage = STORAGE | COPY_SRC;
    const buffer = device.createBuffer({ size, usage, mappedAtCreation: true });
    new Float32Array(buffer.getMappedRange()).fill(1);
    buffer.unmap();
    return buffer;
  });
  try {
    return await use(buffers);
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}

async function lastElement(device: GPUDevice, buffer: GPUBuffer, bytes: number): Promise<number> {
  const staging = device.createBuffer({ size: 4, usage: MAP_READ | COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, bytes - 4, staging, 0, 4);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(1);
  const [value = NaN] = new Float32Array(staging.getMappedRange());
  staging.destroy();
  return value;
}
