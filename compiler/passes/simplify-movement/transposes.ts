/** Transposes that move down through other ops, or into the flags of a matrix product. */

import { hasTrait } from '../../../ir/define.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { resultOf } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { softmax } from '../../../ir/ops/composite/softmax.ts';
import { concat } from '../../../ir/ops/core/concat.ts';
import { matmul } from '../../../ir/ops/core/matmul.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { slice } from '../../../ir/ops/core/slice.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { normalizeAxes, normalizeAxis } from '../../../ir/shapes.ts';
import { byteSize, isStaticType } from '../../../ir/types.ts';
import type { TensorType } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { composePerms, invertPerm, isIdentity, keepsOrder, swapLastTwo } from '../shared/axes.ts';
import { applied } from '../shared/constants.ts';
import {
  operandAt,
  producedBy,
  producersOf,
  soleUser,
  typesWith,
  viewAs,
} from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';

/** Pointwise ops on transposed operands are transposed themselves, if no more bytes move so. */
export const throughPointwise: Simplification = (node, { graph, build }) => {
  if (!hasTrait(node.op, 'pointwise')) return undefined;
  const result = resultOf(node);
  const rank = result.type.shape.length;
  const turned = node.operands.map((operand) => soleTranspose(graph, operand, node));
  const perm = turned.find((view) => view?.attributes.perm.length === rank)?.attributes.perm;
  if (perm === undefined) return undefined;
  const inverse = invertPerm(perm);
  const makers = node.operands.map((operand, index) => {
    const view = turned[index];
    if (view?.attributes.perm.join() === perm.join()) return () => view.operands.input;
    return operand && permuted(operand, inverse);
  });
  if (node.operands.some((operand, index) => operand !== undefined && !makers[index])) {
    return undefined;
  }
  const removed = turned.flatMap((view) => (view === undefined ? [] : [view.result.type]));
  if (!movesNoMore(removed, result.type)) return undefined;
  const builder = build(...producersOf(turned.map((view) => view?.result)));
  const operands = makers.map((make) => make?.(builder));
  if (typesWith(node, operands) === undefined) return undefined;
  const [value] = builder.node(node.op, namedOperands(node.op, operands), node.attributes);
  return value && builder.transpose({ input: value }, { perm });
};

function soleTranspose(graph: Graph, operand: Value | undefined, reader: Node) {
  const view = producedBy(transpose, operand);
  return view !== undefined && soleUser(graph, view.result) === reader ? view : undefined;
}

function movesNoMore(removed: readonly TensorType[], made: TensorType): boolean {
  const types = removed.filter(isStaticType);
  // Symbolic shapes are equal where the ops are elementwise: only the dtypes may differ.
  if (types.length < removed.length || !isStaticType(made)) {
    return removed.every(({ dtype }) => dtype === made.dtype);
  }
  return byteSize(made) <= types.reduce((sum, type) => sum + byteSize(type), 0);
}

/** An operand for the other order of axes, where that costs nothing at run time. */
function permuted(
  operand: Value,
  perm: readonly number[],
): ((builder: Builder) => Value) | undefined {
  const { shape } = operand.type;
  if (shape.every((dim) => dim === 1)) return () => operand;
  const full = [...Array.from({ length: perm.length - shape.length }, () => 1), ...shape];
  const order = perm.map((axis) => full[axis] ?? 1);
  if (operand.constant === undefined) {
    if (!keepsOrder(full, perm)) return undefined;
    return (builder) => applied(builder, reshape, [operand], { shape: order });
  }
  return (builder) => {
    const wide = applied(builder, reshape, [operand], { shape: full });
    return applied(builder, transpose, [wide], { perm });
  };
}

/** A reduction of a transposed value reduces the other axes, and only what is left is transposed. */
export const throughReduction: Simplification = (node, { graph, build }) => {
  const { axes, keep_dims } = node.attributes;
  if (!hasTrait(node.op, 'reduction') || !Array.isArray(axes)) return undefined;
  const view = soleTranspose(graph, node.operands[0], node);
  if (view === undefined || typeof keep_dims !== 'boolean') return undefined;
  const { perm } = view.attributes;
  const reduced = normalizeAxes(axes as readonly number[], perm.length);
  const moved = reduced.map((axis) => perm[axis] ?? 0).sort((a, b) => a - b);
  const builder = build(view.node);
  const [value] = builder.node(node.op, view.operands, { ...node.attributes, axes: moved });
  if (value === undefined || keep_dims)
    return value && builder.transpose({ input: value }, { perm });
  const kept = perm.filter((_, axis) => !reduced.includes(axis));
  const order = [...kept].sort((a, b) => a - b);
  return builder.transpose({ input: value }, { perm: kept.map((axis) => order.indexOf(axis)) });
};

/** Softmax along the axis where it lies, if all readers turn the result again. */
export const throughSoftmax: Simplification = (node, { graph, build }) => {
  const view = viewAs(softmax, node);
  const turned = view && soleTranspose(graph, view.operands.input, node);
  if (view === undefined || turned === undefined || graph.isOutput(view.result)) return undefined;
  if (![...view.result.users].every((user) => user.op === transpose)) return undefined;
  const { perm } = turned.attributes;
  const axis = perm[normalizeAxis(view.attributes.axis, perm.length)] ?? 0;
  const builder = build(turned.node);
  return builder.transpose({ input: builder.softmax(turned.operands, { axis }) }, { perm });
};

