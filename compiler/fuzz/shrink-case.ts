/** Makes a use of an op on which something fails as small as it can while that still fails. */

import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import type { OpCase } from './op-cases.ts';
import { resizedTensor } from './resize-dims.ts';
import { shrinkGraph } from './shrink.ts';
import type { ShrinkOptions } from './shrink.ts';

/** `fails` says whether a use still shows the fault. */
export async function shrinkCase(
  start: OpCase,
  fails: (smaller: OpCase) => Promise<boolean>,
  options: ShrinkOptions = {},
): Promise<OpCase> {
  const withInputs = (graph: Graph): OpCase => ({
    ...start,
    graph,
    inputs: inputsOf(graph, start),
  });
  const uses = (graph: Graph): boolean => graph.size > 0;
  const smallest = await shrinkGraph(
    start.graph,
    async (graph) => uses(graph) && (await fails(withInputs(graph))),
    options,
  );
  return smallest === start.graph ? start : withInputs(smallest);
}

/** The first numbers of those that the use began with. */
function inputsOf(graph: Graph, { inputs }: OpCase): ReadonlyMap<string, Tensor> {
  return new Map(
    graph.inputs.flatMap(({ name = '', type }) => {
      const tensor = inputs.get(name);
      if (tensor === undefined || !isStaticType(type)) return [];
      return [[name, resizedTensor(tensor, type.shape)] as const];
    }),
  );
}
