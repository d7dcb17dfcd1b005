/** Folds constant factors and sums after a convolution or matrix product into its weight and bias. */

import { operandsOf, resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { add } from '../../ir/ops/core/add.ts';
import { broadcast } from '../../ir/ops/core/broadcast.ts';
import { conv } from '../../ir/ops/core/conv.ts';
import { conv_transpose } from '../../ir/ops/core/conv-transpose.ts';
import { matmul } from '../../ir/ops/core/matmul.ts';
import { mul } from '../../ir/ops/core/mul.ts';
import { reshape } from '../../ir/ops/core/reshape.ts';
import { DTYPES, isStaticType, typeEquals } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { computed } from './shared/constants.ts';
import { operandAt, soleUser, viewAs } from './shared/nodes.ts';
import { simplify } from './shared/rewriter.ts';
import type { RewriteContext, Simplification } from './shared/rewriter.ts';

export const foldBatchNorm = definePass({
  name: 'fold-batch-norm',
  describe:
    'folds constant factors and sums after a product or convolution into its weight and bias',
  run: (graph) => {
    simplify(graph, [intoConvolution, intoProduct], 'fold-batch-norm');
  },
});

/** A factor or sum per channel, or one for all. */
const intoConvolution: Simplification = (node, { graph, build }) => {
  const found = constantAfter(graph, node);
  if (found === undefined) return undefined;
  const { source, constant } = found;
  if (source.op !== conv && source.op !== conv_transpose) return undefined;
  const { weight, bias } = operandsOf(source) as Record<string, Value | undefined>;
  if (weight === undefined || (bias !== undefined && bias.constant === undefined)) return undefined;
  const result = resultOf(source);
  const rank = result.type.shape.length;
  const axis = source.attributes['layout'] === 'channels_first' ? 1 : rank - 1;
  const perChannel = alongAxis(graph, constant, result, axis);
  if (perChannel === undefined) return undefined;
  const joined = bias === undefined ? undefined : computed(graph, node.op, [bias, perChannel]);
  if (node.op === add) {
    const operands = { ...operandsOf(source), bias: joined ?? perChannel };
    return build(source).node(source.op, operands, source.attributes)[0];
  }
  const outputs = source.op === conv ? 0 : 1;
  if (!isOwn(weight)) return undefined;
  if (outputs === 1 && source.attributes['groups'] !== 1) return undefined;
  const shape = weight.type.shape.map((dim, at) => (at === outputs ? dim : 1));
  const factors = computed(graph, reshape, [perChannel], { shape });
  const operands = {
    ...operandsOf(source),
    weight: computed(graph, mul, [weight, factors]),
    bias: joined,
  };
  return build(source).node(source.op, operands, source.attributes)[0];
};

/** A factor per column of the result, or one for all, also behind the sum that is the bias. */
const intoProduct: Simplification = (node, context) => {
  const { graph, build } = context;
  const found = constantAfter(graph, node);
  if (found === undefined || node.op !== mul) return undefined;
  const biased = found.source.op === add ? constantAfter(graph, found.source) : undefined;
  const product = viewAs(matmul, biased?.source ?? found.source);
  if (product === undefined) return undefined;
  const scaled = scaledProduct(context, product.node, found.constant, biased && found.source);
  if (scaled === undefined || biased === undefined) return scaled;
  const bias = computed(graph, mul, [biased.constant, found.constant]);
  return build(found.source).add({ a: scaled, b: bias });
};

function scaledProduct(
  { graph, build }: RewriteContext,
  node: Node,
  constant: Value,
  sum: Node | undefined,
): Value | undefined {
  const weight = operandAt(node, 1);
  const result = resultOf(node);
  if (!isOwn(weight)) return undefined;
  const perColumn = alongAxis(graph, constant, result, result.type.shape.length - 1);
  if (perColumn === undefined) return undefined;
  const [columns = 1] = perColumn.type.shape;
  const turned = node.attributes['transpose_b'] === true;
  const shape = turned ? [columns, 1] : [columns];
  const factors = computed(graph, reshape, [perColumn], { shape });
  const operands = [operandAt(node, 0), computed(graph, mul, [weight, factors])];
  const builder = build(node, ...(sum === undefined ? [] : [sum]));
  return builder.node(matmul, namedOperands(matmul, operands), node.attributes)[0];
}

/** The node before a product or sum with a constant, if nobody else reads it and its shape stays. */
function constantAfter(
  graph: Graph,
  node: Node,
): { readonly source: Node; readonly constant: Value } | undefined {
  if (node.op !== mul && node.op !== add) return undefined;
  const [a, b] = [operandAt(node, 0), operandAt(node, 1)];
  const [value, constant] = a.constant === undefined ? [a, b] : [b, a];
  if (constant.constant === undefined || value.producer === undefined) return undefined;
  if (DTYPES[value.type.dtype].kind !== 'float' || soleUser(graph, value) !== node)
    return undefined;
  if (!typeEquals(value.type, resultOf(node).type)) return undefined;
  return { source: value.producer, constant };
}

/** A weight that others read too would be stored twice. */
function isOwn(weight: Value): boolean {
  return weight.constant !== undefined && weight.users.size === 1;
}

/** A constant as a vector along one axis of a value; undefined if it varies along another. */
function alongAxis(graph: Graph, constant: Value, like: Value, axis: number): Value | undefined {
  const { shape } = like.type;
  const size = shape[axis];
  if (!isStaticType(constant.type) || typeof size !== 'number') return undefined;
  const added = shape.length - constant.type.shape.length;
  const own = constant.type.shape[axis - added] ?? 1;
  const elsewhere = constant.type.shape.some((dim, at) => dim !== 1 && at + added !== axis);
  if (elsewhere) return undefined;
  const vector = computed(graph, reshape, [constant], { shape: [own] });
  return own === size ? vector : computed(graph, broadcast, [vector], { shape: [size] });
}
