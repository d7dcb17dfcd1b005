/** Operators that move or select elements without computing on them. */

import { attribute } from '../onnx/index.ts';
import type { Dim, GraphWriter, Value } from '../onnx/graph-writer.ts';
import { extentDim, shapeTensor } from './extent.ts';
import type { Extent } from './extent.ts';

export function reshape(g: GraphWriter, x: Value, extents: readonly Extent[]): Value {
  return reshapeTo(g, x, shapeTensor(g, extents), extents.map(extentDim));
}

/** Reshape by a shape tensor that may hold 0 (keep) and -1 (the rest); `shape` is what it means. */
export function reshapeTo(g: GraphWriter, x: Value, target: Value, shape: readonly Dim[]): Value {
  const attributes = { allowzero: attribute.int(0) };
  return g.node('Reshape', [x, target], attributes, { dtype: x.dtype, shape });
}

export function transpose(g: GraphWriter, x: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => dimAt(x, axis));
  const attributes = { perm: attribute.ints(permutation) };
  return g.node('Transpose', [x], attributes, { dtype: x.dtype, shape });
}

export function unsqueeze(g: GraphWriter, x: Value, axis: number): Value {
  const axes = g.constant('i64', [1], [axis]);
  return g.node(
    'Unsqueeze',
    [x, axes],
    {},
    { dtype: x.dtype, shape: x.shape.toSpliced(axis, 0, 1) },
  );
}

export function concat(g: GraphWriter, values: readonly Value[], axis: number): Value {
  const [first] = values;
  if (first === undefined) throw new RangeError('nothing to concatenate');
  const at = axis < 0 ? first.shape.length + axis : axis;
  for (const value of values) {
    const same = value.shape.every((dim, index) => index === at || dim === first.shape[index]);
    if (same) continue;
    throw new RangeError(
      `[${first.shape.join()}] and [${value.shape.join()}] do not join: ${value.name}`,
    );
  }
  const total = values.map((value) => dimAt(value, at)).reduce(addDims);
  const type = { dtype: first.dtype, shape: first.shape.with(at, total) };
  return g.node('Concat', values, { axis: attribute.int(axis) }, type);
}

/** The elements `start` to `end` of an axis. */
export function slice(g: GraphWriter, x: Value, axis: number, start: number, end: number): Value {
  const bounds = [start, end, axis].map((bound) => g.constant('i64', [1], [bound]));
  const type = { dtype: x.dtype, shape: x.shape.with(axis, end - start) };
  return g.node('Slice', [x, ...bounds], {}, type);
}

/** Rows of a table by index. */
export function gatherRows(g: GraphWriter, table: Value, indices: Value): Value {
  const shape = [...indices.shape, ...table.shape.slice(1)];
  return g.node('Gather', [table, indices], {}, { dtype: table.dtype, shape });
}

export function expand(g: GraphWriter, x: Value, extents: readonly Extent[]): Value {
  const type = { dtype: x.dtype, shape: extents.map(extentDim) };
  return g.node('Expand', [x, shapeTensor(g, extents)], {}, type);
}

export function dimAt(x: Value, axis: number): Dim {
  const dim = x.shape.at(axis);
  if (dim === undefined) throw new RangeError(`${x.name} has no axis ${axis}`);
  return dim;
}

/** A size that the architecture fixes, such as a channel count. */
export function staticDim(x: Value, axis: number): number {
  const dim = dimAt(x, axis);
  if (typeof dim !== 'number') throw new RangeError(`axis ${axis} of ${x.name} must be known`);
  return dim;
}

function addDims(a: Dim, b: Dim): Dim {
  return typeof a === 'number' && typeof b === 'number' ? a + b : `${a}+${b}`;
}
