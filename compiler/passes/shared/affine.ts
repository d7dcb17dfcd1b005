/** Takes a constant product or sum after a normalization into its scale and bias. */

import type { OpDefinition } from '../../../ir/define.ts';
import { operandsOf, resultOf } from '../../../ir/graph.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { add } from '../../../ir/ops/core/add.ts';
import { broadcast } from '../../../ir/ops/core/broadcast.ts';
import { mul } from '../../../ir/ops/core/mul.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { isStaticType, typeEquals } from '../../../ir/types.ts';
import { invertPerm } from './axes.ts';
import { computed } from './constants.ts';
import { operandAt, producedBy, soleUser } from './nodes.ts';
import type { Simplification } from './rewriter.ts';

export interface AffineOp {
  readonly op: OpDefinition;
  /** The axes of the result along which scale and bias lie. */
  readonly parameterAxes: (node: Node) => readonly number[];
}

/** The product or sum may stand behind a transpose of the normalization's result. */
export function absorbAffine({ op, parameterAxes }: AffineOp): Simplification {
  return (node, { graph, build }) => {
    if (node.op !== mul && node.op !== add) return undefined;
    const [first, second] = [operandAt(node, 0), operandAt(node, 1)];
    const [from, parameter] = first.constant === undefined ? [first, second] : [second, first];
    if (parameter.constant === undefined || soleUser(graph, from) !== node) return undefined;
    if (!typeEquals(from.type, resultOf(node).type)) return undefined;
    const turned = producedBy(transpose, from);
    const norm = (turned?.operands.input ?? from).producer;
    if (norm?.op !== op) return undefined;
    if (turned !== undefined && soleUser(graph, turned.operands.input) !== turned.node) {
      return undefined;
    }
    const perm = turned?.attributes.perm;
    const fitted = fitParameter(graph, parameter, resultOf(norm), parameterAxes(norm), perm);
    if (fitted === undefined) return undefined;
    const operands = withParameter(graph, node.op, norm, fitted);
    if (operands === undefined) return undefined;
    const builder = build(norm, ...(turned === undefined ? [] : [turned.node]));
    const [value] = builder.node(op, operands, norm.attributes);
    return value && (perm === undefined ? value : builder.transpose({ input: value }, { perm }));
  };
}

/** (n * scale + bias) * c is n * (scale * c) + bias * c; a sum goes to the bias alone. */
function withParameter(graph: Graph, by: OpDefinition, norm: Node, parameter: Value) {
  const { scale, bias, ...rest } = operandsOf(norm) as Record<string, Value | undefined>;
  const joined = (given: Value | undefined): Value =>
    given === undefined ? parameter : computed(graph, by, [given, parameter]);
  if ([scale, bias].some((given) => given !== undefined && given.constant === undefined)) {
    return undefined;
  }
  if (by === add) {
    return 'bias' in norm.op.operands ? { ...rest, scale, bias: joined(bias) } : undefined;
  }
  return { ...rest, scale: joined(scale), bias: bias && joined(bias) };
}

/** The constant as a tensor over the parameter axes only; undefined if it varies along others. */
function fitParameter(
  graph: Graph,
  parameter: Value,
  result: Value,
  axes: readonly number[],
  perm: readonly number[] | undefined,
): Value | undefined {
  const { shape } = result.type;
  const wanted = axes.map((axis) => shape[axis] ?? 1);
  const type = { dtype: result.type.dtype, shape: wanted };
  if (!isStaticType(type) || !isStaticType(parameter.type)) return undefined;
  const missing = shape.length - parameter.type.shape.length;
  if (missing < 0) return undefined;
  const full = [...Array.from({ length: missing }, () => 1), ...parameter.type.shape];
  const order = perm === undefined ? shape.map((_, axis) => axis) : invertPerm(perm);
  const own = order.map((axis) => full[axis] ?? 1);
  if (own.some((dim, axis) => dim !== 1 && !axes.includes(axis))) return undefined;
  let value = parameter;
  if (missing > 0) value = computed(graph, reshape, [value], { shape: full });
  if (perm !== undefined) value = computed(graph, transpose, [value], { perm: order });
  const narrow = axes.map((axis) => own[axis] ?? 1);
  value = computed(graph, reshape, [value], { shape: narrow });
  return typeEquals(value.type, type)
    ? value
    : computed(graph, broadcast, [value], { shape: wanted });
}
