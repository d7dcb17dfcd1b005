/** Chains of reshapes and transposes in the fewest steps that move the same elements. */

import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { resultOf } from '../../../ir/graph.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import {
  arrange,
  layoutOf,
  planArrange,
  reshapeLayout,
  transposeLayout,
} from '../shared/layout.ts';
import type { Layout } from '../shared/layout.ts';
import { operandAt, soleUser, viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';

export const shortestChain: Simplification = (node, { graph, build }) => {
  if (!isMove(node) || isMove(onlyReader(graph, node))) return undefined;
  const chain = chainAbove(graph, node);
  for (let length = chain.length; length > 1; length--) {
    const part = chain.slice(-length);
    const [first] = part;
    if (first === undefined) return undefined;
    const source = operandAt(first, 0);
    const from = layoutOf(source.type.shape);
    const to = part.reduce<Layout | undefined>(
      (layout, item) => layout && after(item, layout),
      from,
    );
    if (to === undefined) continue;
    const plan = planArrange(source.type.shape, from, to);
    const transposes = part.filter((item) => item.op === transpose).length;
    if (plan.transposes > transposes) continue;
    if (plan.transposes === transposes && plan.steps >= part.length) continue;
    return arrange(build(...part), source, from, to);
  }
  return undefined;
};

function isMove(node: Node | undefined): boolean {
  return node?.op === reshape || node?.op === transpose;
}

function onlyReader(graph: Graph, node: Node): Node | undefined {
  return soleUser(graph, resultOf(node));
}

/** The moves that end in this node, each read by the next one only. */
function chainAbove(graph: Graph, last: Node): Node[] {
  const chain = [last];
  for (;;) {
    const [first = last] = chain;
    const value: Value = operandAt(first, 0);
    const { producer } = value;
    if (producer === undefined || !isMove(producer) || soleUser(graph, value) !== first) {
      return chain;
    }
    chain.unshift(producer);
  }
}

function after(node: Node, layout: Layout): Layout | undefined {
  const turned = viewAs(transpose, node);
  if (turned !== undefined) return transposeLayout(layout, turned.attributes.perm);
  return reshapeLayout(layout, resultOf(node).type.shape);
}
