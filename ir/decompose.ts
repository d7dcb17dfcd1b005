/** Writes a composite node as the core nodes of its declaration, in place. */

import { createBuilder } from './builder.ts';
import type { CoreBuilder } from './builder.ts';
import type { AttributeMap, OperandMap } from './define.ts';
import { mergeOrigins, operandsOf } from './graph.ts';
import type { Graph, Node, Value } from './graph.ts';
import { OpFault } from './op-fault.ts';
import { coreOps } from './ops/core/index.ts';

type Decompose = (
  builder: CoreBuilder,
  operands: OperandMap<Value>,
  attributes: AttributeMap,
) => Value | readonly Value[];

/** Replaces the node; `pass` joins the origin of what it becomes. Throws if the op has no decomposition. */
export function decomposeNode(graph: Graph, node: Node, pass?: string): void {
  const decompose = node.op.decompose as Decompose | undefined;
  if (decompose === undefined) throw new Error(`${node.op.name} is not composite`);
  const origin = mergeOrigins([node.origin], pass);
  const builder = createBuilder(coreOps, graph, { before: node, origin });
  const results = [decompose(builder, operandsOf(node), node.attributes)].flat();
  node.results.forEach((result, index) => {
    const replacement = results[index];
    if (replacement === undefined) {
      throw new OpFault(node.op, 'decompose', `it gave no result ${index}`);
    }
    if (result.name !== undefined) graph.nameValue(replacement, result.name);
    graph.replaceAllUses(result, replacement);
  });
  graph.remove(node);
}
