/** Matrix product of stacks of matrices, and softmax over the last axis. */

import { attribute } from '../onnx/index.ts';
import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { dimAt } from './shape.ts';

export function matmul(g: GraphWriter, a: Value, b: Value): Value {
  const inner = dimAt(a, -1);
  const other = dimAt(b, -2);
  if (typeof inner === 'number' && typeof other === 'number' && inner !== other) {
    throw new RangeError(`[${a.shape.join()}] times [${b.shape.join()}]: ${a.name}`);
  }
  const shape = [...a.shape.slice(0, -1), dimAt(b, -1)];
  return g.node('MatMul', [a, b], {}, { dtype: a.dtype, shape });
}

export function softmax(g: GraphWriter, x: Value): Value {
  return g.node('Softmax', [x], { axis: attribute.int(-1) }, { dtype: x.dtype, shape: x.shape });
}
