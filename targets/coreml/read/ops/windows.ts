/** Windows that slide over space: strides, padding and output sizes of convolutions and pooling. */

import type { Dim } from '../spec.ts';
import { flagOf, wordOf } from './op.ts';
import type { Operands } from './op.ts';
import { LARGEST_SIZE, vectorOf } from './shapes.ts';

const PAD_TYPES = ['valid', 'custom', 'same', 'same_lower'] as const;

export interface Windows {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Undefined where the size of the input decides and is not known. */
  readonly before: readonly Dim[];
  readonly output: readonly Dim[];
}

export function windowsOf(op: Operands, space: readonly Dim[], kernel: readonly Dim[]): Windows {
  const rank = space.length;
  const strides = positive(op, 'strides', rank);
  const dilations = positive(op, 'dilations', rank);
  const type = wordOf(op, 'pad_type', PAD_TYPES, 'valid');
  if (type === 'same_lower' && op.opset < 6) {
    op.fail('pad_type is same_lower', 'CoreML5 has valid, custom and same');
  }
  const pads = vectorOf(op, 'pad', 2 * rank, 0);
  if (pads.some((pad) => pad < 0)) op.fail(`pad [${pads.join(', ')}] has a negative number`);
  const ceil = flagOf(op, 'ceil_mode', false);
  const ends = space.map((size, axis) => {
    const [stride = 1, dilation = 1, width] = [strides[axis], dilations[axis], kernel[axis]];
    const extent = width === undefined ? undefined : (width - 1) * dilation + 1;
    const [before, after] = padsOf(type, pads, axis, size, extent, stride);
    const reach = (size ?? 0) + (extent ?? 0) + (before ?? 0) + (after ?? 0) + stride;
    if (reach > LARGEST_SIZE) {
      op.fail(`a window of ${extent} and a stride of ${stride} are too large for 32 bits`);
    }
    if (size === undefined || extent === undefined || before === undefined) {
      return { before, output: undefined };
    }
    const output = outputSize(size, before + (after ?? 0), extent, stride, ceil);
    if (output < 1)
      op.fail(`a window of ${extent} does not fit into ${size} along axis ${axis + 2}`);
    return { before, output };
  });
  return {
    strides,
    dilations,
    before: ends.map(({ before }) => before),
    output: ends.map(({ output }) => output),
  };
}

/** The last window of ceil mode begins inside the input or its padding in front. */
function outputSize(
  size: number,
  padding: number,
  extent: number,
  stride: number,
  ceil: boolean,
): number {
  const free = size + padding - extent;
  if (!ceil) return Math.floor(free / stride) + 1;
  const output = Math.floor((free + stride - 1) / stride) + 1;
  return padding > 0 && (output - 1) * stride >= size + padding / 2 ? output - 1 : output;
}

/** An odd one out is behind, or in front with `same_lower`. */
function padsOf(
  type: (typeof PAD_TYPES)[number],
  pads: readonly number[],
  axis: number,
  size: Dim,
  extent: Dim,
  stride: number,
): readonly [before: Dim, after: Dim] {
  if (type === 'valid') return [0, 0];
  if (type === 'custom') return [pads[2 * axis], pads[2 * axis + 1]];
  if (size === undefined || extent === undefined) return [undefined, undefined];
  const total = Math.max(0, stride * Math.ceil(size / stride) - size + extent - stride);
  const [small, large] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return type === 'same' ? [small, large] : [large, small];
}

export function positive(op: Operands, input: string, length: number): readonly number[] {
  const numbers = vectorOf(op, input, length, 1);
  if (numbers.some((number) => number < 1)) {
    op.fail(`${input} [${numbers.join(', ')}] has a number below 1`);
  }
  return numbers;
}
