/** Says before anything is emitted what NNAPI cannot run. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import { staticTypeOf } from '../shape.ts';
import { noLowering } from './diagnostics.ts';
import { lowerGraph } from './lower.ts';
import type { LowerContext } from './lowering.ts';
import { loweringOf } from './lowerings.ts';
import type { NnModel } from './syntax.ts';

/** What emission needs is worked out once, while legality is checked. */
const models = new WeakMap<Graph, { readonly key: string; readonly model: NnModel }>();

/** Throws a DiagnosticError for what NNAPI cannot express. */
export function modelOf(graph: Graph, context: LowerContext): NnModel {
  const key = JSON.stringify(context);
  const known = models.get(graph);
  if (known?.key === key) return known.model;
  const model = lowerGraph(graph, context);
  models.set(graph, { key, model });
  return model;
}

/** Everything that stands against emitting the graph at the feature level. */
export function checkLegal(graph: Graph, context: LowerContext): readonly Diagnostic[] {
  const missing = missingLowerings(graph);
  if (missing.length > 0) return missing;
  try {
    modelOf(graph, context);
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** One diagnostic for each op, naming its first node. */
function missingLowerings(graph: Graph): Diagnostic[] {
  const missing = new Map<string, Node[]>();
  for (const node of graph.nodes()) {
    // Nothing runs for a result without elements.
    if (node.results.every((result) => elementCount(staticTypeOf(result).shape) === 0)) continue;
    if (loweringOf(node)?.lower !== undefined) continue;
    missing.set(node.op.name, [...(missing.get(node.op.name) ?? []), node]);
  }
  return [...missing].flatMap(([op, nodes]) => {
    const [first] = nodes;
    return first === undefined ? [] : [noLowering(op, nodes.length, first.origin)];
  });
}
