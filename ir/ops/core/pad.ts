/**
 * The input with elements added before and after each axis, or taken away where a pad is negative:
 * a constant (`value`, 0 when absent), the edge, the reflection without the edge, or the other end
 * (ONNX Pad-19 with axes written out; taking away comes first, so modes see what is left).
 */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand, optional } from '../../define.ts';
import { dimAdd, printDim } from '../../dim.ts';
import { printShape, sameDType } from '../../shapes.ts';
import { takeByAxis } from '../../strided.ts';
import { getElement } from '../../tensor.ts';
import { ANY, tensorType } from '../../types.ts';

const MODES = ['constant', 'reflect', 'edge', 'wrap'] as const;
type Mode = (typeof MODES)[number];

export const pad = defineOp({
  name: 'pad',
  operands: { input: operand(ANY), value: optional(ANY) },
  attributes: {
    /** One number for the begin of each axis, then one for the end of each. */
    pads: attr.ints(),
    mode: attr.oneOf(MODES, 'constant'),
  },
  traits: ['pure'],
  infer: ({ input, value }, { pads, mode }) => {
    const dtype = sameDType([input, value]);
    const rank = input.shape.length;
    if (pads.length !== 2 * rank) {
      fail(`${printShape(input.shape)} needs ${2 * rank} pads, not ${pads.length}`);
    }
    if (value?.shape.some((dim) => dim !== 1) === true) {
      fail(`the value must be one element, not ${printShape(value.shape)}`);
    }
    const shape = input.shape.map((dim, axis) => {
      const [before, after] = padsOf(pads, rank, axis);
      const padded = dimAdd(dim, before + after);
      if (typeof dim === 'number') {
        const kept = dim + Math.min(0, before) + Math.min(0, after);
        const given = Math.max(before, after) > 0;
        if (kept < 0 || (kept === 0 && mode !== 'constant' && given)) {
          fail(
            `pads ${before} and ${after} leave nothing of axis ${axis} of size ${printDim(dim)}`,
          );
        }
      }
      return padded;
    });
    return tensorType(dtype, shape);
  },
  evaluate: ({ input, value }, { pads, mode }) => {
    const rank = input.shape.length;
    const lists = input.shape.map((size, axis) => {
      const [before, after] = padsOf(pads, rank, axis);
      const first = Math.max(0, -before);
      const kept = size - first - Math.max(0, -after);
      return Array.from({ length: size + before + after }, (_, index) => {
        const at = sourceIndex(index - Math.max(0, before), kept, mode);
        return at < 0 ? -1 : first + at;
      });
    });
    return takeByAxis(input, lists, value === undefined ? 0 : getElement(value, 0));
  },
  cost: () => ({ flops: 0 }),
  fold: (_, { pads }) => (pads.every((width) => width === 0) ? { operand: 'input' } : undefined),
  samples: [
    {
      operands: { input: { shape: [2, 3] } },
      attributes: { pads: [1, 0, 0, 2] },
      tolerance: 0,
    },
    {
      name: 'value and negative pads',
      operands: {
        input: { shape: [1, 2, 4, 4] },
        value: { shape: [], values: [-1.5], constant: true },
      },
      attributes: { pads: [0, 0, 1, -1, 0, 0, -2, 2] },
      tolerance: 0,
    },
    {
      name: 'reflect',
      operands: { input: { shape: [3, 4] } },
      attributes: { pads: [2, 1, 1, 3], mode: 'reflect' },
      tolerance: 0,
    },
    {
      name: 'edge',
      operands: { input: { shape: [2, 3, 2] } },
      attributes: { pads: [0, 2, 1, 1, 1, 0], mode: 'edge' },
      tolerance: 0,
    },
    {
      name: 'wrap',
      operands: { input: { shape: [3, 4] } },
      attributes: { pads: [2, 1, 1, 3], mode: 'wrap' },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: {
        input: { shape: [3], dtype: 'i32', range: [-9, 9] },
        value: { shape: [1], dtype: 'i32', values: [7], constant: true },
      },
      attributes: { pads: [2, 1] },
      tolerance: 0,
    },
  ],
});

function padsOf(pads: readonly number[], rank: number, axis: number): readonly [number, number] {
  return [pads[axis] ?? 0, pads[rank + axis] ?? 0];
}

/** The element of an axis of `size` that stands at `index`, which may lie outside; -1 for the constant. */
function sourceIndex(index: number, size: number, mode: Mode): number {
  if (index >= 0 && index < size) return index;
  const modulo = (period: number) => ((index % period) + period) % period;
  switch (mode) {
    case 'constant':
      return -1;
    case 'edge':
      return index < 0 ? 0 : size - 1;
    case 'wrap':
      return modulo(size);
    case 'reflect': {
      if (size === 1) return 0;
      const at = modulo(2 * (size - 1));
      return at < size ? at : 2 * (size - 1) - at;
    }
  }
}
