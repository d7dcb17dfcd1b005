/** `snapc diff --ops`: every value of the lowered graph on WebGPU against the reference, in the order of the ops. */

import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { castTensor } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { byteSize, isStaticType } from '../../ir/types.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import type { Device } from '../../targets/devices/index.ts';
import type { Registry } from '../api/registry.ts';
import type { Manifest } from '../manifest.ts';
import { RUNNABLE } from './artifact.ts';
import type { AdapterName } from './artifact.ts';
import { refuse } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { nothingToRun, opDiffers, passesDiffer } from './diagnostics.ts';
import { evaluateReference } from './evaluate.ts';
import { lowerInMemory } from './lowered.ts';
import { readDevice } from './options.ts';
import { visible } from './present.ts';
import { table } from './table.ts';
import {
  DIFFERENCE_HEAD,
  compareTensors,
  differenceCells,
  jsonDifference,
  toleranceFor,
} from './tensors.ts';
import type { Difference } from './tensors.ts';
import { formatError } from '../units.ts';

/** Values that are read back at once take no more memory than this. */
const BATCH_BYTES = 256 * 2 ** 20;
/** A program with more outputs binds more buffers than it is worth. */
const BATCH_VALUES = 256;

export interface DiffOpsRequest {
  /** As imported, with its dims bound. */
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly registry: Registry;
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly adapter: AdapterName | undefined;
  /** The device file where the manifest's device is not known by its name. */
  readonly device: string | undefined;
}

interface OpDifference extends Difference {
  readonly op: string;
  readonly onnx: readonly string[];
}

export async function diffOps(context: CommandContext, request: DiffOpsRequest): Promise<Outcome> {
  const { graph, manifest, registry } = request;
  const built = manifest.targets[RUNNABLE];
  if (built === undefined) return refuse(nothingToRun(RUNNABLE, Object.keys(manifest.targets)));
  const { precision } = manifest;
  const device = await readDevice(context, registry, request.device ?? manifest.device);
  const lowered = await lowerInMemory(context, registry, graph, {
    target: webgpu,
    device,
    precision,
    options: built.options,
  });
  const tolerance = toleranceFor(lowered, precision);
  await comparePasses(context, graph, lowered, request.inputs, toleranceFor(graph, precision));
  const inputs = inputsOf(lowered, request.inputs);
  const found: OpDifference[] = [];
  const nodes = [...lowered.nodes()];
  for (const [start, end] of batches(nodes)) {
    context.progress.phase(`comparing ops ${start + 1} to ${end} of ${nodes.length}`);
    found.push(
      ...(await compareBatch(context, lowered, [start, end], inputs, device, request.adapter)),
    );
  }
  return outcomeOf(context, found, tolerance);
}

/** What the passes did to the numbers is no op's fault, so it is told on its own. */
async function comparePasses(
  context: CommandContext,
  imported: Graph,
  lowered: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  tolerance: number,
): Promise<void> {
  const before = await evaluateReference(imported, inputs, context);
  const after = await evaluateReference(lowered, inputsOf(lowered, inputs), context);
  const changed = Array.from(before).filter(([name, expected]) => {
    const actual = after.get(name);
    return actual === undefined || !(compareTensors(actual, expected).error <= tolerance);
  });
  if (changed.length > 0) {
    const names = changed.map(([name]) => name);
    context.diagnostics.push(passesDiffer(names, tolerance));
  }
}

/** A target may take an input in a narrower type than the model's; the numbers are the same. */
function inputsOf(
  lowered: Graph,
  inputs: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  const types = new Map(lowered.inputs.map(({ name, type }) => [name, type.dtype]));
  return new Map(
    Array.from(inputs, ([name, given]) => [
      name,
      castTensor(given, types.get(name) ?? given.dtype),
    ]),
  );
}

/** Runs of nodes whose results fit into memory together, as half-open ranges. */
function* batches(nodes: readonly Node[]): Generator<readonly [start: number, end: number]> {
  let start = 0;
  let bytes = 0;
  for (const [index, node] of nodes.entries()) {
    const size = node.results.reduce((sum, { type }) => sum + sizeOf(type), 0);
    const full = bytes + size > BATCH_BYTES || index - start >= BATCH_VALUES;
    if (full && index > start) {
      yield [start, index];
      start = index;
      bytes = 0;
    }
    bytes += size;
  }
  if (start < nodes.length) yield [start, nodes.length];
}

function sizeOf(type: Value['type']): number {
  return isStaticType(type) ? byteSize(type) : 0;
}

async function compareBatch(
  { signal, timings }: CommandContext,
  lowered: Graph,
  [start, end]: readonly [number, number],
  inputs: ReadonlyMap<string, Tensor>,
  device: Device,
  adapter: AdapterName | undefined,
): Promise<OpDifference[]> {
  const probe = cloneGraph(lowered);
  const nodes = [...probe.nodes()];
  const probed = nodes.slice(start, end);
  const names = new Map(probed.map((node, index) => [node, `op${start + index}`]));
  probe.setOutputs(
    probed.flatMap((node) =>
      node.results.map((value, index) => ({ name: outputName(names, node, index), value })),
    ),
  );
  for (const later of nodes.slice(end).toReversed()) probe.remove(later);
  const actual = await timings.time('run', () =>
    runGraph(probe, inputs, { device, signal, ...(adapter === undefined ? {} : { adapter }) }),
  );
  const found: OpDifference[] = [];
  await timings.time('reference', () =>
    evaluateGraph(probe, inputs, {
      signal,
      onNode: (node, results) => {
        if (!names.has(node)) return;
        for (const [index, expected] of results.entries()) {
          const given = actual.get(outputName(names, node, index));
          if (given === undefined) throw new Error(`no result of ${node.op.name}`);
          const difference = compareTensors(given, expected);
          found.push({ op: node.op.name, onnx: node.origin.onnx, ...difference });
        }
      },
    }),
  );
  return found;
}

function outputName(names: ReadonlyMap<Node, string>, node: Node, index: number): string {
  return `${names.get(node) ?? ''}.${index}`;
}

/** A fused op has many origins; the `--json` result has them all. */
function originText(onnx: readonly string[]): string {
  const [first = '', ...others] = onnx;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function outcomeOf(
  context: CommandContext,
  found: readonly OpDifference[],
  tolerance: number,
): Outcome {
  const first = found.find(({ error }) => !(error <= tolerance));
  if (first !== undefined) {
    const { op, error, onnx } = first;
    context.diagnostics.push(opDiffers(op, formatError(error), tolerance, onnx[0]));
  }
  const rows = found.map(({ op, onnx, ...difference }, index) => [
    String(index),
    op,
    ...differenceCells(difference),
    visible(originText(onnx)),
  ]);
  const ops = found.map(({ op, onnx, ...difference }) => ({
    op,
    onnx,
    ...jsonDifference(difference),
  }));
  return {
    status: first === undefined ? 'ok' : 'mismatch',
    result: { tolerance, ops, first: first === undefined ? null : found.indexOf(first) },
    text: `${table(['#', 'op', ...DIFFERENCE_HEAD, 'ONNX'], rows)}\ntolerance ${tolerance}: ${first === undefined ? 'ok' : 'exceeded'}\n`,
  };
}