/** Equal transposes before a concatenation are one after it. */
export const throughConcat: Simplification = (node, { graph, build }) => {
  const view = viewAs(concat, node);
  if (view === undefined) return undefined;
  const turned = view.operands.inputs.map((input) => soleTranspose(graph, input, node));
  const views = turned.filter((item) => item !== undefined);
  const [first] = views;
  if (first === undefined || views.length < turned.length || views.length < 2) return undefined;
  const { perm } = first.attributes;
  if (!views.every(({ attributes }) => attributes.perm.join() === perm.join())) return undefined;
  const axis = perm[normalizeAxis(view.attributes.axis, perm.length)] ?? 0;
  const builder = build(...views.map((item) => item.node));
  const value = builder.concat({ inputs: views.map(({ operands }) => operands.input) }, { axis });
  return builder.transpose({ input: value }, { perm });
};

/** What a slice leaves is less to transpose. */
export const throughSlice: Simplification = (node, { graph, build }) => {
  const view = viewAs(slice, node);
  const turned = view && soleTranspose(graph, view.operands.input, node);
  if (view === undefined || turned === undefined) return undefined;
  const inverse = invertPerm(turned.attributes.perm);
  const moved = (list: readonly number[]): number[] => inverse.map((axis) => list[axis] ?? 0);
  const { starts, ends, steps } = view.attributes;
  const builder = build(turned.node);
  const value = builder.slice(turned.operands, {
    starts: moved(starts),
    ends: moved(ends),
    steps: moved(steps),
  });
  return builder.transpose({ input: value }, turned.attributes);
};

/** An exchange of the last two axes before a matrix product is one of its flags. */
export const intoMatmulFlags: Simplification = (node, { build }) => {
  const view = viewAs(matmul, node);
  if (view === undefined) return undefined;
  for (const [name, flag] of [
    ['a', 'transpose_a'],
    ['b', 'transpose_b'],
  ] as const) {
    const turned = producedBy(transpose, view.operands[name]);
    if (turned === undefined || !swapsLastTwo(turned.attributes.perm)) continue;
    return build(turned.node).matmul(
      { ...view.operands, [name]: turned.operands.input },
      { ...view.attributes, [flag]: !view.attributes[flag] },
    );
  }
  return undefined;
};

function swapsLastTwo(perm: readonly number[]): boolean {
  return perm.length >= 2 && isIdentity(composePerms(perm, swapLastTwo(perm.length)));
}

/** (a @ b)^T is b^T @ a^T, also where pointwise ops with constants stand in between. */
export const ofMatmul: Simplification = (node, { graph, build }) => {
  const view = viewAs(transpose, node);
  if (view === undefined || !swapsLastTwo(view.attributes.perm)) return undefined;
  const chain = chainToMatmul(graph, node, view.attributes.perm);
  const product = chain && viewAs(matmul, chain.product);
  if (chain === undefined || product === undefined) return undefined;
  const builder = build(product.node, ...chain.between.map(({ node: between }) => between));
  const { transpose_a, transpose_b } = product.attributes;
  const { a, b } = product.operands;
  const start = builder.matmul(
    { a: b, b: a },
    { transpose_a: !transpose_b, transpose_b: !transpose_a },
  );
  return chain.between.reduceRight<Value>((value, { node: between, makers, index }) => {
    const operands = makers.map((make, at) => (at === index ? value : make?.(builder)));
    const [next] = builder.node(
      between.op,
      namedOperands(between.op, operands),
      between.attributes,
    );
    if (next === undefined) throw new Error(`${between.op.name} has no result`);
    return next;
  }, start);
};

interface Between {
  readonly node: Node;
  /** Which operand comes from the product. */
  readonly index: number;
  readonly makers: readonly (((builder: Builder) => Value) | undefined)[];
}

/** The pointwise nodes above a transpose, from the last to the first, up to a matrix product. */
function chainToMatmul(graph: Graph, below: Node, perm: readonly number[]) {
  const between: Between[] = [];
  let reader = below;
  let value = operandAt(below, 0);
  for (;;) {
    const { producer } = value;
    if (producer === undefined || soleUser(graph, value) !== reader) return undefined;
    if (producer.op === matmul) return { product: producer, between };
    if (!hasTrait(producer.op, 'pointwise') || producer.results.length > 1) return undefined;
    const { shape } = value.type;
    const index = producer.operands.findIndex(
      (operand) => operand !== undefined && operand.constant === undefined,
    );
    const source = producer.operands[index];
    if (source?.type.shape.length !== shape.length) return undefined;
    const makers = producer.operands.map((operand) => operand && permuted(operand, perm));
    const fits = makers.every(
      (make, at) => at === index || producer.operands[at] === undefined || make !== undefined,
    );
    if (!fits) return undefined;
    between.push({ node: producer, index, makers });
    reader = producer;
    value = source;
  }
}
