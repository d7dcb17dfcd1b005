/** RMSNormalization: its scale may be of fewer elements than the normalized axes, and of another dtype. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { normalizeAxis } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { withAffine } from '../shared/affine.ts';

export const rmsNormalization = defineRule({
  op: 'RMSNormalization',
  since: 23,
  convert: (node) => {
    const { attributes } = node;
    attributes.ignore('stash_type');
    const input = node.input(0);
    const axis = normalizeAxis(attributes.int('axis', -1), input.type.shape.length);
    const epsilon = attributes.float('epsilon', 1e-5);
    return withAffine(arithmetic(node.b), input, axis, { scale: node.input(1) }, ({ scale }) =>
      node.b.rms_norm({ input, scale }, { axis, epsilon }),
    );
  },
});
