/** What targets that store no sparse weights say of a model that has some. */

import { compressedForm } from '../compiler/compressed/form.ts';
import { sparseForm } from '../compiler/compressed/sparse.ts';
import type { Constant } from '../ir/constant.ts';
import { lookup } from '../ir/ops/composite/lookup.ts';
import { defineDiagnostic } from '../ir/diagnostics.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';

const sparseInFull = defineDiagnostic('SNAPC4012', 'warning', (count: number, target: string) => ({
  message: `${count === 1 ? 'one weight is' : `${count} weights are`} sparse, which is of no use on ${target}: zeros take as much room and time as other numbers`,
  hint: 'leave the pass sparsify-weights out for this target, or store weights in few bits or prune channels instead; Core ML stores sparse weights',
}));

const sparsePalettes = defineDiagnostic(
  'SNAPC4016',
  'warning',
  (count: number, target: string) => ({
    message: `${count === 1 ? 'one palette is' : `${count} palettes are`} of sparse weights, which ${target} stores as floats: no entry of a palette is 0`,
    hint: 'store them in palettes without sparse=, or as sparse=SHARE,int8 or int4, which keep their bits',
  }),
);

/** `target` as people call it. */
export function sparseWeights(graph: Graph, target: string): readonly Diagnostic[] {
  let count = 0;
  let palettes = 0;
  for (const { constant } of graph.constants()) {
    const form = constant && sparseForm(constant);
    if (constant === undefined || form === undefined) continue;
    count++;
    if (compressedForm(constant) === undefined && isPalette(form.values)) palettes++;
  }
  return [
    ...(count === 0 ? [] : [sparseInFull(count, target)]),
    ...(palettes === 0 ? [] : [sparsePalettes(palettes, target)]),
  ];
}

/** Whether what is kept comes out of a palette. */
function isPalette({ source }: Constant): boolean {
  if (source.kind !== 'recipe') return false;
  if (source.op === lookup) return true;
  const [first] = source.operands;
  return first !== undefined && isPalette(first);
}
