/** A composite op's own decomposition as a rewrite. */

import type { CoreBuilder } from '../../../ir/builder.ts';
import type { AttributeMap, OperandMap } from '../../../ir/define.ts';
import { operandsOf } from '../../../ir/graph.ts';
import type { Value } from '../../../ir/graph.ts';
import type { Site } from './site.ts';

type Decompose = (
  builder: CoreBuilder,
  operands: OperandMap<Value>,
  attributes: AttributeMap,
) => Value | readonly Value[];

export function ownDecomposition({ node, b }: Site): Value | readonly Value[] {
  const decompose = node.op.decompose as Decompose | undefined;
  if (decompose === undefined) throw new Error(`${node.op.name} is not composite`);
  return decompose(b, operandsOf(node), node.attributes);
}
