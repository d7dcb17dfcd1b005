/**
 * In a graph of fp16, computes its first layers in fp32: what they round is magnified by all that follow, and stays in
 * the sums that lead around them.
 */

import { attr } from '../../ir/attr.ts';
import type { Constant } from '../../ir/constant.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { definePass } from '../pass.ts';
import { convert } from './set-precision/constants.ts';
import { firstLayers } from './set-precision/first-layers.ts';
import { retypeGraph } from './shared/retype.ts';

export const widenFirstLayers = definePass({
  name: 'widen-first-layers',
  describe: 'computes the first layers of a model of fp16 in fp32',
  options: {
    /** Contractions one behind another; -1 for a quarter up to 8 where there are less than 4 million parameters, else none. */
    layers: attr.int(-1),
  },
  tolerance: 1e-2,
  run: (graph, { layers }) => {
    const first = firstLayers(graph, layers);
    if (first.size === 0) return;
    retypeGraph(graph, {
      pass: 'widen-first-layers',
      interface: false,
      dtype: (dtype, node) => (dtype === 'f16' && node && first.has(node) ? 'f32' : dtype),
      constant: (constant, dtype) => beforeRounding(constant) ?? convert(constant, dtype).converted,
    });
  },
});

/** The numbers that were rounded to fp16. */
function beforeRounding({ source }: Constant): Constant | undefined {
  if (source.kind !== 'recipe' || source.op !== builtinOps.cast) return undefined;
  const [operand] = source.operands;
  return operand?.type.dtype === 'f32' ? operand : undefined;
}
