/** SimplifiedLayerNormalization: what onnxruntime's optimiser calls an RMS norm, in the standard domain. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { normalizeAxis } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { withAffine } from '../shared/affine.ts';

export const simplifiedLayerNormalization = defineRule({
  op: 'SimplifiedLayerNormalization',
  since: 1,
  convert: (node) => {
    const { attributes, b } = node;
    attributes.ignore('stash_type');
    const input = node.input(0);
    const axis = normalizeAxis(attributes.int('axis', -1), input.type.shape.length);
    const epsilon = attributes.float('epsilon', 1e-5);
    return withAffine(arithmetic(b), input, axis, { scale: node.input(1) }, ({ scale }) =>
      b.rms_norm({ input, scale }, { axis, epsilon }),
    );
  },
});
