/** BatchNormalization as in inference: a scale and a shift per channel from the recorded mean and variance. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimAt } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { alongAxis } from '../shared/tensors.ts';

export const batchNormalization = defineRule({
  op: 'BatchNormalization',
  since: 7,
  convert: (node) => {
    const { attributes } = node;
    attributes.ignore('momentum');
    if (attributes.flag('training_mode', false)) {
      fail('it is in training mode', 'export the model in evaluation mode (model.eval())');
    }
    if (!attributes.flag('spatial', true)) {
      fail('it has a mean for each place', 'export with spatial = 1, the only form since opset 9');
    }
    const m = arithmetic(node.b);
    const input = node.input(0);
    const { dtype, shape } = input.type;
    if (shape.length < 2) fail('its input has no channels');
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => node.input(index));
    if (!scale || !bias || !mean || !variance) return fail('an input is missing');
    node.implies(dimAt(shape, 1), dimAt(scale.type.shape, 0));
    const deviation = m.sqrt(m.add(variance, attributes.float('epsilon', 1e-5)));
    const factor = m.div(m.cast(scale, variance.type.dtype), deviation);
    const shift = m.sub(m.cast(bias, variance.type.dtype), m.mul(mean, factor));
    const perChannel = (value: typeof scale) => alongAxis(m, m.cast(value, dtype), 1, shape.length);
    return m.add(m.mul(input, perChannel(factor)), perChannel(shift));
  },
});
