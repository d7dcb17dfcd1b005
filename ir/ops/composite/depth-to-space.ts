/**
 * Blocks of channels become blocks of pixels: [n, c * b * b, h, w] to [n, c, h * b, w * b], with the block
 * ahead of the channels (dcr) or after them (crd, which is pixel shuffle) (ONNX DepthToSpace-13).
 */

import { arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { dimMul } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import { printShape, sizeAt } from '../../shapes.ts';
import { takeElements } from '../../tensor.ts';
import { ANY, tensorType } from '../../types.ts';

export const depth_to_space = defineComposite({
  name: 'depth_to_space',
  operands: { input: operand(ANY) },
  attributes: { block: attr.int(), mode: attr.oneOf(['dcr', 'crd'], 'dcr') },
  traits: ['pure', 'movement'],
  infer: ({ input }, { block }) => tensorType(input.dtype, spaceShape(input.shape, block)),
  evaluate: ({ input }, { block, mode }, [type]) => {
    const [, depth = 1, height = 1, width = 1] = input.shape;
    const [, channels = 1, tall = 1, wide = 1] = type?.shape ?? [];
    return takeElements(input, type?.shape ?? [], (index) => {
      const x = index % wide;
      const y = Math.floor(index / wide) % tall;
      const channel = Math.floor(index / (wide * tall)) % channels;
      const batch = Math.floor(index / (wide * tall * channels));
      const within = (y % block) * block + (x % block);
      const from = mode === 'dcr' ? within * channels + channel : channel * block ** 2 + within;
      const row = (batch * depth + from) * height + Math.floor(y / block);
      return row * width + Math.floor(x / block);
    });
  },
  cost: () => ({ flops: 0 }),
  decompose: (b, { input }, { block, mode }) => {
    const m = arithmetic(b);
    const { shape } = input.type;
    const [batch = 1, , height = 1, width = 1] = shape;
    const channels = sizeAt(shape, 1) / block ** 2;
    const [split, perm] =
      mode === 'dcr'
        ? [
            [block, block, channels],
            [0, 3, 4, 1, 5, 2],
          ]
        : [
            [channels, block, block],
            [0, 1, 4, 2, 5, 3],
          ];
    const blocks = m.reshape(input, [batch, ...split, height, width]);
    return m.reshape(m.transpose(blocks, perm), spaceShape(shape, block));
  },
  onnx: [{ op: 'DepthToSpace', since: 1, attributes: { block: 'blocksize', mode: 'mode' } }],
  samples: [
    { operands: { input: { shape: [2, 8, 2, 3] } }, attributes: { block: 2 }, tolerance: 0 },
    {
      operands: { input: { shape: [1, 18, 2, 1] } },
      attributes: { block: 3, mode: 'crd' },
      tolerance: 0,
    },
  ],
});

function spaceShape(shape: readonly Dim[], block: number): readonly Dim[] {
  const [batch, , height, width] = shape;
  if (batch === undefined || height === undefined || width === undefined || shape.length !== 4) {
    return fail(
      `the input must have rank 4, not ${printShape(shape)}`,
      'its axes are batch, channels, height and width',
    );
  }
  const depth = sizeAt(shape, 1);
  if (block < 1 || depth % block ** 2 !== 0) {
    fail(
      `${depth} channels do not split into blocks of ${block}x${block}`,
      'the channels must be a multiple of block * block',
    );
  }
  return [batch, depth / block ** 2, dimMul(height, block), dimMul(width, block)];
}
