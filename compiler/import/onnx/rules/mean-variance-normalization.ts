/** MeanVarianceNormalization: (x - mean) / (deviation + 1e-9) over axes, by default all but the channels. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { normalizeAxes } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';

export const meanVarianceNormalization = defineRule({
  op: 'MeanVarianceNormalization',
  since: 9,
  convert: (node) => {
    const m = arithmetic(node.b);
    const input = node.input(0);
    const given = node.attributes.ints('axes') ?? [0, 2, 3];
    const axes = normalizeAxes(given, input.type.shape.length);
    const centred = m.sub(input, m.reduceMean(input, axes));
    const variance = m.reduceMean(m.mul(centred, centred), axes);
    return m.div(centred, m.add(m.sqrt(variance), 1e-9));
  },
});
