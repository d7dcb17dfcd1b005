/** Finds constants that are added to a contraction's result, so that both become one operation. */

import type { Constant } from '../ir/constant.ts';
import { resultOf } from '../ir/graph.ts';
import type { Graph, Node } from '../ir/graph.ts';
import { builtinOps } from '../ir/ops/index.ts';
import { elementCount, shapeEquals } from '../ir/types.ts';
import { constantOf } from '../compiler/passes/shared/constant-folding.ts';
import { staticShapeOf } from './shape.ts';

export interface FoundBias {
  readonly add: Node;
  /** One number for each element of the last axis. */
  readonly bias: Constant;
}

/** The additions right after contractions that take up a bias along the last axis. */
export function findBiases(
  graph: Graph,
  takesBias: (node: Node) => boolean,
): ReadonlyMap<Node, FoundBias> {
  const found = new Map<Node, FoundBias>();
  for (const node of graph.nodes()) {
    if (!takesBias(node)) continue;
    const product = resultOf(node);
    const [add, ...others] = product.users;
    if (add === undefined || others.length > 0 || graph.isOutput(product)) continue;
    if (add.op !== builtinOps.add) continue;
    const constant = add.operands.find((operand) => operand !== product)?.constant;
    const shape = staticShapeOf(product);
    const outputs = shape.at(-1) ?? 1;
    if (constant === undefined || !shapeEquals(staticShapeOf(resultOf(add)), shape)) continue;
    if (constant.type.shape.at(-1) !== outputs || elementCount(constant.type.shape) !== outputs)
      continue;
    found.set(node, {
      add,
      bias: constantOf(builtinOps.reshape, [constant], { shape: [outputs] }),
    });
  }
  return found;
}
