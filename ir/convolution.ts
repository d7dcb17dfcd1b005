/** Host memory of convolutions: channels-first padded input, and results taken from accumulated planes. */

import { allocate, numbers, roundsByStoring, setElement } from './tensor.ts';
import type { NumberArray, Tensor } from './tensor.ts';
import type { Three, Volume } from './windows.ts';

export interface Packed {
  readonly data: NumberArray;
  /** Where the item's first element lies. */
  readonly base: number;
  readonly size: Three;
}

/** One item of a batch as [C, Z, Y, X] with zeros around; the input itself where it has that form already. */
export function packItem(
  input: Tensor,
  volume: Volume,
  item: number,
  before: Three,
  after: Three,
): Packed {
  const source = numbers(input);
  const { size, step, channels, channelStep } = volume;
  const padded = [before, after].some((pads) => pads.some((pad) => pad > 0));
  if (!padded && step[2] === 1) return { data: source, base: item * volume.batchStep, size };
  const [sizeZ, sizeY, sizeX] = size;
  const [stepZ, stepY, stepX] = step;
  const [packedZ, packedY, packedX] = [
    before[0] + sizeZ + after[0],
    before[1] + sizeY + after[1],
    before[2] + sizeX + after[2],
  ];
  const packed = allocate(input.dtype, [channels, packedZ, packedY, packedX]);
  const target = numbers(packed);
  for (let channel = 0; channel < channels; channel++) {
    for (let z = 0; z < sizeZ; z++) {
      for (let y = 0; y < sizeY; y++) {
        let from = item * volume.batchStep + channel * channelStep + z * stepZ + y * stepY;
        const row = (channel * packedZ + before[0] + z) * packedY + before[1] + y;
        let to = row * packedX + before[2];
        for (let x = 0; x < sizeX; x++) {
          target[to++] = source[from] ?? 0;
          from += stepX;
        }
      }
    }
  }
  return { data: target, base: 0, size: [packedZ, packedY, packedX] };
}

/** Stores the part of an accumulated plane that starts at `start` as one channel of the result. */
export function storeChannel(
  result: Tensor,
  volume: Volume,
  item: number,
  channel: number,
  plane: {
    readonly sums: Float64Array | Int32Array;
    readonly start: number;
    readonly rowStep: number;
    readonly sliceStep: number;
  },
  bias: number,
): void {
  const { sums, start, rowStep, sliceStep } = plane;
  const target = numbers(result);
  const direct = roundsByStoring(result.dtype);
  const base = item * volume.batchStep + channel * volume.channelStep;
  const [sizeZ, sizeY, sizeX] = volume.size;
  const [stepZ, stepY, stepX] = volume.step;
  for (let z = 0; z < sizeZ; z++) {
    for (let y = 0; y < sizeY; y++) {
      let from = start + z * sliceStep + y * rowStep;
      let to = base + z * stepZ + y * stepY;
      for (let x = 0; x < sizeX; x++) {
        const value = (sums[from++] ?? 0) + bias;
        if (direct) target[to] = value;
        else setElement(result, to, value);
        to += stepX;
      }
    }
  }
}
