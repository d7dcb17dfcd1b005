/** Elements of a where the condition is true, of b elsewhere, with broadcasting (ONNX Where-16). */

import { defineOp, operand } from '../../define.ts';
import type { FoldOperand } from '../../define.ts';
import { isAll } from '../../folding.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { broadcastOffsets, broadcastShapes, sameDType } from '../../shapes.ts';
import { allocate, rawElements } from '../../tensor.ts';
import { ANY, BOOLS, shapeEquals, tensorType } from '../../types.ts';
import type { TensorType } from '../../types.ts';

export const where = defineOp({
  name: 'where',
  operands: { condition: operand(BOOLS), a: operand(ANY), b: operand(ANY) },
  attributes: {},
  traits: ['pure', 'pointwise'],
  infer: ({ condition, a, b }) =>
    tensorType(sameDType([a, b]), broadcastShapes([condition.shape, a.shape, b.shape])),
  evaluate: ({ condition, a, b }, _, [type]) => {
    const result = allocate(a.dtype, type?.shape ?? []);
    const to = rawElements(result);
    const sources = [rawElements(a), rawElements(b)] as const;
    const [offsetA, offsetB, offsetCondition] = [a, b, condition].map((operand) =>
      broadcastOffsets(operand.shape, result.shape),
    );
    for (let index = 0; index < to.length; index++) {
      const chosen = condition.data[offsetCondition?.(index) ?? 0] !== 0;
      const offset = (chosen ? offsetA : offsetB)?.(index) ?? 0;
      to[index] = sources[chosen ? 0 : 1][offset] ?? 0;
    }
    return result;
  },
  cost: pointwiseCost(1),
  fold: ({ condition, a, b }, _, [result]) => {
    const same = (operand: FoldOperand, type: TensorType | undefined) =>
      type !== undefined && shapeEquals(operand.type.shape, type.shape);
    if (isAll(condition, 1) && same(a, result)) return { operand: 'a' };
    if (isAll(condition, 0) && same(b, result)) return { operand: 'b' };
    return undefined;
  },
  onnx: [{ op: 'Where', since: 9 }],
  samples: [
    {
      operands: {
        condition: { shape: [2, 3, 4], dtype: 'bool' },
        a: { shape: [2, 3, 4] },
        b: { shape: [4] },
      },
      tolerance: 0,
    },
    {
      operands: {
        condition: { shape: [4, 4], dtype: 'bool' },
        a: { shape: [] },
        b: { shape: [2, 4, 4] },
      },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: {
        condition: { shape: [3, 1], dtype: 'bool', values: [1, 0, 1] },
        a: { shape: [3], dtype: 'i32', range: [0, 99] },
        b: { shape: [1], dtype: 'i32', values: [-1] },
      },
      tolerance: 0,
    },
  ],
});
