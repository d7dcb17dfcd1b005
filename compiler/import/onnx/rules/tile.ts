/** Tile: the input repeated along each axis; repeats that wait for a dim become a broadcast. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimMul, isStatic } from '../../../../ir/dim.ts';
import { defineRule } from '../rule.ts';

export const tile = defineRule({
  op: 'Tile',
  since: 6,
  convert: (node) => {
    const input = node.input(0);
    const { shape } = input.type;
    const repeats = node.dims(1, 'repeats');
    if (repeats.length !== shape.length) {
      fail(`there are ${repeats.length} repeats for ${shape.length} axes`);
    }
    if (isStatic(repeats)) return node.b.tile({ input }, { repeats });
    const m = arithmetic(node.b);
    const split = shape.flatMap((dim) => [1, dim]);
    const wide = shape.flatMap((dim, axis) => [repeats[axis] ?? 1, dim]);
    const joined = shape.map((dim, axis) => dimMul(dim, repeats[axis] ?? 1));
    return m.reshape(m.broadcast(m.reshape(input, split), wide), joined);
  },
});
