/** Recognises the product of one half of a tensor and GELU of the other half. */

import { gelu } from '../../ir/ops/composite/gelu.ts';
import { mul } from '../../ir/ops/core/mul.ts';
import { typeEquals } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { operandAt, producedBy, soleUser, viewAs } from './shared/nodes.ts';
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
    const whole = joinRanges([left, input]);
    if (whole === undefined || whole.start !== 0 || !typeEquals(left.type, input.type)) continue;
    if (whole.source.type.shape[whole.axis] !== whole.end) continue;
    const cut = [left, input].flatMap((half) => half.producer ?? []);
    return build(gate.node, ...cut).geglu(
      { input: whole.source },
      { axis: whole.axis, approximate: gate.attributes.approximate },
    );
  }
  return undefined;
};

export const raiseGeglu = definePass({
  name: 'raise-geglu',
  describe: 'recognises one half of a tensor times gelu of the other half as geglu',
  run: (graph) => {
    simplify(graph, [halves], 'raise-geglu');
  },
});
