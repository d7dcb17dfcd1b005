/** Runs a model and what became of it, node by node on all inputs, so that the second can be made more like the first. */

import { materialize } from '../../ir/constant.ts';
import { GraphRun } from '../../ir/evaluate.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { CalibrationInputs } from '../calibrate/calibration.ts';

/** Milliseconds between looks at signals. */
const TURN = 50;

/** What is known of a value in each run; undefined where it is not computed yet. */
export type SeenIn = (value: Value) => readonly Tensor[] | undefined;

export interface Step {
  readonly index: number;
  readonly original: Node;
  readonly changed: Node;
  readonly inOriginal: SeenIn;
  readonly inChanged: SeenIn;
  /** Lets signals be heard during long work. */
  readonly breathe: () => Promise<void>;
}

export interface SideBySide {
  readonly signal: AbortSignal | undefined;
  readonly progress?: (done: number, total: number) => void;
  /** After a node of the original, before that of the other, whose constants it may replace. */
  readonly between: (step: Step) => Promise<void>;
}

/** Node by node the graphs are of one form. The inputs fit both. */
export async function runSideBySide(
  originalGraph: Graph,
  changedGraph: Graph,
  inputs: readonly CalibrationInputs[],
  { signal, progress, between }: SideBySide,
): Promise<void> {
  const originals = new Runs(originalGraph, inputs);
  const changes = new Runs(changedGraph, inputs);
  const others = [...changedGraph.nodes()];
  let last = performance.now();
  const breathe = async (): Promise<void> => {
    if (performance.now() - last < TURN) return;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    last = performance.now();
  };
  for (const [index, original] of [...originalGraph.nodes()].entries()) {
    const changed = others[index];
    if (changed === undefined) throw new Error('the graphs are of different forms');
    signal?.throwIfAborted();
    await originals.compute(original);
    const inOriginal: SeenIn = (value) => originals.seen(value);
    const inChanged: SeenIn = (value) => changes.seen(value);
    await between({ index, original, changed, inOriginal, inChanged, breathe });
    await changes.compute(changed);
    originals.release(original);
    changes.release(changed);
    progress?.(index + 1, others.length);
    await breathe();
  }
}

class Runs {
  readonly #runs: readonly GraphRun[];

  constructor(graph: Graph, inputs: readonly CalibrationInputs[]) {
    this.#runs = inputs.map((given) => {
      const run = new GraphRun(graph);
      for (const input of graph.inputs) run.set(input, given.get(input.name ?? ''));
      return run;
    });
  }

  seen(value: Value): readonly Tensor[] | undefined {
    if (this.#runs[0]?.has(value) !== true) return undefined;
    return this.#runs.map((run) => run.get(value));
  }

  /** Reads a weight once for all runs. */
  async compute(node: Node): Promise<void> {
    for (const operand of node.operands) {
      const { constant } = operand ?? {};
      if (operand === undefined || constant === undefined) continue;
      if (this.#runs[0]?.has(operand) !== false) continue;
      const tensor = await materialize(constant);
      for (const run of this.#runs) run.set(operand, tensor);
    }
    for (const run of this.#runs) run.node(node);
  }

  release(node: Node): void {
    for (const run of this.#runs) run.release(node);
  }
}
