/** What a model computes with its weights stored in some way. */

import { qualityOf } from '../../compiler/budget/quality.ts';
import { compressionSteps, runPipeline } from '../../compiler/api/node.ts';
import { bitsPerElement, compressedForm, storedBits } from '../../compiler/compressed/form.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import type { LayerFeedback } from '../../compiler/quantize/layer-feedback.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { tensor, toNumbers } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import type { PrecisionData, Tensors } from './model.ts';
import type { PrecisionRow } from './rows.ts';

export interface Loss {
  /** Bits that a weight takes on average, with its scales or palettes; of those that have few bits. */
  readonly bits: number | undefined;
  /** For each held-out input. */
  readonly outputs: readonly Tensors[];
}

export async function lossOf(
  imported: Graph,
  { compression }: PrecisionRow,
  { held, calibration, feedback }: PrecisionData & { readonly feedback: LayerFeedback },
  signal: AbortSignal,
): Promise<Loss> {
  const graph = cloneGraph(imported);
  if (compression === undefined) roundToHalves(graph);
  else {
    const steps = compressionSteps(compression, { calibration, feedback });
    const done = await runPipeline(graph, steps, [], { signal });
    if (!done.ok) throw new Error(done.diagnostics.map(formatDiagnostic).join('\n'));
  }
  return { bits: bitsOf(graph), outputs: await outputsOf(graph, held, signal) };
}

/** Of each run, one after another. */
export async function outputsOf(
  graph: Graph,
  inputs: readonly Tensors[],
  signal: AbortSignal,
): Promise<readonly Tensors[]> {
  const outputs: Tensors[] = [];
  for (const own of inputs) outputs.push(await evaluateGraph(graph, own, { signal }));
  return outputs;
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

function roundToHalves(graph: Graph): void {
  for (const value of graph.constants()) {
    const { constant } = value;
    if (constant?.type.dtype !== 'f32' || constant.type.shape.length < 2) continue;
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
