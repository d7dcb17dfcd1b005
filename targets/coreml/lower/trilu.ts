/** A triangle of each matrix that holds the main diagonal is a band; other triangles are masked. */

import type { Node } from '../../../ir/graph.ts';
import { attributesOf } from '../../attributes.ts';
import { view } from '../build/movement.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, dtypeOf, int, shapeOf, typed } from '../terms.ts';

export const trilu = lowering(
  ({ m, attributes, required, type }) => {
    const x = view(m, required(0), type(0).shape);
    const k = attributes.int('k');
    const [lower, upper] = attributes.bool('upper') ? [-k, -1] : [-1, k];
    const inputs = { x, lower: int(lower), upper: int(upper) };
    return m.op('band_part', inputs, typed(dtypeOf(x), shapeOf(x)));
  },
  { accepts: isBand },
);

function isBand(node: Node): boolean {
  const attributes = attributesOf(node);
  const k = attributes.int('k');
  const rank = node.operands[0]?.type.shape.length ?? 0;
  return rank <= MAX_RANK && (attributes.bool('upper') ? k <= 0 : k >= 0);
}
