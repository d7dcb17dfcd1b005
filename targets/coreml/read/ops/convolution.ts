/** Convolution in one to three dimensions of space. */

import type { Dim } from '../spec.ts';
import { allocate, elementCount } from '../tensor.ts';
import { convolve, spread } from './convolve.ts';
import { ramp } from './multiply.ts';
import { listOf, numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { agree, needRank, needShape, printShape } from './shapes.ts';
import { windowsOf } from './windows.ts';

export const PARAMETERS =
  'strides:int32!=, pad_type:string!=, pad:int32!=, dilations:int32!=, groups:int32!=';
export const FLOATS = 'T=fp16/fp32';

/** What both convolutions ask of their operands; gives the number of groups. */
export function checkWeight(
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
    const dilations = listOf(op, 'dilations') ?? [];
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

export const convolutions: OpTable = { conv };
