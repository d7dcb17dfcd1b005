/**
 * values[1] where a new axis of size `depth` meets its index, values[0] elsewhere; negative indices count
 * from the end, those outside -depth to depth - 1 meet nothing (ONNX OneHot-11 once its depth is known).
 */

import { arithmetic, iota, sliceAxis } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { normalizeAxis, printShape } from '../../shapes.ts';
import { allocate, rawElements } from '../../tensor.ts';
import { ANY, DTYPES, NUMBERS, elementCount, tensorType } from '../../types.ts';

export const one_hot = defineComposite({
  name: 'one_hot',
  operands: { indices: operand(NUMBERS), values: operand(ANY) },
  attributes: { depth: attr.int(), axis: attr.int(-1) },
  traits: ['pure'],
  infer: ({ indices, values }, { depth, axis }) => {
    if (values.shape.length !== 1 || values.shape[0] !== 2) {
      fail(
        `values must be [2], not ${printShape(values.shape)}`,
        'give the value of off and that of on',
      );
    }
    if (depth < 1) fail(`depth is ${depth}`, 'the new axis needs 1 element or more');
    const at = normalizeAxis(axis, indices.shape.length + 1);
    return tensorType(values.dtype, indices.shape.toSpliced(at, 0, depth));
  },
  evaluate: ({ indices, values }, { depth, axis }, [type]) => {
    const result = allocate(values.dtype, type?.shape ?? []);
    const to = rawElements(result);
    const [off = 0, on = 0] = Array.from(rawElements(values));
    for (let index = 0; index < to.length; index++) to[index] = off;
    const inner = elementCount(indices.shape.slice(normalizeAxis(axis, result.shape.length)));
    indices.data.forEach((given: number | bigint, index: number) => {
      const whole = Math.trunc(Number(given));
      const place = whole < 0 ? whole + depth : whole;
      if (place < 0 || place >= depth) return;
      to[(Math.floor(index / inner) * depth + place) * inner + (index % inner)] = on;
    });
    return result;
  },
  cost: () => ({ flops: 0 }),
  decompose: (b, { indices, values }, { depth, axis }) => {
    const m = arithmetic(b);
    const { shape, dtype } = indices.type;
    const at = normalizeAxis(axis, shape.length + 1);
    const { kind } = DTYPES[dtype];
    const whole = m.cast(indices, kind === 'float' ? 'i64' : dtype);
    const places = kind === 'uint' ? whole : m.where(m.less(whole, 0), m.add(whole, depth), whole);
    const column = m.reshape(places, shape.toSpliced(at, 0, 1));
    const line = [depth, ...Array.from({ length: shape.length - at }, () => 1)];
    const met = m.equal(column, m.reshape(iota(m, depth, places.type.dtype), line));
    const value = (index: number) => m.reshape(sliceAxis(m, values, 0, index, index + 1), []);
    return m.where(met, value(1), value(0));
  },
  samples: [
    {
      operands: {
        indices: { shape: [4], dtype: 'i64', values: [0, -1, 7, 2] },
        values: { shape: [2], values: [0, 1] },
      },
      attributes: { depth: 3 },
      tolerance: 0,
    },
    {
      operands: {
        indices: { shape: [2, 3], dtype: 'i32', range: [0, 4] },
        values: { shape: [2], values: [-0.5, 2], constant: true },
      },
      attributes: { depth: 4, axis: 1 },
      tolerance: 0,
    },
  ],
});
