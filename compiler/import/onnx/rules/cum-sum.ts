/** CumSum: along an axis that must be known. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';

export const cumSum = defineRule({
  op: 'CumSum',
  since: 11,
  convert: (node) => {
    const [axis] = node.ints(1, 'the axis');
    if (axis === undefined) return fail('its axis is empty');
    const exclusive = node.attributes.flag('exclusive', false);
    const reverse = node.attributes.flag('reverse', false);
    return node.b.cumsum({ input: node.input(0) }, { axis, exclusive, reverse });
  },
});
