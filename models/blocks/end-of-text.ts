/** CLIP's pooled output: the hidden state at the end-of-text token, which has the highest id. */

import { attribute } from '../onnx/index.ts';
import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { add, cast, multiply, scalar } from '../operators/elementwise.ts';
import { extent, extentScalar, productDim } from '../operators/extent.ts';
import type { Extent } from '../operators/extent.ts';
import { gatherRows, staticDim } from '../operators/shape.ts';

/** `hidden` is [batch, tokens, width]; the rows of all texts are laid out in one table and looked up. */
export function endOfText(g: GraphWriter, hidden: Value, ids: Value): Value {
  const [batch, tokens] = [extent(g, hidden, 0), extent(g, hidden, 1)];
  const position = lastAxisArgMax(g, cast(g, ids, 'i32'));
  const rows = add(g, position, multiply(g, upTo(g, batch), extentScalar(g, tokens)));
  const shape = [productDim(batch, tokens), staticDim(hidden, 2)];
  const type = { dtype: hidden.dtype, shape };
  const table = g.node('Flatten', [hidden], { axis: attribute.int(2) }, type);
  return gatherRows(g, table, rows);
}

function lastAxisArgMax(g: GraphWriter, x: Value): Value {
  const attributes = {
    axis: attribute.int(-1),
    keepdims: attribute.int(0),
    select_last_index: attribute.int(0),
  };
  return g.node('ArgMax', [x], attributes, { dtype: 'i64', shape: x.shape.slice(0, -1) });
}

function upTo(g: GraphWriter, count: Extent): Value {
  if (typeof count === 'number') {
    return g.constant(
      'i64',
      [count],
      Array.from({ length: count }, (_, index) => index),
    );
  }
  const type = { dtype: 'i64', shape: [count.dim] } as const;
  return g.node('Range', [scalar(g, 'i64', 0), count.value, scalar(g, 'i64', 1)], {}, type);
}
