/** What targets that store no sparse weights say of a model that has some. */

import { sparseForm } from '../compiler/compressed/sparse.ts';
import { defineDiagnostic } from '../ir/diagnostics.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';

const sparseInFull = defineDiagnostic('SNAPC4012', 'warning', (count: number, target: string) => ({
  message: `${count === 1 ? 'one weight is' : `${count} weights are`} sparse, which is of no use on ${target}: zeros take as much room and time as other numbers`,
  hint: 'leave the pass sparsify-weights out for this target, or store weights in few bits or prune channels instead; Core ML stores sparse weights',
}));

/** `target` as people call it. */
export function sparseWeights(graph: Graph, target: string): readonly Diagnostic[] {
  const count = graph
    .constants()
    .filter(({ constant }) => constant !== undefined && sparseForm(constant) !== undefined).length;
  return count === 0 ? [] : [sparseInFull(count, target)];
}
