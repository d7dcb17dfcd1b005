/** Cast: to another element type, integers wrapping and floats truncating. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { missingAttribute } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';

export const cast = defineRule({
  op: 'Cast',
  since: 6,
  convert: (node) => {
    // `saturate` and `round_mode` choose between 8-bit floats, which are refused.
    node.attributes.ignore('saturate', 'round_mode');
    const to = node.attributes.dtype('to');
    if (to === undefined) throw new DiagnosticError(missingAttribute('to', node.place));
    return arithmetic(node.b).cast(node.input(0), to);
  },
});
