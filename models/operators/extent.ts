/** Sizes that are numbers in a static graph and scalar tensors, computed by nodes, in a dynamic one. */

import { attribute } from '../onnx/index.ts';
import type { Dim, GraphWriter, Value } from '../onnx/graph-writer.ts';
import { multiply, scalar } from './elementwise.ts';

export type Extent = number | ComputedExtent;

interface ComputedExtent {
  readonly dim: string;
  /** A rank-0 i64 tensor. */
  readonly value: Value;
}

/** The size of one axis: known, or Shape and Gather as the exporter writes them. */
export function extent(g: GraphWriter, x: Value, axis: number): Extent {
  const dim = x.shape[axis];
  if (dim === undefined) throw new RangeError(`${x.name} has no axis ${axis}`);
  if (typeof dim === 'number') return dim;
  const index = scalar(g, 'i64', axis);
  const inputs = [shapeOf(g, x), index];
  const type = { dtype: 'i64', shape: [] } as const;
  return { dim, value: g.node('Gather', inputs, { axis: attribute.int(0) }, type) };
}

export function shapeOf(g: GraphWriter, x: Value): Value {
  return g.node('Shape', [x], {}, { dtype: 'i64', shape: [x.shape.length] });
}

export function multiplyExtents(g: GraphWriter, a: Extent, b: Extent): Extent {
  const dim = productDim(a, b);
  if (typeof dim === 'number') return dim;
  return { dim, value: multiply(g, extentScalar(g, a), extentScalar(g, b)) };
}

export function extentDim(size: Extent): Dim {
  return typeof size === 'number' ? size : size.dim;
}

/** The size of two axes joined, where nothing needs its value. */
export function productDim(a: Extent, b: Extent): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return `${extentDim(a)}*${extentDim(b)}`;
}

export function extentScalar(g: GraphWriter, size: Extent): Value {
  return typeof size === 'number' ? scalar(g, 'i64', size) : size.value;
}

/** A shape tensor: one constant if all sizes are known, else a Concat of one-element tensors. */
export function shapeTensor(g: GraphWriter, extents: readonly Extent[]): Value {
  const numbers = extents.filter((size) => typeof size === 'number');
  if (numbers.length === extents.length) return g.constant('i64', [extents.length], numbers);
  const parts = extents.map((size) =>
    typeof size === 'number' ? g.constant('i64', [1], [size]) : unsqueezed(g, size.value),
  );
  const type = { dtype: 'i64', shape: [extents.length] } as const;
  return g.node('Concat', parts, { axis: attribute.int(0) }, type);
}

function unsqueezed(g: GraphWriter, value: Value): Value {
  const axes = g.constant('i64', [1], [0]);
  return g.node('Unsqueeze', [value, axes], {}, { dtype: 'i64', shape: [1] });
}
