/** The inputs one after another along an axis (ONNX Concat-13). */

import { attr } from '../../attr.ts';
import { defineOp, fail, variadic } from '../../define.ts';
import { dimAdd, dimEquals } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import { dimAt, normalizeAxis, printShape, sameDType, splitAt } from '../../shapes.ts';
import { copyElements } from '../../strided.ts';
import { allocate } from '../../tensor.ts';
import { ANY, shapeEquals, tensorType } from '../../types.ts';

export const concat = defineOp({
  name: 'concat',
  operands: { inputs: variadic(ANY) },
  attributes: { axis: attr.int() },
  traits: ['pure', 'movement'],
  infer: ({ inputs }, { axis }) => {
    const [first] = inputs;
    if (first === undefined) return fail('there is nothing to concatenate');
    const dtype = sameDType(inputs);
    const along = normalizeAxis(axis, first.shape.length);
    const shape = [...first.shape];
    for (const { shape: next } of inputs.slice(1)) {
      checkOthers(first.shape, next, along);
      shape[along] = dimAdd(dimAt(shape, along), dimAt(next, along));
    }
    return tensorType(dtype, shape);
  },
  evaluate: ({ inputs }, { axis }, [type]) => {
    const shape = type?.shape ?? [];
    const along = normalizeAxis(axis, shape.length);
    const result = allocate(type?.dtype ?? 'f32', shape);
    const { outer, size, inner } = splitAt(shape, along);
    let start = 0;
    for (const input of inputs) {
      const block = (input.shape[along] ?? 1) * inner;
      copyElements(input, 0, result, start, [
        { size: outer, from: block, to: size * inner },
        { size: block, from: 1, to: 1 },
      ]);
      start += block;
    }
    return result;
  },
  cost: () => ({ flops: 0 }),
  fold: ({ inputs }, { axis }, [result]) => {
    if (result === undefined) return undefined;
    const along = normalizeAxis(axis, result.shape.length);
    const filled = inputs.flatMap(({ type }, index) => (type.shape[along] === 0 ? [] : [index]));
    const [index = 0] = filled;
    const only = inputs[index];
    return filled.length <= 1 && only !== undefined && shapeEquals(only.type.shape, result.shape)
      ? { operand: 'inputs', index }
      : undefined;
  },
  onnx: [{ op: 'Concat', since: 4, attributes: { axis: 'axis' } }],
  samples: [
    {
      operands: { inputs: [{ shape: [2, 3] }, { shape: [2, 1] }, { shape: [2, 4] }] },
      attributes: { axis: 1 },
      tolerance: 0,
    },
    {
      operands: { inputs: [{ shape: [1, 4, 2, 2] }, { shape: [1, 3, 2, 2], constant: true }] },
      attributes: { axis: -3 },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: {
        inputs: [
          { shape: [3], dtype: 'i32', range: [-9, 9] },
          { shape: [2], dtype: 'i32', range: [-9, 9] },
        ],
      },
      attributes: { axis: 0 },
      tolerance: 0,
    },
  ],
});

function checkOthers(first: readonly Dim[], next: readonly Dim[], along: number): void {
  const fits =
    first.length === next.length &&
    first.every((dim, axis) => axis === along || dimEquals(dim, dimAt(next, axis)));
  if (!fits) {
    fail(
      `cannot concatenate ${printShape(first)} and ${printShape(next)} along axis ${along}`,
      'all other dims must be equal',
    );
  }
}
