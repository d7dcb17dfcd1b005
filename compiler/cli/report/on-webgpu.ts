/** What the WebGPU target makes of a graph: kernels with their work, weights as they are stored, the plan of memory. */

import { elementCount } from '../../../ir/types.ts';
import { NO_ORIGIN } from '../../../ir/graph.ts';
import type { Node } from '../../../ir/graph.ts';
import { SHARD_BYTES } from '../../../targets/webgpu/assemble.ts';
import type { Assembly } from '../../../targets/webgpu/assemble.ts';
import { assemblyOf } from '../../../targets/webgpu/legal.ts';
import type { Weight } from '../../../targets/webgpu/program.ts';
import { boundBytes } from '../../../targets/webgpu/stored.ts';
import { nodeFlops } from '../../../targets/webgpu/trace.ts';
import type { LayerReport } from '../../report/data-layers.ts';
import type { KernelReport } from '../../report/data-running.ts';
import { layersOf, unmaskedFormOf } from '../../report/layers.ts';
import { estimate } from '../../report/roofline.ts';
import type { BlockMarks } from '../../report/mark.ts';
import { bytesMoved, labelOfParts, runsOf } from './dispatch-runs.ts';
import type { Run } from './dispatch-runs.ts';
import type { Lowering } from './lowering.ts';
import { plannedTimeline } from './planned-timeline.ts';
import type { Repeated } from './repeat.ts';
import type { TargetSpeeds } from './speeds.ts';

/** `measured` are milliseconds of each dispatch. */
export function onWebgpu(
  repeated: Repeated,
  { speeds }: TargetSpeeds,
  measured: readonly number[] | undefined,
): Lowering {
  const { graph, marks, follower, context } = repeated;
  const { device, precision, options } = context;
  const shardBytes = Number(options['shard_bytes'] ?? SHARD_BYTES);
  const assembly = assemblyOf(graph, device, shardBytes, precision);
  const runs = runsOf(assembly.program);
  const kernels = runs.map(({ node, index, kernels: own }): KernelReport => {
    const work = {
      flops: node === undefined ? 0 : nodeFlops(node),
      bytes: bytesMoved(node, own),
      dispatches: own.length,
    };
    const [first] = own;
    return {
      label: labelOfParts(own),
      block: marks.blockOf(first?.origin ?? NO_ORIGIN),
      names: first?.origin.onnx ?? [],
      index,
      ...work,
      ...estimate(work, speeds),
      measured:
        measured?.slice(index, index + own.length).reduce((sum, one) => sum + one, 0) ?? null,
    };
  });
  const stored = storedWeights(
    assembly,
    runs,
    marks,
    new Map(layersOf(graph).map((one) => [one.node, one])),
  );
  const layers = stored.layers.map((layer) => ({
    ...layer,
    reason: layer.reason || follower.reasons.reason(layer.names, !layer.form.startsWith('fp')),
  }));
  return { kernels, layers, others: stored.others, memory: plannedTimeline(assembly, marks) };
}

type Layers = ReadonlyMap<Node, ReturnType<typeof layersOf>[number]>;

/** Equal weights have one place, which counts where it is read first. */
function storedWeights(
  { weights }: Assembly,
  runs: readonly Run[],
  marks: BlockMarks,
  products: Layers,
): Pick<Lowering, 'layers' | 'others'> {
  const layers: LayerReport[] = [];
  const others = new Map<string, number>();
  const seen = new Set<string>();
  for (const { node, kernels } of runs) {
    const own = kernels.flatMap(({ bindings }) =>
      bindings.flatMap(({ buffer }) => (buffer.kind === 'weight' ? [buffer] : [])),
    );
    let bytes = 0;
    for (const weight of own) {
      const place = weights.places.get(weight);
      const key = `${place?.buffer ?? 0} ${place?.offset ?? 0}`;
      if (!seen.has(key)) bytes += boundBytes(weight);
      seen.add(key);
    }
    const [kernel] = kernels;
    const block = marks.blockOf(kernel?.origin ?? NO_ORIGIN);
    const product = node && products.get(node);
    if (product === undefined) {
      others.set(block, (others.get(block) ?? 0) + bytes);
      continue;
    }
    layers.push({
      names: kernel?.origin.onnx ?? [],
      block,
      op: product.op,
      form: wordOf(mainOf(own), unmaskedFormOf(product.weight)),
      elements: elementCount(product.weight.type.shape),
      bytes,
      reason: bytes === 0 && own.length > 0 ? 'shares the weight of a layer before it' : '',
    });
  }
  return { layers, others };
}

function mainOf(weights: readonly Weight[]): Weight | undefined {
  return weights.toSorted((a, b) => elementCount(b.type.shape) - elementCount(a.type.shape))[0];
}

const FLOATS: Readonly<Record<string, string>> = { f32: 'fp32', f16: 'fp16', halves: 'fp16' };

function wordOf(weight: Weight | undefined, form: string): string {
  return (weight && FLOATS[weight.stored]) ?? form;
}
