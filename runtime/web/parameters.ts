/** Numbers that shaders read as uniforms, so that one shader serves many shapes. */

/** Bytes from one row to the next: what every device takes as an offset. */
export const ROW_BYTES = 256;

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

/** What a dispatch binds of them; rows are counted from 1, 0 is none. */
export function boundParameters(buffer: GPUBuffer | undefined, row: number): GPUBufferBinding[] {
  if (buffer === undefined || row === 0) return [];
  return [{ buffer, offset: (row - 1) * ROW_BYTES, size: ROW_BYTES }];
}
