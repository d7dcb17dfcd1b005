/** Evaluates a graph on the reference evaluator so that progress is told and an interrupt gets through. */

import { materialize } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { EvaluateOptions } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { CommandContext } from './command.ts';

/** Longest time without a look at signals, between nodes. */
const TURN = 50;

export async function evaluateReference(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  { signal, progress, timings }: CommandContext,
  onNode: EvaluateOptions['onNode'] = () => undefined,
): Promise<ReadonlyMap<string, Tensor>> {
  let last = performance.now();
  let done = 0;
  return timings.time('reference', () =>
    evaluateGraph(graph, inputs, {
      signal,
      onNode: (node, results) => {
        done++;
        onNode(node, results);
      },
      materialize: async (constant) => {
        const now = performance.now();
        if (now - last > TURN) {
          progress.count('evaluating nodes', done, graph.size);
          await new Promise((resolve) => {
            setImmediate(resolve);
          });
          last = performance.now();
        }
        return materialize(constant);
      },
    }),
  );
}
