/** What the WebGPU target makes of a graph: kernels with their work, weights as they are stored, the plan of memory. */

import { elementCount } from '../../../ir/types.ts';
import type { Node } from '../../../ir/graph.ts';
import { SHARD_BYTES } from '../../../targets/webgpu/assemble.ts';
import type { Assembly } from '../../../targets/webgpu/assemble.ts';
import { assemblyOf } from '../../../targets/webgpu/legal.ts';
import { LiveRanges } from '../../../targets/webgpu/plan.ts';
import type { Kernel, LoweredProgram, Storage, Weight } from '../../../targets/webgpu/program.ts';
import { boundBytes, bufferBytes } from '../../../targets/webgpu/stored.ts';
import { nodeFlops } from '../../../targets/webgpu/trace.ts';
import { staticTypeOf } from '../../../targets/shape.ts';
import type { KernelReport, LayerReport, LiveTensor, MemoryTimeline } from '../../report/data.ts';
import { formOf, layersOf } from '../../report/layers.ts';
import { memoryTimeline } from '../../report/memory-timeline.ts';
import { estimate } from '../../report/roofline.ts';
import type { BlockMarks } from '../../report/mark.ts';
import type { Lowering } from './lowering.ts';
import type { Repeated } from './repeat.ts';
import type { TargetSpeeds } from './speeds.ts';

/** One or more dispatches in a row that compute one node, or copy to an output. */
interface Run {
  readonly node: Node | undefined;
  readonly index: number;
  readonly kernels: readonly Kernel[];
}

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
      label: own.length === 1 ? (first?.label ?? '') : partsLabel(own),
      block: marks.blockOf(first?.origin ?? NOWHERE),
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
    reason: layer.reason || follower.reasons.reason(layer.names, !/^fp/.test(layer.form)),
  }));
  return { kernels, layers, others: stored.others, memory: timelineOf(assembly, marks) };
}

const NOWHERE = { onnx: [], passes: [] };

function runsOf({ kernels, nodes }: LoweredProgram): readonly Run[] {
  const runs: { node: Node | undefined; index: number; kernels: Kernel[] }[] = [];
  for (const [index, kernel] of kernels.entries()) {
    const node = nodes.get(kernel);
    const last = runs.at(-1);
    if (last !== undefined && node !== undefined && last.node === node) last.kernels.push(kernel);
    else runs.push({ node, index, kernels: [kernel] });
  }
  return runs;
}

/** Kernels say in brackets which part of their node they are. */
function partsLabel(kernels: readonly Kernel[]): string {
  const [first] = kernels;
  return `${(first?.label ?? '').replace(/ \([^()]*\)$/, '')} in ${kernels.length} parts`;
}

/** What a node reads and writes once; between its parts, and for copies, what they bind. */
function bytesMoved(node: Node | undefined, kernels: readonly Kernel[]): number {
  const bindings = kernels.flatMap((kernel) => kernel.bindings);
  if (node === undefined || kernels.length > 1) {
    return bindings.reduce((sum, { buffer }) => sum + boundBytes(buffer), 0);
  }
  const weights = bindings.filter(({ buffer }) => buffer.kind === 'weight');
  const values = [...node.operands, ...node.results].flatMap((value) =>
    value === undefined || value.constant !== undefined ? [] : [bufferBytes(staticTypeOf(value))],
  );
  const bytes = [...values, ...weights.map(({ buffer }) => boundBytes(buffer))];
  return bytes.reduce((sum, own) => sum + own, 0);
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
    const block = marks.blockOf(kernel?.origin ?? NOWHERE);
    const product = node && products.get(node);
    if (product === undefined) {
      others.set(block, (others.get(block) ?? 0) + bytes);
      continue;
    }
    layers.push({
      names: kernel?.origin.onnx ?? [],
      block,
      op: product.op,
      form: wordOf(mainOf(own), formOf(product.weight)),
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

function timelineOf({ program, plan }: Assembly, marks: BlockMarks): MemoryTimeline {
  const ranges = new LiveRanges();
  const writers = new Map<Storage, Kernel>();
  for (const [step, kernel] of program.kernels.entries()) {
    for (const { buffer, access } of kernel.bindings) {
      ranges.touch(buffer, step);
      if (buffer.kind === 'storage' && access === 'write' && !writers.has(buffer)) {
        writers.set(buffer, kernel);
      }
    }
  }
  const tensors = Array.from(ranges.of, ([storage, range]): LiveTensor => {
    const writer = writers.get(storage);
    return {
      ...range,
      by: writer?.label ?? 'nothing',
      block: marks.blockOf(writer?.origin ?? NOWHERE),
      name: writer?.origin.onnx[0] ?? '',
    };
  });
  const { peak: planned, lowerBound } = plan.memory;
  return memoryTimeline('plan', tensors, program.kernels.length, { planned, lowerBound });
}
