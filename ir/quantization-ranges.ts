/** The smallest and the largest number for each scale, of numbers that are to be quantised. */

import { scaledRuns } from './quantization.ts';
import type { Granularity } from './quantization.ts';
import { numbers } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import { elementCount } from './types.ts';

export interface Ranges {
  readonly smallest: Float32Array;
  readonly largest: Float32Array;
}

/** 0 lies in every range; numbers that are none are left out. */
export function rangesOf(
  input: Tensor,
  scale: readonly number[],
  granularity: Granularity,
): Ranges {
  const smallest = new Float32Array(elementCount(scale));
  const largest = new Float32Array(smallest.length);
  const x = numbers(input);
  for (const { start, end, scale: first, step } of scaledRuns(input.shape, scale, granularity)) {
    if (step === 0) {
      let low = smallest[first] ?? 0;
      let high = largest[first] ?? 0;
      for (let index = start; index < end; index++) {
        const value = x[index] ?? 0;
        if (value < low) low = value;
        else if (value > high) high = value;
      }
      smallest[first] = low;
      largest[first] = high;
    } else {
      for (let index = start, at = first; index < end; index++, at++) {
        const value = x[index] ?? 0;
        if (value < (smallest[at] ?? 0)) smallest[at] = value;
        else if (value > (largest[at] ?? 0)) largest[at] = value;
      }
    }
  }
  return { smallest, largest };
}
