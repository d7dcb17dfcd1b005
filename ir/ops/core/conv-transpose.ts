/**
 * Transposed convolution: each input element adds its multiple of the kernel to the result, `strides`
 * apart; then the pads are cut off. The weight is [I, O/groups, kernel...] (ONNX ConvTranspose-11).
 */

import { accumulatorOf } from '../../accumulate.ts';
import { attr } from '../../attr.ts';
import { packItem, storeChannel } from '../../convolution.ts';
import { defineOp, fail, operand, optional } from '../../define.ts';
import { printShape, sameDType, sizeAt, staticShape } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, elementCount, shapeEquals, tensorType } from '../../types.ts';
import {
  asThree,
  joinLayout,
  splitLayout,
  transposedCount,
  volumeOf,
  windowAttributes,
  windowSpan,
  windowsOf,
} from '../../windows.ts';
import type { Three, Windows } from '../../windows.ts';

const NONE = [0, 0, 0] as const;

export const conv_transpose = defineOp({
  name: 'conv_transpose',
  operands: { input: operand(FLOATS), weight: operand(FLOATS), bias: optional(FLOATS) },
  attributes: {
    ...windowAttributes,
    /** Elements added at the end of each spatial axis of the result; an empty list stands for zeros. */
    output_padding: attr.ints([]),
    groups: attr.int(1),
  },
  traits: ['pure', 'contraction'],
  infer: ({ input, weight, bias }, attributes) => {
    const { layout, groups, output_padding } = attributes;
    const dtype = sameDType([input, weight, bias]);
    const { batch, channels, spatial } = splitLayout(input.shape, layout);
    const given = sizeAt([channels], 0);
    const [inputs = 0, perGroup = 0, ...kernel] = staticShape(weight.shape);
    if (kernel.length !== spatial.length) {
      fail(
        `weight ${printShape(weight.shape)} does not fit input ${printShape(input.shape)}`,
        'a weight is [inputs, outputs / groups, kernel...]',
      );
    }
    const windows = windowsOf(kernel, attributes);
    if (groups < 1 || inputs % groups !== 0 || inputs !== given) {
      fail(
        `weight ${printShape(weight.shape)} in ${groups} groups does not take ${given} channels`,
        'the first dim must be the channels, and groups must divide it',
      );
    }
    if (![0, spatial.length].includes(output_padding.length) || output_padding.some((p) => p < 0)) {
      fail(
        `output_padding [${output_padding.join(',')}] needs ${spatial.length} numbers from 0 up`,
      );
    }
    const outputs = perGroup * groups;
    if (bias !== undefined && !shapeEquals(bias.shape, [outputs])) {
      fail(`bias must be [${outputs}], not ${printShape(bias.shape)}`);
    }
    const counts = spatial.map((dim, axis) =>
      transposedCount(dim, windows, axis, output_padding[axis] ?? 0),
    );
    return tensorType(dtype, joinLayout({ batch, channels: outputs, spatial: counts }, layout));
  },
  evaluate: ({ input, weight, bias }, attributes, [type]) => {
    const { layout, groups } = attributes;
    const result = allocate(input.dtype, type?.shape ?? []);
    const [inputs = 0, perGroup = 0, ...kernel] = weight.shape;
    const windows = windowsOf(kernel, attributes);
    const from = volumeOf(input.shape, layout);
    const to = volumeOf(result.shape, layout);
    const weights = numbers(weight);
    const biases = bias === undefined ? undefined : numbers(bias);
    const { allocate: zeros, add } = accumulatorOf(input.dtype);
    const taps = tapPlaces(kernel, asThree(windows.dilations, 1));
    const [beforeZ, beforeY, beforeX] = asThree(windows.before, 0);
    const [strideZ, strideY, strideX] = asThree(windows.strides, 1);
    const [sizeZ, sizeY, sizeX] = from.size;
    const full = fullSize(from.size, to.size, windows);
    const inputsPerGroup = inputs / groups;
    const offsets = Int32Array.from(
      { length: inputsPerGroup },
      (_, channel) => channel * sizeZ * sizeY * sizeX,
    );
    for (let item = 0; item < to.batch; item++) {
      const packed = packItem(input, from, item, NONE, NONE);
      for (let output = 0; output < to.channels; output++) {
        const group = Math.floor(output / perGroup);
        const firstInput = group * inputsPerGroup;
        const sums = zeros(elementCount(full));
        taps.forEach(([tapZ, tapY, tapX], tap) => {
          for (let row = 0; row < sizeZ * sizeY; row++) {
            const y = row % sizeY;
            const z = (row - y) / sizeY;
            const line = (tapZ + z * strideZ) * full[1] + tapY + y * strideY;
            add(sums, {
              x: packed.data,
              base: packed.base + firstInput * sizeZ * sizeY * sizeX + row * sizeX,
              offsets,
              step: 1,
              weights,
              weightStart: (firstInput * perGroup + (output % perGroup)) * taps.length + tap,
              weightStep: perGroup * taps.length,
              start: line * full[2] + tapX,
              sumStep: strideX,
              length: sizeX,
            });
          }
        });
        const start = (beforeZ * full[1] + beforeY) * full[2] + beforeX;
        const plane = { sums, start, rowStep: full[2], sliceStep: full[1] * full[2] };
        storeChannel(result, to, item, output, plane, biases?.[output] ?? 0);
      }
    }
    return result;
  },
  cost: ({ input, weight, bias }, _, [result]) => ({
    flops:
      2 * elementCount(input.shape) * elementCount(weight.shape.slice(1)) +
      (bias === undefined ? 0 : elementCount(result?.shape ?? [])),
  }),
  samples: [
    {
      operands: {
        input: { shape: [1, 3, 4, 5] },
        weight: { shape: [3, 2, 4, 4], constant: true },
        bias: { shape: [2], constant: true },
      },
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
    },
    {
      name: 'groups, dilation and output padding',
      operands: {
        input: { shape: [2, 4, 3, 4] },
        weight: { shape: [4, 3, 3, 2], constant: true },
      },
      attributes: {
        groups: 2,
        strides: [2, 3],
        dilations: [2, 1],
        pads: [0, 1, 1, 0],
        output_padding: [1, 2],
      },
    },
    {
      name: 'channels last',
      operands: {
        input: { shape: [1, 3, 4, 2] },
        weight: { shape: [2, 3, 3, 3], constant: true },
        bias: { shape: [3], constant: true },
      },
      attributes: { strides: [2, 2], layout: 'channels_last' },
    },
    {
      name: 'one spatial axis',
      operands: {
        input: { shape: [1, 2, 6] },
        weight: { shape: [2, 3, 3], constant: true },
      },
    },
  ],
});

/** The places that the taps reach from the element at the origin, in the order of the weights. */
function tapPlaces(kernel: readonly number[], dilations: Three) {
  const [kernelZ, kernelY, kernelX] = asThree(kernel, 1);
  const places: Three[] = [];
  for (let z = 0; z < kernelZ; z++) {
    for (let y = 0; y < kernelY; y++) {
      for (let x = 0; x < kernelX; x++) {
        places.push([z * dilations[0], y * dilations[1], x * dilations[2]]);
      }
    }
  }
  return places;
}

/** The sizes of the sums before pads are cut off; output padding may lie beyond what the taps reach. */
function fullSize(input: Three, result: Three, windows: Windows): Three {
  const strides = asThree(windows.strides, 1);
  const before = asThree(windows.before, 0);
  const spans = asThree(
    windows.kernel.map((_, axis) => windowSpan(windows, axis)),
    1,
  );
  const size = (axis: 0 | 1 | 2) =>
    Math.max((input[axis] - 1) * strides[axis] + spans[axis], before[axis] + result[axis]);
  return [size(0), size(1), size(2)];
}
