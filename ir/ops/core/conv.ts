/**
 * Convolution (cross-correlation) over 1 to 3 spatial axes, in groups, plus a bias per output channel;
 * the weight is [O, I/groups, kernel...] in either layout of the input (ONNX Conv-11).
 */

import { ROW_PIECE, accumulatorOf } from '../../accumulate.ts';
import { attr } from '../../attr.ts';
import { packItem, storeChannel } from '../../convolution.ts';
import type { Packed } from '../../convolution.ts';
import { defineOp, fail, operand, optional } from '../../define.ts';
import { printShape, sameDType, sizeAt, staticShape } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, elementCount, shapeEquals, tensorType } from '../../types.ts';
import {
  asThree,
  joinLayout,
  splitLayout,
  volumeOf,
  windowAttributes,
  windowCount,
  windowsOf,
} from '../../windows.ts';
import type { Three, Windows } from '../../windows.ts';

/** i32 is exact and wraps: it carries the integer products of quantised models. */
const DTYPES_OF_CONV = [...FLOATS, 'i32'] as const;

export const conv = defineOp({
  name: 'conv',
  operands: {
    input: operand(DTYPES_OF_CONV),
    weight: operand(DTYPES_OF_CONV),
    bias: optional(DTYPES_OF_CONV),
  },
  attributes: { ...windowAttributes, groups: attr.int(1) },
  traits: ['pure', 'contraction'],
  infer: ({ input, weight, bias }, attributes) => {
    const { layout, groups } = attributes;
    const dtype = sameDType([input, weight, bias]);
    const { batch, channels, spatial } = splitLayout(input.shape, layout);
    const inputs = sizeAt([channels], 0);
    const [outputs = 0, perGroup = 0, ...kernel] = staticShape(weight.shape);
    if (kernel.length !== spatial.length) {
      fail(
        `weight ${printShape(weight.shape)} does not fit input ${printShape(input.shape)}`,
        'a weight is [outputs, inputs / groups, kernel...]',
      );
    }
    const windows = windowsOf(kernel, attributes);
    if (groups < 1 || outputs % groups !== 0 || perGroup * groups !== inputs) {
      fail(
        `weight ${printShape(weight.shape)} in ${groups} groups does not take ${inputs} channels`,
        'groups times the second dim must be the channels, and groups must divide the first dim',
      );
    }
    if (bias !== undefined && !shapeEquals(bias.shape, [outputs])) {
      fail(`bias must be [${outputs}], not ${printShape(bias.shape)}`);
    }
    const counts = spatial.map((dim, axis) => windowCount(dim, windows, axis));
    return tensorType(dtype, joinLayout({ batch, channels: outputs, spatial: counts }, layout));
  },
  evaluate: ({ input, weight, bias }, attributes, [type]) => {
    const { layout, groups } = attributes;
    const result = allocate(input.dtype, type?.shape ?? []);
    const [outputs = 0, perGroup = 0, ...kernel] = weight.shape;
    const windows = windowsOf(kernel, attributes);
    const from = volumeOf(input.shape, layout);
    const to = volumeOf(result.shape, layout);
    const weights = numbers(weight);
    const biases = bias === undefined ? undefined : numbers(bias);
    const { allocate: zeros, add } = accumulatorOf(input.dtype);
    const taps = perGroup * elementCount(kernel);
    for (let item = 0; item < to.batch; item++) {
      const packed = packItem(
        input,
        from,
        item,
        asThree(windows.before, 0),
        asThree(windows.after, 0),
      );
      const { runs, step, rowStep, sliceStep, length } = planRuns(packed, to.size, windows);
      const sums = zeros(length);
      const offsets = tapOffsets(packed, perGroup, windows);
      const groupStep = perGroup * elementCount(packed.size);
      for (let output = 0; output < outputs; output++) {
        const base = packed.base + Math.floor((output * groups) / outputs) * groupStep;
        const weightStart = output * taps;
        sums.fill(0);
        for (const run of runs) {
          add(sums, {
            x: packed.data,
            base: base + run.from,
            offsets,
            step,
            weights,
            weightStart,
            weightStep: 1,
            start: run.to,
            sumStep: 1,
            length: run.length,
          });
        }
        const plane = { sums, start: 0, rowStep, sliceStep };
        storeChannel(result, to, item, output, plane, biases?.[output] ?? 0);
      }
    }
    return result;
  },
  cost: ({ weight, bias }, _, [result]) => {
    const elements = elementCount(result?.shape ?? []);
    const products = elementCount(weight.shape.slice(1));
    return { flops: elements * (2 * products + (bias === undefined ? 0 : 1)) };
  },
  samples: [
    {
      operands: {
        input: { shape: [1, 3, 6, 5] },
        weight: { shape: [4, 3, 3, 3], constant: true },
        bias: { shape: [4], constant: true },
      },
      attributes: { pads: [1, 1, 1, 1] },
    },
    {
      name: 'stride and uneven pads',
      operands: {
        input: { shape: [2, 2, 7, 6] },
        weight: { shape: [3, 2, 3, 3], constant: true },
      },
      attributes: { strides: [2, 2], pads: [0, 0, 1, 1] },
    },
    {
      name: 'groups and dilation',
      operands: {
        input: { shape: [1, 4, 7, 7] },
        weight: { shape: [6, 2, 3, 2], constant: true },
        bias: { shape: [6], constant: true },
      },
      attributes: { groups: 2, dilations: [2, 3], pads: [2, 1, 0, 3] },
    },
    {
      name: 'depthwise, channels last',
      operands: {
        input: { shape: [1, 5, 6, 4] },
        weight: { shape: [4, 1, 3, 3], constant: true },
        bias: { shape: [4], constant: true },
      },
      attributes: { groups: 4, pads: [1, 1, 1, 1], layout: 'channels_last' },
    },
    {
      name: 'one by one, channels last',
      operands: {
        input: { shape: [2, 3, 4, 5] },
        weight: { shape: [6, 5, 1, 1], constant: true },
      },
      attributes: { layout: 'channels_last' },
    },
    {
      name: 'one spatial axis',
      operands: {
        input: { shape: [2, 3, 9] },
        weight: { shape: [4, 3, 4], constant: true },
        bias: { shape: [4], constant: true },
      },
      attributes: { strides: [3], pads: [1, 2] },
    },
    {
      name: 'three spatial axes',
      operands: {
        input: { shape: [1, 2, 3, 4, 5] },
        weight: { shape: [3, 2, 2, 3, 2], constant: true },
      },
      attributes: { pads: [0, 1, 0, 1, 1, 1] },
    },
    {
      name: 'integers',
      operands: {
        input: { shape: [1, 2, 4, 4], dtype: 'i32', range: [-99, 99] },
        weight: { shape: [2, 2, 3, 3], dtype: 'i32', range: [-99, 99] },
      },
      attributes: { pads: [1, 1, 1, 1] },
      tolerance: 0,
    },
  ],
});

