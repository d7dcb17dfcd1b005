/** Graphs around matrix products, run on Dawn with the tile of a device and compared with the reference. */

import { runPipeline } from '../../compiler/pipeline.ts';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { isStaticType } from '../../ir/types.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Device, RegisterTile } from '../../targets/devices/device.ts';
import type { Precision } from '../../targets/target.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import type { Kernel } from '../../targets/webgpu/program.ts';
import { largestError } from '../support/samples.ts';
import { deviceNamed } from './memory-sink.ts';

/** A device of software adapters with another tile, whose tiles never shrink to busy all of it. */
export function withTile(tile: Partial<RegisterTile>, invocations = 1): Device {
  const device = deviceNamed('swiftshader');
  const own = device.webgpu?.kernels?.matmul;
  if (!device.webgpu || !own) throw new Error('the device file states its tiles');
  const kernels = {
    ...device.webgpu.kernels,
    matmul: { ...own, value: { ...own.value, ...tile } },
    invocations: { value: invocations, source: 'estimated', from: 'a test' },
  } as const;
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}

export const PHONE: Partial<RegisterTile> = {
  rows: 4,
  columns: 8,
  workgroupSize: [8, 8, 1],
  subgroups: false,
};

/** By their names. */
export const TILES = [
  ['a phone', withTile(PHONE)],
  ['a phone that stages', withTile({ ...PHONE, staged: true })],
  ['rows of a few', withTile({ ...PHONE, rows: 3, columns: 4, workgroupSize: [4, 2, 1] })],
  ['SwiftShader', withTile({ rows: 8, columns: 8 })],
] as const;

export function graphOf(text: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join('\n'));
  return parsed.value;
}

/** The largest error of any output against the reference, and the kernels that ran. */
export async function compare(
  text: string,
  device: Device,
  precision: Precision = 'fp32',
): Promise<{ readonly error: number; readonly kernels: readonly Kernel[] }> {
  const graph = graphOf(text);
  let seed = 0;
  const inputs = new Map<string, Tensor>();
  for (const { name, type } of graph.inputs) {
    if (!isStaticType(type)) throw new Error('the shapes are known');
    inputs.set(name ?? '', seededTensor(type.dtype, type.shape, seed++, [-1, 1]));
  }
  const expected = await evaluateGraph(graph, inputs);
  await runPipeline(graph, [fuseEpilogues.with({})]);
  const actual = await runGraph(graph, inputs, { device, precision, adapter: 'swiftshader' });
  const errors = [...expected].map(([name, value]) => {
    const result = actual.get(name);
    return result === undefined ? Infinity : largestError(result, value);
  });
  return { error: Math.max(...errors), kernels: lowerGraph(graph, device, precision).kernels };
}
