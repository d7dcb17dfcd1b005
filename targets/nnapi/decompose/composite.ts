/** A composite op's own decomposition as a rewrite, also in another precision. */

import type { CoreBuilder } from '../../../ir/builder.ts';
import type { AttributeMap, OperandMap } from '../../../ir/define.ts';
import { operandsOf } from '../../../ir/graph.ts';
import type { Value } from '../../../ir/graph.ts';
import type { Rewrite, Site } from './site.ts';

type Decompose = (
  builder: CoreBuilder,
  operands: OperandMap<Value>,
  attributes: AttributeMap,
) => Value | readonly Value[];

export function ownDecomposition(
  { node, b }: Site,
  operands: OperandMap<Value> = operandsOf(node),
): Value | readonly Value[] {
  const decompose = node.op.decompose as Decompose | undefined;
  if (decompose === undefined) throw new Error(`${node.op.name} is not composite`);
  return decompose(b, operands, node.attributes);
}

/** An activation in fp32, whose halves are rounded once: from what a norm gives before that is rounded, if it follows one. */
export const roundedOnce: Rewrite = (site) => {
  const { m, operand, result } = site;
  if (result.dtype !== 'f16') return ownDecomposition(site);
  const before = operand(0).producer;
  const wide = before?.op.name === 'cast' ? before.operands[0] : undefined;
  const input = wide?.type.dtype === 'f32' ? wide : m.cast(operand(0), 'f32');
  return [ownDecomposition(site, { input })].flat().map((value) => m.cast(value, result.dtype));
};
