/** Convolution and its transpose, in one to three dimensions of space, as products of matrices. */

import { allocate, elementCount, offsetsOf, stridesOf } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import type { Dim } from '../spec.ts';
import { multiply, ramp } from './multiply.ts';
import { numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { agree, agreeAll, needRank, needShape, printShape, productOf, vectorOf } from './shapes.ts';
import { positive, windowsOf } from './windows.ts';

const PARAMETERS =
  'strides:int32!=, pad_type:string!=, pad:int32!=, dilations:int32!=, groups:int32!=';
const FLOATS = 'T=fp16/fp32';

/** What both convolutions ask of their operands; gives the number of groups. */
function checkWeight(
  op: Operands,
  outputChannels: (weight: readonly Dim[], groups: number) => Dim,
): number {
  needRank(op, 'x', 3, 5);
  const [{ shape: x }, { shape: weight }] = [op.type('x'), op.type('weight')];
  if (weight.length !== x.length) {
    op.fail(`weight has rank ${weight.length}, x has ${x.length}`, 'give both the same rank');
  }
  const groups = numberOf(op, 'groups', 1);
  if (groups < 1) op.fail(`groups is ${groups}`);
  needShape(op, 'bias', [outputChannels(weight, groups)]);
  if (op.has('dilations') && !op.isConst('weight')) {
    const dilations = op.numbers('dilations') ?? [];
    if (dilations.some((dilation) => dilation > 1)) {
      op.fail('weight is computed and dilations are not 1', 'make weight const');
    }
  }
  return groups;
}

const conv: OpDefinition = {
  signatures: {
    5: `x:T, weight:T, bias:T!?, ${PARAMETERS} | ${FLOATS}`,
    7: `x:T, weight:U, bias:U?, ${PARAMETERS} | ${FLOATS}; U=fp16/fp32`,
  },
  infer: (op) => {
    const groups = checkWeight(op, ([output]) => output);
    const [{ dtype, shape: x }, { shape: weight }] = [op.type('x'), op.type('weight')];
    const [output, perGroup, ...kernel] = weight;
    const wanted = perGroup === undefined ? undefined : perGroup * groups;
    if (!agree(x[1], wanted)) {
      op.fail(
        `x has ${x[1]} channels, weight ${printShape(weight)} in ${groups} groups takes ${wanted}`,
      );
    }
    if (output !== undefined && output % groups !== 0) {
      op.fail(`${output} output channels do not divide into ${groups} groups`);
    }
    const windows = windowsOf(op, x.slice(2), kernel);
    return [tensorOf(dtype, [x[0], output, ...windows.output])];
  },
  evaluate: (op, [output]) => {
    const [x, weight] = [op.tensor('x'), op.tensor('weight')];
    const [channels = 1, perGroup = 1, ...kernel] = weight.shape;
    const space = x.shape.slice(2);
    const { strides, dilations, before } = windowsOf(op, space, kernel);
    const target = output?.shape.slice(2) ?? [];
    const canvas = target.map(
      (size, axis) =>
        (size - 1) * (strides[axis] ?? 1) + ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1,
    );
    const padded = spread(
      x.data,
      x.shape,
      canvas,
      before.map((pad) => pad ?? 0),
    );
    const data = allocate(output?.dtype ?? x.dtype, elementCount(output?.shape ?? []));
    convolve(op, data, {
      images: x.shape[0] ?? 1,
      canvas,
      padded,
      target,
      strides,
      dilations,
      kernel,
      groups: (x.shape[1] ?? 1) / perGroup,
      perGroup,
      channels,
      weight: weight.data,
      rows: ramp(channels, perGroup * elementCount(kernel)),
      steps: ramp(perGroup * elementCount(kernel), 1),
    });
    return [data];
  },
};

interface Convolution {
  readonly images: number;
  /** The size of the padded images. */
  readonly canvas: readonly number[];
  readonly padded: NumberArray;
  readonly target: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly kernel: readonly number[];
  readonly groups: number;
  /** Input channels of a group. */
  readonly perGroup: number;
  /** Output channels of all groups. */
  readonly channels: number;
  readonly weight: NumberArray;
  /** Where the weights of each output channel begin, and how they go on. */
  readonly rows: ArrayLike<number>;
  readonly steps: ArrayLike<number>;
}

function convolve(op: Values, data: NumberArray, c: Convolution): void {
  const pixels = elementCount(c.target);
  const plane = elementCount(c.canvas);
  const along = stridesOf(c.canvas);
  const steps = offsetsOf(
    [c.perGroup, ...c.kernel],
    [plane, ...along.map((stride, axis) => stride * (c.dilations[axis] ?? 1))],
  );
  const places = offsetsOf(
    c.target,
    along.map((stride, axis) => stride * (c.strides[axis] ?? 1)),
  );
  const bias = op.has('bias') ? op.tensor('bias').data : undefined;
  const each = c.channels / c.groups;
  const [rows, columns] = [ramp(each, pixels), ramp(pixels, 1)];
  for (let image = 0; image < c.images; image++) {
    for (let group = 0; group < c.groups; group++) {
      const first = group * each;
      multiply(
        {
          data: c.weight,
          start: 0,
          lines: Array.from({ length: each }, (_, row) => c.rows[first + row] ?? 0),
          steps: c.steps,
        },
        {
          data: c.padded,
          start: (image * c.groups + group) * c.perGroup * plane,
          lines: places,
          steps,
        },
        {
          data,
          start: (image * c.channels + first) * pixels,
          rows,
          columns,
          rowBias: bias?.subarray(first, first + each),
        },
      );
    }
  }
}

/** Images on larger canvases of zeros, their elements `steps` apart; what falls outside is left out. */
function spread(
  data: NumberArray,
  shape: readonly number[],
  canvas: readonly number[],
  before: readonly number[],
  steps: readonly number[] = canvas.map(() => 1),
): Float32Array {
  const space = shape.slice(2);
  const plane = elementCount(space);
  const along = stridesOf(canvas);
  const places = space.map((size, axis) =>
    Float64Array.from({ length: size }, (_, at) => {
      const place = at * (steps[axis] ?? 1) + (before[axis] ?? 0);
      return place < 0 || place >= (canvas[axis] ?? 0) ? -Infinity : place * (along[axis] ?? 1);
    }),
  );
  // The place of each element of an image, or minus infinity.
  let offsets = Float64Array.of(0);
  for (const axis of places) {
    const longer = new Float64Array(offsets.length * axis.length);
    let at = 0;
    for (const offset of offsets) for (const place of axis) longer[at++] = offset + place;
    offsets = longer;
  }
  const planes = data.length / Math.max(1, plane);
  const size = elementCount(canvas);
  const result = new Float32Array(planes * size);
  for (let index = 0; index < planes; index++) {
    for (let at = 0; at < plane; at++) {
      const place = offsets[at] ?? 0;
      if (place >= 0) result[index * size + place] = data[index * plane + at] ?? 0;
    }
  }
  return result;
}

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
  const given = op.numbers('output_shape');
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

const conv_transpose: OpDefinition = {
  signatures: {
    5: `x:T, weight:T!, bias:T!?, output_shape:int32!?, ${PARAMETERS} | ${FLOATS}`,
    7: `x:T, weight:U, bias:U?, output_shape:int32!?, ${PARAMETERS} | ${FLOATS}; U=fp16/fp32`,
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
    const given = op.numbers('output_shape');
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

export const convolutions: OpTable = { conv, conv_transpose };
