/** Runs a graph on several inputs at once, node by node, so that each weight is read once and seen with all of them. */

import { materialize } from '../../ir/constant.ts';
import { GraphRun } from '../../ir/evaluate.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { CalibrationInputs } from '../calibrate/calibration.ts';

/** Milliseconds between looks at signals. */
const TURN = 50;

export interface Lockstep {
  readonly signal: AbortSignal | undefined;
  /** Nodes that have been computed, and all. */
  readonly progress?: (done: number, total: number) => void;
  /** Is told before each node, with what it reads in each run. */
  readonly before: (node: Node, seen: (value: Value) => readonly Tensor[]) => Promise<void>;
}

/** The inputs fit the graph. */
export async function runInLockstep(
  graph: Graph,
  inputs: readonly CalibrationInputs[],
  { signal, progress, before }: Lockstep,
): Promise<void> {
  const runs = inputs.map((given) => {
    const run = new GraphRun(graph);
    for (const input of graph.inputs) run.set(input, given.get(input.name ?? ''));
    return run;
  });
  let done = 0;
  let last = performance.now();
  for (const node of graph.nodes()) {
    signal?.throwIfAborted();
    for (const operand of node.operands) {
      const { constant } = operand ?? {};
      if (operand === undefined || constant === undefined) continue;
      if (runs[0]?.has(operand) !== false) continue;
      const tensor = await materialize(constant);
      for (const run of runs) run.set(operand, tensor);
    }
    await before(node, (value) => runs.map((run) => run.get(value)));
    for (const run of runs) {
      run.node(node);
      run.release(node);
    }
    done++;
    if (performance.now() - last < TURN) continue;
    progress?.(done, graph.size);
    // So that signals are heard.
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  }
}
