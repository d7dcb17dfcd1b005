/** Runs a graph on several inputs at once, node by node, so that each weight is read once and seen with all of them. */

import { materialize } from '../../ir/constant.ts';
import { GraphRun } from '../../ir/evaluate.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { CalibrationInputs } from '../calibrate/calibration.ts';

/** Milliseconds between looks at signals. */
const TURN = 50;

/** A value in each run. */
export type Seen = (value: Value) => readonly Tensor[];

export interface Lockstep {
  readonly signal: AbortSignal | undefined;
  /** Nodes that have been computed, and all. */
  readonly progress?: (done: number, total: number) => void;
  /** Is told before each node, with what it reads in each run. */
  readonly before?: (node: Node, seen: Seen) => Promise<void>;
  /** Is told after each node, with its results too. */
  readonly after?: (node: Node, seen: Seen) => void;
}

/** The inputs fit the graph. Resolves to the outputs of each run. */
export async function runInLockstep(
  graph: Graph,
  inputs: readonly CalibrationInputs[],
  { signal, progress, before, after }: Lockstep,
): Promise<readonly ReadonlyMap<string, Tensor>[]> {
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
    const seen: Seen = (value) => runs.map((run) => run.get(value));
    await before?.(node, seen);
    for (const run of runs) run.node(node);
    after?.(node, seen);
    for (const run of runs) run.release(node);
    done++;
    if (performance.now() - last < TURN) continue;
    progress?.(done, graph.size);
    // So that signals are heard.
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  }
  for (const { value } of graph.outputs) {
    if (value.constant === undefined || runs[0]?.has(value) !== false) continue;
    const tensor = await materialize(value.constant);
    for (const run of runs) run.set(value, tensor);
  }
  return runs.map((run) => new Map(graph.outputs.map(({ name, value }) => [name, run.get(value)])));
}
