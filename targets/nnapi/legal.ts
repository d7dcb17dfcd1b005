/** Says before anything is emitted what NNAPI cannot run. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { missingLowerings, runningNodes } from '../missing-lowerings.ts';
import { sparseWeights } from '../sparse-weights.ts';
import { noLowering } from './diagnostics.ts';
import { limitFaults } from './limits.ts';
import { lowerGraph } from './lower.ts';
import type { LowerContext } from './lowering.ts';
import { loweringOf } from './lowerings.ts';
import { angleRemarks } from './relaxed-angles.ts';
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

/** Everything that stands against emitting the graph at the feature level, and what is said of how it runs. */
export function checkLegal(graph: Graph, context: LowerContext): readonly Diagnostic[] {
  const missing = missingLowerings(
    runningNodes(graph),
    (node) => loweringOf(node)?.lower !== undefined,
    noLowering,
  );
  if (missing.length > 0) return missing;
  try {
    const model = modelOf(graph, context);
    return [
      ...limitFaults(model),
      ...model.remarks,
      ...angleRemarks(graph, context),
      ...sparseWeights(graph, 'NNAPI'),
    ];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}
