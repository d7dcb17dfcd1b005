/** The counter-based generator of ir/seeded.ts in WGSL. */

import type { KernelWriter } from '../syntax.ts';

/** Uniform in [0, 1) from a seed and an index expression. */
export function hashUniform(kernel: KernelWriter, seed: number, index: string): string {
  kernel.helper(
    'hash_uniform',
    `fn hash_uniform(seed: u32, index: u32) -> f32 {
  var h = ((index + 1u) * 0x9e3779b1u) ^ (seed * 0x85ebca6bu);
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  h = h ^ (h >> 16u);
  return f32(h >> 8u) / 16777216.0;
}`,
  );
  return `hash_uniform(${(seed + 0x7f4a7c15) >>> 0}u, ${index})`;
}
