/** What a model computes with its weights stored in some way. */

import { qualityOf } from '../../compiler/budget/quality.ts';
import { runPipeline } from '../../compiler/api/node.ts';
import type { PassStep } from '../../compiler/api/node.ts';
import { bitsPerElement, compressedForm, storedBits } from '../../compiler/compressed/form.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import { chosenWeights } from '../../compiler/quantize/weights.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { tensor, toNumbers } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { valueOf } from '../value-of.ts';
import type { Tensors } from './model.ts';

export interface Loss {
  /** Bits that a weight takes on average, with its scales or palettes; of those that have few bits. */
  readonly bits: number | undefined;
  /** For each held-out input. */
  readonly outputs: readonly Tensors[];
}

/** The steps round its weights; to fp16 where there are none. */
export async function lossOf(
  imported: Graph,
  steps: readonly PassStep[] | undefined,
  held: readonly Tensors[],
  signal: AbortSignal,
): Promise<Loss> {
  const graph = cloneGraph(imported);
  if (steps === undefined) roundToHalves(graph);
  else valueOf(await runPipeline(graph, steps, [], { signal }));
  const outputs: Tensors[] = [];
  for (const own of held) outputs.push(await evaluateGraph(graph, own, { signal }));
  return { bits: bitsOf(graph), outputs };
}

/** In dB, over all runs taken together; of the output that lost most. */
export function signalToNoise(actual: readonly Tensors[], expected: readonly Tensors[]): number {
  return qualityOf(together(actual), together(expected)).sqnr;
}

function together(runs: readonly Tensors[]): Tensors {
  const names = runs[0]?.keys() ?? [];
  return new Map(
    Array.from(names, (name) => {
      const all = runs.flatMap((run) => [
        ...toNumbers(run.get(name) ?? tensor('f32', [0], new Float32Array(0))),
      ]);
      return [name, tensor('f32', [all.length], Float32Array.from(all))];
    }),
  );
}

/** Weights alone, as targets do; the frequencies of a timestep would lose their angles. */
function roundToHalves(graph: Graph): void {
  const every = { include: '', exclude: '', min_elements: 0, embeddings: true };
  for (const { value, constant } of chosenWeights(graph, every)) {
    const half = constantOf(cast, [constant], { to: 'f16' });
    graph.replaceAllUses(value, graph.addConstant(constantOf(cast, [half], { to: 'f32' })));
  }
}

/** Scales and palettes count as halves. */
function bitsOf(graph: Graph): number | undefined {
  let [bits, elements] = [0, 0];
  for (const { constant } of graph.constants()) {
    const form = constant && compressedForm(constant);
    if (form === undefined) continue;
    const count = elementCount(form.type.shape);
    const own = bitsPerElement(form) * count;
    bits += own + (storedBits(form) - own) / 2;
    elements += count;
  }
  return elements === 0 ? undefined : bits / elements;
}
