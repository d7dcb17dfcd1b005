/** What a model computes with its weights stored in some way, against what it computes in fp32. */

import { compressionSteps, runPipeline } from '../../compiler/api/node.ts';
import { qualityOf } from '../../compiler/budget/quality.ts';
import { bitsPerElement, compressedForm, storedBits } from '../../compiler/compressed/form.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import type { PrecisionRow } from './rows.ts';

type Tensors = ReadonlyMap<string, Tensor>;

export interface Loss {
  /** Of the output that lost most, in dB. */
  readonly signalToNoise: number;
  /** Bits that a weight takes on average, with its scales or palettes; of those that have few bits. */
  readonly bits: number | undefined;
  readonly outputs: Tensors;
}

export async function lossOf(
  imported: Graph,
  { compression }: PrecisionRow,
  data: {
    readonly inputs: Tensors;
    readonly expected: Tensors;
    readonly calibration: readonly Tensors[];
  },
  signal: AbortSignal,
): Promise<Loss> {
  const graph = cloneGraph(imported);
  if (compression === undefined) roundToHalves(graph);
  else {
    const steps = compressionSteps(compression, { calibration: data.calibration });
    const done = await runPipeline(graph, steps, [], { signal });
    if (!done.ok) throw new Error(done.diagnostics.map(formatDiagnostic).join('\n'));
  }
  const outputs = await evaluateGraph(graph, data.inputs, { signal });
  return { signalToNoise: qualityOf(outputs, data.expected).sqnr, bits: bitsOf(graph), outputs };
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
