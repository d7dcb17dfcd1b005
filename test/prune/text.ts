/** Graphs written as text for the tests of pruning, and how they are pruned. */

import { expect } from 'vitest';
import type { Pass } from '../../compiler/pass.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';

export function parsed(text: string): Graph {
  const graph = parseGraph(text);
  if (!graph.ok) throw new Error(graph.diagnostics[0]?.message);
  return graph.value;
}

export function inputsOf(graph: Graph): Map<string, Tensor> {
  return new Map(
    graph.inputs.map(({ name = '', type }, index) => {
      if (!isStaticType(type)) throw new Error(`${name} has an open size`);
      const range = type.dtype === 'f32' ? ([-1, 1] as const) : ([0, 9] as const);
      return [name, seededTensor(type.dtype, type.shape, index + 1, range)];
    }),
  );
}

/** The codes of what is told; nothing of it is an error. */
export async function prune(graph: Graph, pass: Pass, options: Readonly<Record<string, unknown>>) {
  const done = await runPipeline(graph, [{ pass, options }]);
  expect(done.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return done.diagnostics.map(({ code }) => code);
}
