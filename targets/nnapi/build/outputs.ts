/** A value of its own out of one that may be no output: an input, a weight, or another output. */

import type { NnBuilder } from '../builder.ts';
import type { NnValue } from '../syntax.ts';
import { FUSED_NONE, codeOf, ints, isWeight, numberLike, shapeOf, typed } from '../terms.ts';
import type { Term } from '../terms.ts';

export function asOutput(m: NnBuilder, x: Term): NnValue {
  switch (codeOf(x)) {
    case 'TENSOR_BOOL8':
      return m.op('LOGICAL_AND', [x, x], x.type);
    case 'TENSOR_INT32': {
      const begin = ints(shapeOf(x).map(() => 0));
      return m.op('SLICE', [x, begin, ints(shapeOf(x))], x.type);
    }
    case 'TENSOR_FLOAT32':
    case 'TENSOR_FLOAT16':
      // Operations are removed where they only copy; a product with one is copied everywhere.
      return m.op('MUL', [x, numberLike(x, 1), FUSED_NONE], x.type);
    default:
      return m.op(
        'RESHAPE',
        [x, ints(shapeOf(x))],
        isWeight(x) ? typed(codeOf(x), shapeOf(x)) : x.type,
      );
  }
}
