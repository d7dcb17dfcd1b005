/** The mask that hides later tokens: a constant, or Trilu of a filled matrix when the length is open. */

import { attribute, tensor } from '../onnx/index.ts';
import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { extentDim, shapeTensor } from '../operators/extent.ts';
import type { Extent } from '../operators/extent.ts';
import { unsqueeze } from '../operators/shape.ts';

/** The lowest finite numbers, as the exporter writes them instead of minus infinity. */
const LOWEST = { f32: -3.4028234663852886e38, f16: -65504 };

export function causalMask(g: GraphWriter, batch: Extent, tokens: Extent): Value {
  const lowest = LOWEST[g.float];
  if (typeof tokens === 'number') {
    const values = Array.from({ length: tokens * tokens }, (_, index) =>
      index % tokens > Math.floor(index / tokens) ? lowest : 0,
    );
    return g.constant(g.float, [1, 1, tokens, tokens], values);
  }
  const type = { dtype: g.float, shape: [batch, tokens, tokens].map(extentDim) };
  const value = attribute.tensor(tensor('', g.float, [1], [lowest]));
  const shape = shapeTensor(g, [batch, tokens, tokens]);
  const filled = g.node('ConstantOfShape', [shape], { value }, type);
  const diagonal = g.constant('i64', [], [1]);
  const upper = g.node('Trilu', [filled, diagonal], { upper: attribute.int(1) }, type);
  return unsqueeze(g, upper, 1);
}
