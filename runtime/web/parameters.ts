/** Numbers that shaders read as uniforms, so that one shader serves many shapes. */

import type { Program } from './program.ts';

/** Bytes from one row to the next: what every device takes as an offset. */
export const ROW_BYTES = 256;

/** Where a row lies. */
export function parameterRange(
  { buffers, shards, parameters }: Pick<Program, 'buffers' | 'shards' | 'parameters'>,
  row: number,
): readonly [buffer: number, offset: number, size: number] {
  const words = parameters?.[row]?.length ?? 0;
  return [buffers.length + shards.length, ROW_BYTES * row, 16 * Math.ceil(words / 4)];
}

/** Flags of GPUBufferUsage. */
const COPY_DST = 8;
const UNIFORM = 64;

export function createParameters(
  device: GPUDevice,
  rows: readonly (readonly number[])[],
): GPUBuffer {
  const words = new Uint32Array((rows.length * ROW_BYTES) / 4);
  rows.forEach((row, index) => words.set(row, (index * ROW_BYTES) / 4));
  const buffer = device.createBuffer({ size: words.byteLength, usage: UNIFORM | COPY_DST });
  device.queue.writeBuffer(buffer, 0, words);
  return buffer;
}
