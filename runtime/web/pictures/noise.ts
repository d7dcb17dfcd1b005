/** The noise of a run: by seed and place, or as PyTorch draws it. */

import { Mersenne, torchNormals } from './mersenne.ts';
import { normals } from './normal.ts';

/** `philox` is documented in normal.ts; `torch` draws what torch.randn does with the seed on a CPU. */
export type RandomNumbers = 'philox' | 'torch';

export interface NoiseSource {
  /** What the run begins with. */
  first(): Float32Array;
  /** What a step adds, by its place in the run. */
  afterStep(index: number): Float32Array;
  /** For the latents that an encoder's distribution is sampled by. */
  ofEncoder(): Float32Array;
}

/** Streams of a seed; step `k` has `k + 1`. */
const ENCODER_STREAM = 2 ** 32 - 1;

export function noiseSource(random: RandomNumbers, seed: number, count: number): NoiseSource {
  if (random === 'torch') {
    // Drawn one after another, as a generator does.
    const generator = new Mersenne(seed);
    const draw = (): Float32Array => torchNormals(generator, count);
    return { first: draw, afterStep: draw, ofEncoder: draw };
  }
  return {
    first: () => normals(seed, 0, count),
    afterStep: (index) => normals(seed, index + 1, count),
    ofEncoder: () => normals(seed, ENCODER_STREAM, count),
  };
}
