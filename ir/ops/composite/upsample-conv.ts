/**
 * A convolution with windows of three by three, padded by one, of an image whose pixels are doubled along both
 * axes first; images are channels-last. What UNets and decoders do to become larger.
 */

import { defineComposite } from '../../define-composite.ts';
import { fail, operand, optional } from '../../define.ts';
import { dimMul } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import { roundedTensor } from '../../rounded.ts';
import { printShape, sameDType, sizeAt, staticShape } from '../../shapes.ts';
import { numbers } from '../../tensor.ts';
import { FLOATS, elementCount, shapeEquals, tensorType } from '../../types.ts';

/** Elements around the image, before and after each axis. */
const PADS = [1, 1, 1, 1] as const;

export const upsample_conv = defineComposite({
  name: 'upsample_conv',
  operands: { input: operand(FLOATS), weight: operand(FLOATS), bias: optional(FLOATS) },
  attributes: {},
  traits: ['pure', 'contraction'],
  infer: ({ input, weight, bias }) => {
    const dtype = sameDType([input, weight, bias]);
    const [outputs = 0, inputs, ...window] = staticShape(weight.shape);
    const channels = sizeAt(input.shape, 3);
    if (window.length !== 2 || window.some((size) => size !== 3) || inputs !== channels) {
      fail(
        `weight ${printShape(weight.shape)} has no windows of 3 by 3 over ${channels} channels`,
        'a weight is [outputs, inputs, 3, 3]',
      );
    }
    if (bias !== undefined && !shapeEquals(bias.shape, [outputs])) {
      fail(`bias must be [${outputs}], not ${printShape(bias.shape)}`);
    }
    return tensorType(dtype, doubledShape(input.shape).with(3, outputs));
  },
  evaluate: ({ input, weight, bias }, _, [type]) => {
    const [batch = 0, height = 0, width = 0, inputs = 0] = input.shape;
    const [outputs = 0] = weight.shape;
    const x = numbers(input);
    const w = numbers(weight);
    const sums = new Float64Array(elementCount(type?.shape ?? []));
    const biases = bias === undefined ? undefined : numbers(bias);
    for (let place = 0; place < batch * 4 * height * width; place++) {
      const column = place % (2 * width);
      const row = Math.floor(place / (2 * width)) % (2 * height);
      const item = Math.floor(place / (4 * width * height));
      for (let output = 0; output < outputs; output++) {
        let sum = biases?.[output] ?? 0;
        for (let tap = 0; tap < 9; tap++) {
          // Half of a place in the doubled image is the pixel; below zero it stays below.
          const y = (row + Math.floor(tap / 3) - 1) >> 1;
          const z = (column + (tap % 3) - 1) >> 1;
          if (y < 0 || z < 0 || y >= height || z >= width) continue;
          const from = ((item * height + y) * width + z) * inputs;
          for (let channel = 0; channel < inputs; channel++) {
            sum += (x[from + channel] ?? 0) * (w[(output * inputs + channel) * 9 + tap] ?? 0);
          }
        }
        sums[place * outputs + output] = sum;
      }
    }
    return roundedTensor(input.dtype, type?.shape ?? [], sums);
  },
  cost: ({ weight, bias }, _, [result]) => {
    const products = elementCount(weight.shape.slice(1));
    return {
      flops: elementCount(result?.shape ?? []) * (2 * products + (bias === undefined ? 0 : 1)),
    };
  },
  decompose: (b, { input, ...weights }) => {
    const doubled = b.resize(
      { input },
      {
        shape: doubledShape(input.type.shape),
        scales: [1, 2, 2, 1],
        mode: 'nearest',
        coordinates: 'asymmetric',
        rounding: 'floor',
      },
    );
    return b.conv({ input: doubled, ...weights }, { pads: PADS, layout: 'channels_last' });
  },
  samples: [
    {
      operands: {
        input: { shape: [2, 3, 5, 4] },
        weight: { shape: [8, 4, 3, 3], constant: true },
        bias: { shape: [8], constant: true },
      },
    },
    {
      name: 'channels that make no vec4',
      operands: {
        input: { shape: [1, 2, 1, 3] },
        weight: { shape: [5, 3, 3, 3], constant: true },
      },
    },
    {
      name: 'computed weights',
      operands: { input: { shape: [1, 2, 2, 4] }, weight: { shape: [4, 4, 3, 3] } },
    },
  ],
});

function doubledShape(shape: readonly Dim[]): readonly Dim[] {
  const [batch, height, width, channels] = shape;
  if (
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    channels === undefined ||
    shape.length !== 4
  ) {
    return fail(
      `the input must have rank 4, not ${printShape(shape)}`,
      'its axes are batch, height, width and channels',
    );
  }
  return [batch, dimMul(height, 2), dimMul(width, 2), channels];
}
