/** Finds linear layers that read the same value and whose readers lose nothing when the results become slices. */

import type { Constant } from '../../../ir/constant.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { resultOf } from '../../../ir/graph.ts';
import { add } from '../../../ir/ops/core/add.ts';
import { matmul } from '../../../ir/ops/core/matmul.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { elementCount, isStaticType } from '../../../ir/types.ts';
import { storedAlike } from '../../compressed/stored-alike.ts';
import { soleUser, viewAs } from '../shared/nodes.ts';

export interface LinearLayer {
  readonly product: NonNullable<ReturnType<typeof productOf>>;
  readonly weight: Value;
  readonly constant: Constant;
  /** A constant with one number for each column. */
  readonly bias: Value | undefined;
  readonly columns: number;
  readonly result: Value;
  /**
   * The attention that the result is for. What several attentions read of one context stays apart: slices at
   * other places in each of them would make each of them a shader of its own.
   */
  readonly attention: Node | undefined;
  /** The product and the sum with the bias. */
  readonly nodes: readonly Node[];
}

/** Lists of layers that can be one, each in the order of the graph. */
export function linearLayers(graph: Graph): readonly (readonly LinearLayer[])[] {
  const groups = new Map<Value, LinearLayer[][]>();
  for (const node of graph.nodes()) {
    const layer = layerOf(graph, node);
    if (layer === undefined) continue;
    const { a } = layer.product.operands;
    const own = groups.get(a) ?? [];
    groups.set(a, own);
    const group = own.find(([first]) => first !== undefined && belongTogether(first, layer));
    if (group === undefined) own.push([layer]);
    else group.push(layer);
  }
  return [...groups.values()].flat();
}

function belongTogether(a: LinearLayer, b: LinearLayer): boolean {
  return (
    a.product.attributes.transpose_b === b.product.attributes.transpose_b &&
    (a.bias === undefined) === (b.bias === undefined) &&
    a.attention === b.attention &&
    storedAlike(a.constant, b.constant)
  );
}

function productOf(node: Node) {
  const product = viewAs(matmul, node);
  return product?.attributes.transpose_a === false ? product : undefined;
}

function layerOf(graph: Graph, node: Node): LinearLayer | undefined {
  const product = productOf(node);
  const weight = product?.operands.b;
  if (product === undefined || weight?.constant === undefined || weight.users.size > 1) {
    return undefined;
  }
  const { shape } = weight.type;
  const columns = product.result.type.shape.at(-1);
  // Slices that start between vec4s are slow to read.
  if (shape.length !== 2 || typeof columns !== 'number' || columns % 4 !== 0) return undefined;
  const biased = biasOf(graph, product.result, columns);
  const result = biased?.sum ?? product.result;
  if (graph.isOutput(result) || !takesSlices(graph, result)) return undefined;
  return {
    product,
    weight,
    constant: weight.constant,
    bias: biased?.bias,
    columns,
    result,
    attention: attentionOf(result),
    nodes: biased === undefined ? [node] : [node, biased.node],
  };
}

/** The sum with a constant row that is all that the product is for. */
function biasOf(graph: Graph, product: Value, columns: number) {
  const user = soleUser(graph, product);
  const sum = viewAs(add, user);
  if (user === undefined || sum === undefined) return undefined;
  const bias = sum.operands.a === product ? sum.operands.b : sum.operands.a;
  const isRow = isStaticType(bias.type) && elementCount(bias.type.shape) === columns;
  if (bias.constant === undefined || !isRow || bias.type.shape.at(-1) !== columns) return undefined;
  if (sum.result.type.shape.length !== product.type.shape.length) return undefined;
  return { node: user, sum: sum.result, bias };
}

/**
 * Attention and matrix products read slices where they lie, also through reshapes and transposes; so do
 * pointwise ops that repeat the slice along other axes. Ops of the slice's own shape do not count: behind the
 * product alone they are part of its kernel.
 */
function takesSlices(graph: Graph, value: Value): boolean {
  return [...value.users].every((user) => {
    if (user.op === reshape || user.op === transpose) {
      const moved = resultOf(user);
      return !graph.isOutput(moved) && takesSlices(graph, moved);
    }
    if (hasTrait(user.op, 'attention') || user.op === matmul) return true;
    return hasTrait(user.op, 'pointwise') && isRepeated(value, resultOf(user));
  });
}

function attentionOf(value: Value): Node | undefined {
  const [user] = value.users;
  if (user === undefined || hasTrait(user.op, 'attention')) return user;
  return user.op === reshape || user.op === transpose ? attentionOf(resultOf(user)) : undefined;
}

function isRepeated({ type: from }: Value, { type: to }: Value): boolean {
  if (!isStaticType(from) || !isStaticType(to)) return false;
  return elementCount(to.shape) > elementCount(from.shape);
}
