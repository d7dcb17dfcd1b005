/**
 * Concat: floats of several widths, which ONNX forbids, are widened. PyTorch's exporter leaves out the cast that its
 * own concatenation makes, as in SDXL's embeddings of half precision.
 */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { DTYPES } from '../../../../ir/types.ts';
import type { DType } from '../../../../ir/types.ts';
import { widenedInputs } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';

export const concat = defineRule({
  op: 'Concat',
  since: 4,
  convert: (node) => {
    const axis = node.attributes.int('axis');
    const inputs = node.inputs();
    const dtypes = new Set(inputs.map((input) => input.type.dtype));
    const widest = dtypes.size > 1 ? widestFloat([...dtypes]) : undefined;
    if (widest === undefined) return node.b.concat({ inputs }, { axis });
    node.warn(widenedInputs([...dtypes], widest, node.place));
    const m = arithmetic(node.b);
    return node.b.concat({ inputs: inputs.map((input) => m.cast(input, widest)) }, { axis });
  },
});

/** Undefined where some are no floats. */
function widestFloat(dtypes: readonly DType[]): DType | undefined {
  if (!dtypes.every((dtype) => DTYPES[dtype].kind === 'float')) return undefined;
  return dtypes.reduce((a, b) => (DTYPES[a].bits < DTYPES[b].bits ? b : a));
}
