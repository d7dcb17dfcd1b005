/** Shared form of arg_max and arg_min. */

import { attr } from './attr.ts';
import { defineOp, operand } from './define.ts';
import { normalizeAxis, reducedShape, splitAt } from './shapes.ts';
import { allocate, setElement } from './tensor.ts';
import type { Elements } from './tensor.ts';
import { NUMBERS, elementCount, tensorType } from './types.ts';

interface ExtremumDeclaration {
  readonly name: string;
  /** `x` takes the place of the best so far. */
  readonly better: (x: number | bigint, best: number | bigint) => boolean;
  readonly onnx: string;
}

/** An op that gives the place of the extreme element along an axis. */
export function extremum({ name, better, onnx }: ExtremumDeclaration) {
  return defineOp({
    name,
    operands: { input: operand(NUMBERS) },
    attributes: {
      axis: attr.int(0),
      keep_dims: attr.bool(true),
      /** Of equal elements the last counts rather than the first. */
      select_last: attr.bool(false),
    },
    traits: ['pure', 'reduction'],
    infer: ({ input }, { axis, keep_dims }) =>
      tensorType('i64', reducedShape(input.shape, [axis], keep_dims)),
    evaluate: ({ input }, { axis, select_last }, [type]) => {
      const result = allocate('i64', type?.shape ?? []);
      const { outer, size, inner } = splitAt(input.shape, normalizeAxis(axis, input.shape.length));
      const data: Elements = input.data;
      for (let index = 0; index < outer * inner; index++) {
        const column = index % inner;
        const start = ((index - column) / inner) * size * inner + column;
        let place = 0;
        for (let item = 1; item < size; item++) {
          const x = data[start + item * inner] ?? 0;
          const best = data[start + place * inner] ?? 0;
          if (better(x, best) || (select_last && x === best)) place = item;
        }
        setElement(result, index, place);
      }
      return result;
    },
    cost: ({ input }) => ({ flops: elementCount(input.shape) }),
    onnx: [
      {
        op: onnx,
        since: 1,
        attributes: { axis: 'axis', keep_dims: 'keepdims', select_last: 'select_last_index' },
      },
    ],
    samples: [
      { operands: { input: { shape: [3, 5] } }, tolerance: 0 },
      {
        operands: { input: { shape: [2, 4, 3] } },
        attributes: { axis: -2, keep_dims: false },
        tolerance: 0,
      },
      {
        name: 'the last of equals',
        operands: { input: { shape: [2, 4], values: [1, 3, 3, 1, 2, 2, 2, 2] } },
        attributes: { axis: 1, select_last: true },
        tolerance: 0,
      },
      {
        name: 'the first of equals',
        operands: {
          input: { shape: [2, 4], dtype: 'i32', values: [1, 3, 3, 1, 2, 2, 2, 2] },
        },
        attributes: { axis: 1 },
        tolerance: 0,
      },
    ],
  });
}
