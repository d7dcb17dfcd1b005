/** Recognises a linear layer before geglu as one op, for targets that compute values and gates side by side. */

import type { Value } from '../../ir/graph.ts';
import { geglu } from '../../ir/ops/composite/geglu.ts';
import { add } from '../../ir/ops/core/add.ts';
import { matmul } from '../../ir/ops/core/matmul.ts';
import { reshape } from '../../ir/ops/core/reshape.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { elementCount, isStaticType } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { applied } from './shared/constants.ts';
import { producedBy, producersOf, soleUser, viewAs } from './shared/nodes.ts';
import { simplify } from './shared/rewriter.ts';
import type { Simplification } from './shared/rewriter.ts';

const gatedLinear: Simplification = (node, { graph, build }) => {
  const gate = viewAs(geglu, node);
  if (gate === undefined) return undefined;
  const { input } = gate.operands;
  const rank = input.type.shape.length;
  if (normalizeAxis(gate.attributes.axis, rank) !== rank - 1) return undefined;
  if (soleUser(graph, input) !== node) return undefined;
  const { sum, bias } = withoutBias(input);
  const product = producedBy(matmul, sum);
  if (product === undefined || soleUser(graph, sum) !== (bias ? input.producer : node)) {
    return undefined;
  }
  const { a, b: weight } = product.operands;
  const { transpose_a, transpose_b } = product.attributes;
  // A weight with batches is many layers, or brings axes to the result.
  if (transpose_a || weight.constant === undefined || !isMatrix(weight)) return undefined;
  if (a.type.shape.length !== rank) return undefined;
  const builder = build(product.node, ...producersOf([input]));
  const shape = weight.type.shape.slice(-2);
  const columns = input.type.shape.slice(-1);
  return builder.linear_geglu(
    {
      input: a,
      weight: applied(builder, reshape, [weight], { shape }),
      bias: bias && applied(builder, reshape, [bias], { shape: columns }),
    },
    { transpose_b, approximate: gate.attributes.approximate },
  );
};

/** The value before a constant with one number for each column was added. */
function withoutBias(value: Value): { readonly sum: Value; readonly bias?: Value } {
  const added = producedBy(add, value);
  if (added === undefined) return { sum: value };
  const columns = value.type.shape.at(-1);
  for (const [sum, bias] of [
    [added.operands.a, added.operands.b],
    [added.operands.b, added.operands.a],
  ] as const) {
    const { shape } = bias.type;
    const isRow = shape.at(-1) === columns && shape.slice(0, -1).every((dim) => dim === 1);
    if (bias.constant !== undefined && isRow) return { sum, bias };
  }
  return { sum: value };
}

function isMatrix({ type }: Value): boolean {
  return isStaticType(type) && elementCount(type.shape.slice(0, -2)) === 1;
}

export const raiseLinearGeglu = definePass({
  name: 'raise-linear-geglu',
  describe: 'recognises a linear layer before geglu as linear_geglu',
  run: (graph) => {
    simplify(graph, [gatedLinear], 'raise-linear-geglu');
  },
});
