/** LayerNormalization: also with its mean and inverse deviation as outputs. */

import { arithmetic, inWorkingPrecision } from '../../../../ir/arithmetic.ts';
import { normalizeAxis } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { withAffine } from '../shared/affine.ts';
import { axesFrom } from '../shared/tensors.ts';

export const layerNormalization = defineRule({
  op: 'LayerNormalization',
  // Standard from 17 on; onnxruntime's optimiser writes it into older models too.
  since: 1,
  convert: (node) => {
    const { attributes } = node;
    attributes.ignore('stash_type');
    const input = node.input(0);
    const rank = input.type.shape.length;
    const axis = normalizeAxis(attributes.int('axis', -1), rank);
    const epsilon = attributes.float('epsilon', 1e-5);
    const m = arithmetic(node.b);
    const given = { scale: node.input(1), bias: node.optional(2) };
    const sizes = given.scale.type.shape;
    sizes.forEach((size, index) => {
      const dim = input.type.shape[rank - sizes.length + index];
      // A scale of one element fits every size.
      if (dim !== undefined && size !== 1) node.implies(dim, size);
    });
    const result = withAffine(m, input, axis, given, (affine) =>
      node.b.layer_norm({ input, ...affine }, { axis, epsilon }),
    );
    if (!node.wants(1) && !node.wants(2)) return result;

    const axes = axesFrom(axis, rank);
    // These outputs are f32 by stash_type whatever the input is.
    const wide = m.cast(input, input.type.dtype === 'f64' ? 'f64' : 'f32');
    const mean = m.reduceMean(wide, axes);
    const inverse = inWorkingPrecision(m, wide, (x) => {
      const centred = m.sub(x, mean);
      const variance = m.reduceMean(m.mul(centred, centred), axes);
      const deviation = m.sqrt(m.add(variance, epsilon));
      return node.b.reciprocal({ input: deviation });
    });
    return [result, mean, inverse];
  },
});