/** Where the taps of a group's windows lie, in the order of the weights. */
function tapOffsets({ size }: Packed, channels: number, windows: Windows): Int32Array {
  const [sizeZ, sizeY, sizeX] = size;
  const [kernelZ, kernelY, kernelX] = asThree(windows.kernel, 1);
  const [stepZ, stepY, stepX] = asThree(windows.dilations, 1);
  const offsets: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    for (let z = 0; z < kernelZ; z++) {
      for (let y = 0; y < kernelY; y++) {
        for (let x = 0; x < kernelX; x++) {
          offsets.push(((channel * sizeZ + z * stepZ) * sizeY + y * stepY) * sizeX + x * stepX);
        }
      }
    }
  }
  return Int32Array.from(offsets);
}

/**
 * How result places map to input places in straight runs. With strides of 1 a whole plane is one run that
 * also computes the few places between rows, which are never stored; else each row is one.
 */
function planRuns({ size }: Packed, result: Three, windows: Windows) {
  const [countZ, countY, countX] = result;
  const [strideZ, strideY, strideX] = asThree(windows.strides, 1);
  const runs: { readonly from: number; readonly to: number; readonly length: number }[] = [];
  if (strideZ === 1 && strideY === 1 && strideX === 1) {
    const rowStep = size[2];
    const sliceStep = size[1] * size[2];
    const length = (countZ - 1) * sliceStep + (countY - 1) * rowStep + countX;
    for (let start = 0; start < length; start += ROW_PIECE) {
      runs.push({ from: start, to: start, length: Math.min(ROW_PIECE, length - start) });
    }
    return { runs, step: 1, rowStep, sliceStep, length };
  }
  for (let row = 0; row < countZ * countY; row++) {
    const y = row % countY;
    const z = (row - y) / countY;
    const from = (z * strideZ * size[1] + y * strideY) * size[2];
    runs.push({ from, to: row * countX, length: countX });
  }
  const length = countZ * countY * countX;
  return { runs, step: strideX, rowStep: countX, sliceStep: countY * countX, length };
}
