/** The transformer's feed-forward network with a gated GELU: W2 (a * gelu(b)), [a, b] = W1 x. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { gelu } from '../layers/activations.ts';
import { linear } from '../layers/linear.ts';
import { multiply } from '../operators/elementwise.ts';
import { slice, staticDim } from '../operators/shape.ts';

export function gegluFeedForward(g: GraphWriter, x: Value, expansion: number): Value {
  const width = staticDim(x, -1);
  const inner = width * expansion;
  const gated = g.module('net.0');
  const both = linear(gated.module('proj'), x, { width: 2 * inner });
  const hidden = slice(gated, both, 2, 0, inner);
  const gate = slice(gated, both, 2, inner, 2 * inner);
  const product = multiply(gated, hidden, gelu(gated, gate));
  return linear(g.module('net.2'), product, { width });
}
