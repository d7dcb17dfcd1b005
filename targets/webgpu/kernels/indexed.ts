/** Reads of index tensors: negative indices count from the end, and none leaves its axis. */

import type { Buffer } from '../program.ts';
import type { KernelWriter } from '../syntax.ts';

/** WGSL for the index at element `element`, as u32 in 0 to size - 1. */
export function indexAt(
  kernel: KernelWriter,
  indices: Buffer,
  element: string,
  size: number,
): string {
  const raw = kernel.let(`i32(${kernel.load(kernel.read(indices), element)})`);
  return kernel.let(`u32(clamp(select(${raw}, ${raw} + ${size}, ${raw} < 0), 0, ${size - 1}))`);
}
