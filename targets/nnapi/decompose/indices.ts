/** Indices counted from the start: negative ones count from the end, which NNAPI does not know. */

import type { Arithmetic } from '../../../ir/arithmetic.ts';
import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import type { Value } from '../../../ir/graph.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { staticShapeOf } from '../../shape.ts';

/** Constants that hold no negative number, and what `fromStart` gives. */
export function areFromStart({ constant, producer }: Value): boolean {
  const known = constant && inlineValue(constant);
  if (known !== undefined) {
    return !known.data.some((index: number | bigint) => Number(index) < 0);
  }
  const condition = producer?.op.name === 'where' ? producer.operands[0] : undefined;
  return condition?.producer?.op.name === 'less';
}

export function fromStart(m: Arithmetic, given: Value, size: number): Value {
  if (areFromStart(given)) return given;
  const known = given.constant && inlineValue(given.constant);
  if (known !== undefined) {
    const places = Array.from(known.data, Number).map((at) => (at < 0 ? at + size : at));
    return m.builder.constant(dataConstant(tensorFrom('i32', staticShapeOf(given), places)));
  }
  const indices = m.cast(given, 'i32');
  return m.where(m.less(indices, 0), m.add(indices, size), indices);
}

/** Rows of coordinates [..., depth] as places in the flat tensor over the axes of `sizes`. */
export function flatPlaces(m: Arithmetic, given: Value, sizes: readonly number[]): Value {
  const { builder: b } = m;
  const indices = m.cast(given, 'i32');
  const wide = m.add(indices, b.vector('i32', sizes));
  const places = m.where(m.less(indices, 0), wide, indices);
  const steps = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((a, size) => a * size, 1));
  const last = staticShapeOf(given).length - 1;
  return m.reduceSum(m.mul(places, b.vector('i32', steps)), [last], false);
}
