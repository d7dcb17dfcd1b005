/** Recognises the product of one half of a tensor and GELU of the other half. */

import type { Value } from '../../ir/graph.ts';
import { gelu } from '../../ir/ops/composite/gelu.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { mul } from '../../ir/ops/core/mul.ts';
import { typeEquals } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { casted } from './shared/constants.ts';
import { operandAt, producedBy, producersOf, soleUser, viewAs } from './shared/nodes.ts';
import { simplify } from './shared/rewriter.ts';
import type { Simplification } from './shared/rewriter.ts';
import { joinRanges } from './shared/slices.ts';

const halves: Simplification = (node, { graph, build }) => {
  if (viewAs(mul, node) === undefined) return undefined;
  for (const [left, right] of [
    [operandAt(node, 0), operandAt(node, 1)],
    [operandAt(node, 1), operandAt(node, 0)],
  ] as const) {
    const gate = producedBy(gelu, right);
    if (gate === undefined || soleUser(graph, right) !== node) continue;
    const { input } = gate.operands;
    const whole = joinRanges(uncast(left, input));
    if (whole === undefined || whole.start !== 0 || !typeEquals(left.type, input.type)) continue;
    if (whole.source.type.shape[whole.axis] !== whole.end) continue;
    const builder = build(gate.node, ...producersOf([left, input]));
    return builder.geglu(
      { input: casted(builder, whole.source, left.type.dtype) },
      { axis: whole.axis, approximate: gate.attributes.approximate },
    );
  }
  return undefined;
};

/** Both halves before their casts, where both are cast. */
function uncast(left: Value, right: Value): readonly Value[] {
  const sources = [left, right].flatMap((half) => producedBy(cast, half)?.operands.input ?? []);
  return sources.length === 2 ? sources : [left, right];
}

export const raiseGeglu = definePass({
  name: 'raise-geglu',
  describe: 'recognises one half of a tensor times gelu of the other half as geglu',
  run: (graph) => {
    simplify(graph, [halves], 'raise-geglu');
  },
});
