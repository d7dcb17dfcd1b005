/** LayerNormalization: also with its mean and inverse deviation as outputs. */

import { arithmetic, inWorkingPrecision } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { normalizeAxis } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { withAffine } from '../shared/affine.ts';
import { axesFrom } from '../shared/tensors.ts';

/** The opset that brought the operator; onnxruntime's optimiser writes it into older models too. */
const STANDARD = 17;

export const layerNormalization = defineRule({
  op: 'LayerNormalization',
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
    for (const [name, value] of Object.entries(given)) {
      // Before the standard had the operator, onnxruntime's took its result's dtype from the scale.
      const like = node.opset >= STANDARD ? input : given.scale;
      const [dtype, wanted] = [value?.type.dtype, like.type.dtype];
      if (dtype === undefined || dtype === wanted) continue;
      const other = like === input ? 'input' : 'scale';
      fail(
        `${name} is ${dtype} and the ${other} ${wanted}`,
        `cast ${name} to ${wanted}, or export the model again`,
      );
    }
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
