/** What can be told of a target from its graph alone: operations as kernels, and what is alive between them. */

import { hasTrait } from '../../../ir/define.ts';
import type { Node } from '../../../ir/graph.ts';
import { byteSize } from '../../../ir/types.ts';
import { isContraction } from '../../blocks/region.ts';
import { costOfNode } from '../../cost.ts';
import { activationRanges } from '../../live-activations.ts';
import type { KernelReport, LiveTensor, MemoryTimeline } from '../../report/data-running.ts';
import { labelOf } from '../../report/figures.ts';
import { bytesOf, graphLayers } from '../../report/layers.ts';
import { memoryTimeline } from '../../report/memory-timeline.ts';
import { estimate } from '../../report/roofline.ts';
import { staticTypeOf } from '../../../targets/shape.ts';
import type { Lowering } from './lowering.ts';
import type { Repeated } from './repeat.ts';
import type { TargetSpeeds } from './speeds.ts';

export function inGraph(repeated: Repeated, { speeds }: TargetSpeeds): Lowering {
  const { graph, marks, follower, built, name } = repeated;
  const kernels = [...graph.nodes()].flatMap((node, index): KernelReport[] => {
    if (!isKernel(node)) return [];
    const work = { flops: costOfNode(node)?.flops ?? 0, bytes: bytesMoved(node), dispatches: 1 };
    const timed = { ...work, ...estimate(work, speeds), measured: null };
    const { onnx: names } = node.origin;
    return [{ label: labelOf(node), block: marks.blockOf(node.origin), names, index, ...timed }];
  });
  const stored = built.weights ?? (TELLING.includes(name) ? [] : undefined);
  const { layers, others } = graphLayers(graph, marks, follower.reasons, stored);
  return { kernels, layers, others, memory: timelineOf(repeated) };
}

/** Targets whose manifests list all weights of few bits; one of the user's own may list none that it has. */
const TELLING: readonly string[] = ['coreml', 'nnapi'];

/** What is computed element by element is taken as a part of them. */
function isKernel(node: Node): boolean {
  return (
    isContraction(node) || hasTrait(node.op, 'reduction') || hasTrait(node.op, 'normalization')
  );
}

function bytesMoved({ operands, results }: Node): number {
  const values = [...operands, ...results].flatMap((value) => value ?? []);
  return values.reduce(
    (sum, value) =>
      sum +
      (value.constant === undefined ? byteSize(staticTypeOf(value)) : bytesOf(value.constant)),
    0,
  );
}

function timelineOf({ graph, marks }: Repeated): MemoryTimeline {
  const ranges = activationRanges(graph) ?? [];
  const tensors = ranges.map(({ value, bytes, first, last }): LiveTensor => {
    const { producer } = value;
    return {
      bytes,
      first,
      last,
      by: producer === undefined ? 'input' : labelOf(producer),
      block: producer === undefined ? 'in' : marks.blockOf(producer.origin),
      name: producer?.origin.onnx[0] ?? value.name ?? '',
    };
  });
  return memoryTimeline('liveness', tensors, graph.size);
}
