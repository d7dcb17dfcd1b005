/** The transpose of convolution. */

import type { Dim } from '../spec.ts';
import { allocate, elementCount, offsetsOf, stridesOf } from '../tensor.ts';
import { FLOATS, PARAMETERS, checkWeight } from './convolution.ts';
import { convolve, spread } from './convolve.ts';
import { listOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, Operands } from './op.ts';
import { agree, agreeAll, printShape, productOf, vectorOf } from './shapes.ts';
import { positive } from './windows.ts';

/** The padding that is cut off the full output, before and behind. */
function cropsOf(
  op: Operands,
  space: readonly Dim[],
  kernel: readonly Dim[],
): (readonly [Dim, Dim])[] {
  const rank = space.length;
  const [strides, dilations] = [positive(op, 'strides', rank), positive(op, 'dilations', rank)];
  const type = wordOf(op, 'pad_type', ['valid', 'custom', 'same'], 'valid');
  const pads = vectorOf(op, 'pad', 2 * rank, 0);
  const given = listOf(op, 'output_shape');
  return space.map((size, axis) => {
    const [stride = 1, dilation = 1, width] = [strides[axis], dilations[axis], kernel[axis]];
    if (width === undefined || size === undefined) return [undefined, undefined];
    const full = (size - 1) * stride + (width - 1) * dilation + 1;
    const wanted = given?.[axis + 2] ?? (type === 'same' ? size * stride : undefined);
    if (type === 'custom') {
      const [before = 0, after = 0] = [pads[2 * axis], pads[2 * axis + 1]];
      // An output shape decides how much is cut off behind, or how far the output goes on.
      return [before, wanted === undefined ? after : full - before - wanted];
    }
    const total = wanted === undefined ? 0 : full - wanted;
    return type === 'same' ? [Math.floor(total / 2), Math.ceil(total / 2)] : [0, total];
  });
}

export const conv_transpose: OpDefinition = {
  signatures: {
    5: `x:T, weight:T!, bias:T!?, output_shape:int32!?, ${PARAMETERS} | ${FLOATS}`,
    7: `x:T, weight:U, bias:U!?, output_shape:int32!?, ${PARAMETERS} | ${FLOATS}; U=fp16/fp32`,
  },
  infer: (op) => {
    const groups = checkWeight(op, ([, perGroup], count) => productOf([perGroup, count]));
    const [{ dtype, shape: x }, { shape: weight }] = [op.type('x'), op.type('weight')];
    const [input, perGroup, ...kernel] = weight;
    if (!agree(x[1], input))
      op.fail(`x has ${x[1]} channels, weight ${printShape(weight)} takes ${input}`);
    if (input !== undefined && input % groups !== 0) {
      op.fail(`${input} input channels do not divide into ${groups} groups`);
    }
    const space = x.slice(2);
    const strides = positive(op, 'strides', space.length);
    const dilations = positive(op, 'dilations', space.length);
    const crops = cropsOf(op, space, kernel);
    const target = space.map((size, axis): Dim => {
      const [before, after] = crops[axis] ?? [undefined, undefined];
      const width = kernel[axis];
      if (size === undefined || width === undefined) return undefined;
      const full = (size - 1) * (strides[axis] ?? 1) + (width - 1) * (dilations[axis] ?? 1) + 1;
      const output = full - (before ?? 0) - (after ?? 0);
      if (output < 1) op.fail(`pad leaves nothing of axis ${axis + 2}`);
      return output;
    });
    const output = [x[0], productOf([perGroup, groups]), ...target];
    const given = listOf(op, 'output_shape');
    if (given !== undefined && !agreeAll(given, output)) {
      op.fail(`output_shape is [${given.join(', ')}], the operation gives ${printShape(output)}`);
    }
    return [tensorOf(dtype, output)];
  },
  /** A convolution with the kernel turned round, over an image whose elements are a stride apart. */
  evaluate: (op, [output]) => {
    const [x, weight] = [op.tensor('x'), op.tensor('weight')];
    const [inputs = 1, each = 1, ...kernel] = weight.shape;
    const space = x.shape.slice(2);
    const groups = numberOf(op, 'groups', 1);
    const strides = positive(op, 'strides', space.length);
    const dilations = positive(op, 'dilations', space.length);
    const crops = cropsOf(op, space, kernel);
    const reach = kernel.map((width, axis) => (width - 1) * (dilations[axis] ?? 1));
    const target = output?.shape.slice(2) ?? [];
    const canvas = target.map((size, axis) => size + (reach[axis] ?? 0));
    const before = reach.map((length, axis) => length - (crops[axis]?.[0] ?? 0));
    const area = elementCount(kernel);
    const data = allocate(output?.dtype ?? x.dtype, elementCount(output?.shape ?? []));
    const perGroup = inputs / groups;
    const turned = [each * area, ...stridesOf(kernel).map((stride) => -stride)];
    convolve(op, data, {
      images: x.shape[0] ?? 1,
      canvas,
      padded: spread(x.data, x.shape, canvas, before, strides),
      target,
      strides: target.map(() => 1),
      dilations,
      kernel,
      groups,
      perGroup,
      channels: each * groups,
      weight: weight.data,
      rows: Array.from({ length: each * groups }, (_, channel) => {
        const group = Math.floor(channel / each);
        return group * perGroup * each * area + (channel % each) * area;
      }),
      steps: offsetsOf([perGroup, ...kernel], turned, area - 1),
    });
    return [data];
  },
};
