/**
 * Stores as fp32 the floats that a device has no form for: fp64 and bfloat16, and fp16 where it is not asked
 * for. Inputs and outputs change with the rest; the runtime converts what the caller gives and takes.
 */

import { attr } from '../../ir/attr.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { DTYPES } from '../../ir/types.ts';
import { definePass } from '../../compiler/pass.ts';
import { retypeGraph } from '../../compiler/passes/shared/retype.ts';

export const widenFloats = definePass({
  name: 'widen-floats',
  describe: 'stores as fp32 the floats that the device has no form for',
  options: {
    /** fp16 stays. */
    keep_fp16: attr.bool(false),
  },
  tolerance: 1e-2,
  run: (graph, { keep_fp16 }) => {
    retypeGraph(graph, {
      pass: 'widen-floats',
      interface: true,
      dtype: (dtype) => {
        const stays = DTYPES[dtype].kind !== 'float' || (keep_fp16 && dtype === 'f16');
        return stays ? dtype : 'f32';
      },
      constant: (constant, dtype) => ({
        type: { dtype, shape: constant.type.shape },
        source: {
          kind: 'recipe',
          op: builtinOps.cast,
          operands: [constant],
          attributes: { to: dtype },
        },
      }),
    });
  },
});
