/** Linear layers: MatMul and Add on sequences, Gemm on single vectors, as the exporter spells them. */

import { attribute } from '../onnx/index.ts';
import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { add } from '../operators/elementwise.ts';
import { matmul } from '../operators/matmul.ts';
import { dimAt, staticDim } from '../operators/shape.ts';
import { BIAS, weightOf } from './initialization.ts';

/** On [.., tokens, channels]. The checkpoint's [out, in] weight is stored transposed, ready for MatMul. */
export function linear(
  g: GraphWriter,
  x: Value,
  options: { readonly width: number; readonly bias?: boolean },
): Value {
  const channels = staticDim(x, -1);
  const weight = g.parameter('weight', [channels, options.width], weightOf(channels));
  const product = matmul(g, x, weight);
  if (options.bias === false) return product;
  return add(g, g.parameter('bias', [options.width], BIAS), product);
}

/** On [batch, channels]; the weight keeps the checkpoint's [out, in]. */
export function vectorLinear(g: GraphWriter, x: Value, width: number): Value {
  const channels = staticDim(x, -1);
  const weight = g.parameter('weight', [width, channels], weightOf(channels));
  const bias = g.parameter('bias', [width], BIAS);
  return g.node(
    'Gemm',
    [x, weight, bias],
    { alpha: attribute.float(1), beta: attribute.float(1), transB: attribute.int(1) },
    { dtype: x.dtype, shape: [dimAt(x, 0), width] },
  );
}
