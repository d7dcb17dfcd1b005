/**
 * Blocks of pixels become blocks of channels: [n, c, h * b, w * b] to [n, c * b * b, h, w], with the block
 * ahead of the channels (dcr, ONNX SpaceToDepth-13) or after them (crd, which is pixel unshuffle).
 */

import { arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { dimExactDiv, dimMul, printDim } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import { printShape } from '../../shapes.ts';
import { takeElements } from '../../tensor.ts';
import { ANY, tensorType } from '../../types.ts';

export const space_to_depth = defineComposite({
  name: 'space_to_depth',
  operands: { input: operand(ANY) },
  attributes: { block: attr.int(), mode: attr.oneOf(['dcr', 'crd'], 'dcr') },
  traits: ['pure', 'movement'],
  infer: ({ input }, { block }) => {
    const { batch, channels, height, width } = blockDims(input.shape, block);
    return tensorType(input.dtype, [batch, dimMul(channels, block ** 2), height, width]);
  },
  evaluate: ({ input }, { block, mode }, [type]) => {
    const [, channels = 1, tall = 1, wide = 1] = input.shape;
    const [, depth = 1, height = 1, width = 1] = type?.shape ?? [];
    return takeElements(input, type?.shape ?? [], (index) => {
      const x = index % width;
      const y = Math.floor(index / width) % height;
      const to = Math.floor(index / (width * height)) % depth;
      const batch = Math.floor(index / (width * height * depth));
      const channel = mode === 'dcr' ? to % channels : Math.floor(to / block ** 2);
      const within = mode === 'dcr' ? Math.floor(to / channels) : to % block ** 2;
      const row = (batch * channels + channel) * tall + y * block + Math.floor(within / block);
      return row * wide + x * block + (within % block);
    });
  },
  cost: () => ({ flops: 0 }),
  decompose: (b, { input }, { block, mode }) => {
    const m = arithmetic(b);
    const { batch, channels, height, width } = blockDims(input.type.shape, block);
    const blocks = m.reshape(input, [batch, channels, height, block, width, block]);
    const perm = mode === 'dcr' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
    const depth = dimMul(channels, block ** 2);
    return m.reshape(m.transpose(blocks, perm), [batch, depth, height, width]);
  },
  onnx: [{ op: 'SpaceToDepth', since: 1, attributes: { block: 'blocksize' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 4, 6] } }, attributes: { block: 2 }, tolerance: 0 },
    {
      operands: { input: { shape: [1, 2, 3, 6] } },
      attributes: { block: 3, mode: 'crd' },
      tolerance: 0,
    },
  ],
});

function blockDims(shape: readonly Dim[], block: number) {
  const [batch, channels, tall, wide] = shape;
  if (
    batch === undefined ||
    channels === undefined ||
    tall === undefined ||
    wide === undefined ||
    shape.length !== 4
  ) {
    return fail(
      `the input must have rank 4, not ${printShape(shape)}`,
      'its axes are batch, channels, height and width',
    );
  }
  return { batch, channels, height: blocksOf(tall, block), width: blocksOf(wide, block) };
}

function blocksOf(dim: Dim, block: number): Dim {
  const whole = block < 1 ? undefined : dimExactDiv(dim, block);
  return (
    whole ??
    fail(
      `${printDim(dim)} rows or columns do not split into blocks of ${block}`,
      'height and width must be multiples of block; bind a symbolic one to a number',
    )
  );
}
