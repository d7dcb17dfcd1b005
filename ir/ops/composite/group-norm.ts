/**
 * (x - mean) / sqrt(variance + epsilon) * scale[c] + bias[c], with mean and variance over each group of
 * channels and all positions (ONNX GroupNormalization-21; Wu and He, arXiv 1803.08494).
 */

import { arithmetic, inWorkingPrecision } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand, optional } from '../../define.ts';
import { dimMul, dimProduct } from '../../dim.ts';
import { affineOf, applyAffine, momentsOf, standardize } from '../../normalization.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { roundedTensor } from '../../rounded.ts';
import { printShape, sameDType, sizeAt } from '../../shapes.ts';
import { numbers } from '../../tensor.ts';
import { FLOATS, elementCount, shapeEquals } from '../../types.ts';

type Layout = 'channels_first' | 'channels_last';

export const group_norm = defineComposite({
  name: 'group_norm',
  operands: { input: operand(FLOATS), scale: optional(FLOATS), bias: optional(FLOATS) },
  attributes: {
    groups: attr.int(),
    epsilon: attr.float(1e-5),
    layout: attr.oneOf(['channels_first', 'channels_last'], 'channels_first'),
  },
  traits: ['pure', 'normalization'],
  infer: ({ input, scale, bias }, { groups, layout }) => {
    sameDType([input, scale, bias]);
    const { shape } = input;
    if (shape.length < 2) fail(`the input must have rank 2 or more, not ${printShape(shape)}`);
    const channels = sizeAt(shape, channelAxis(shape.length, layout));
    if (groups < 1 || channels % groups !== 0) {
      fail(
        `${channels} channels do not split into ${groups} groups`,
        'the number of groups must divide that of the channels',
      );
    }
    for (const [name, given] of Object.entries({ scale, bias })) {
      if (given !== undefined && !shapeEquals(given.shape, [channels])) {
        fail(
          `${name} is ${printShape(given.shape)}, not [${channels}]`,
          'give one number for each channel',
        );
      }
    }
    return input;
  },
  evaluate: ({ input, ...affine }, { groups, epsilon, layout }) => {
    const { shape } = input;
    const x = numbers(input);
    const values = new Float64Array(x.length);
    const axis = channelAxis(shape.length, layout);
    const [batch, channels] = [shape[0] ?? 1, shape[axis] ?? 1];
    const positions = elementCount(shape) / (batch * channels);
    const [channelStep, positionStep] = axis === 1 ? [positions, 1] : [1, channels];
    const perGroup = channels / groups;
    const members = new Float64Array(perGroup * positions);
    const apply = affineOf(affine);
    for (let item = 0; item < batch * groups; item++) {
      const first = (item % groups) * perGroup;
      const start = Math.floor(item / groups) * channels * positions + first * channelStep;
      const offset = (at: number): number =>
        start + Math.floor(at / positions) * channelStep + (at % positions) * positionStep;
      for (let at = 0; at < members.length; at++) members[at] = x[offset(at)] ?? 0;
      const { mean, factor } = momentsOf(members, epsilon);
      for (let at = 0; at < members.length; at++) {
        const value = ((members[at] ?? 0) - mean) * factor;
        values[offset(at)] = apply(value, first + Math.floor(at / positions));
      }
    }
    return roundedTensor(input.dtype, shape, values);
  },
  cost: pointwiseCost(8),
  decompose: (b, { input, scale, bias }, { groups, epsilon, layout }) => {
    const m = arithmetic(b);
    const { shape } = input.type;
    const rank = shape.length;
    const first = channelAxis(rank, layout) === 1;
    const channels = sizeAt(shape, channelAxis(rank, layout));
    const positions = dimProduct(shape.slice(...(first ? [2] : [1, -1])));
    const batch = shape[0] ?? 1;
    const grouped = first
      ? [batch, groups, dimMul(channels / groups, positions)]
      : [batch, positions, groups, channels / groups];
    const perChannel = first
      ? [channels, ...Array.from({ length: rank - 2 }, () => 1)]
      : [channels];
    return inWorkingPrecision(m, input, (x) => {
      const standard = standardize(m, m.reshape(x, grouped), first ? [2] : [1, 3], epsilon);
      return applyAffine(m, m.reshape(standard, shape), {
        scale: scale && m.reshape(scale, perChannel),
        bias: bias && m.reshape(bias, perChannel),
      });
    });
  },
  onnx: [
    {
      op: 'GroupNormalization',
      since: 21,
      attributes: { groups: 'num_groups', epsilon: 'epsilon' },
    },
  ],
  samples: [
    {
      operands: {
        input: { shape: [2, 6, 3, 2] },
        scale: { shape: [6], constant: true },
        bias: { shape: [6], constant: true },
      },
      attributes: { groups: 3 },
    },
    {
      operands: { input: { shape: [2, 5, 3, 4] }, scale: { shape: [4] }, bias: { shape: [4] } },
      attributes: { groups: 2, epsilon: 0.001, layout: 'channels_last' },
    },
    { name: 'per channel', operands: { input: { shape: [1, 3, 7] } }, attributes: { groups: 3 } },
  ],
});

function channelAxis(rank: number, layout: Layout): number {
  return layout === 'channels_first' ? 1 : rank - 1;
}
