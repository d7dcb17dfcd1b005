/** The operand's strides in another order. */

import type { Node } from '../../../ir/graph.ts';
import { attributesOf } from '../../attributes.ts';
import { movement } from '../lowering.ts';
import { permuted } from '../placement.ts';

export const transpose = movement({
  read: (placement, _, node) => permuted(placement, permutation(node)),
  write: (placement, _, node) => {
    const perm = permutation(node);
    return permuted(
      placement,
      perm.map((__, axis) => perm.indexOf(axis)),
    );
  },
});

function permutation(node: Node): readonly number[] {
  return attributesOf(node).ints('perm');
}
