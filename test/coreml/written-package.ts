/** Packages in memory, for tests: of hand-made programs, and of graphs that the target compiles. */

import { runPipeline } from '../../compiler/pipeline.ts';
import { interfaceOf } from '../../compiler/prepare.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { isError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { writePackage } from '../../targets/coreml/package/package.ts';
import type { WrittenPackage } from '../../targets/coreml/package/package.ts';
import { decodeModel } from '../../targets/coreml/schema/decode.ts';
import type { Model } from '../../targets/coreml/schema/model.ts';
import type { MilProgram } from '../../targets/coreml/syntax.ts';
import { coreml } from '../../targets/coreml/target.ts';
import type { ComputeUnits, Device } from '../../targets/devices/device.ts';
import { figure } from '../../targets/devices/figure.ts';
import type { Emitted, Precision } from '../../targets/target.ts';
import { MemorySink, deviceNamed } from '../webgpu/memory-sink.ts';

export interface PackageInMemory {
  readonly sink: MemorySink;
  readonly model: Model;
  readonly weights: Uint8Array;
}

export async function packageOf(
  program: MilProgram,
): Promise<PackageInMemory & { readonly written: WrittenPackage }> {
  const sink = new MemorySink();
  const metadata = {
    shortDescription: '',
    versionString: '',
    author: '',
    license: '',
    userDefined: new Map(),
  };
  const request = { name: 'Test', program, metadata, encode: encodeConstant, signal: undefined };
  const written = await writePackage(request, sink);
  return { ...packageIn(sink, 'Test.mlpackage'), written };
}

export interface CompileChoices {
  readonly device?: string | Device;
  readonly precision?: Precision;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly modelName?: string;
}

export interface Compiled extends PackageInMemory {
  readonly emitted: Emitted;
  readonly found: readonly Diagnostic[];
}

/** Runs the target's passes over the graph, which they change. Throws if the target refuses it. */
export async function compileGraph(graph: Graph, choices: CompileChoices = {}): Promise<Compiled> {
  const context = contextFor(graph, choices);
  const done = await runPipeline(graph, coreml.pipeline(context), coreml.given);
  if (!done.ok) throw new Error(done.diagnostics.map(({ message }) => message).join('\n'));
  const found = coreml.legal(graph, context);
  const refused = found.filter(isError);
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('\n'));
  const sink = new MemorySink();
  const emitted = await coreml.emit(graph, context, sink);
  const path = [...sink.files.keys()].find((one) => one.endsWith('.mlmodel')) ?? '';
  return { ...packageIn(sink, path.slice(0, path.indexOf('/Data/'))), emitted, found };
}

export function contextFor(graph: Graph, choices: CompileChoices = {}) {
  const { device = 'iphone-16-pro' } = choices;
  const defaults = Object.entries(coreml.options).map(([name, spec]) => [name, spec.default]);
  return {
    device: typeof device === 'string' ? deviceNamed(device) : device,
    precision: choices.precision ?? 'fp32',
    options: { ...Object.fromEntries(defaults), ...choices.options },
    modelName: choices.modelName ?? graph.name,
    interface: interfaceOf(graph),
    encode: encodeConstant,
    signal: undefined,
  };
}

function packageIn(sink: MemorySink, folder: string): PackageInMemory {
  const data = `${folder}/Data/com.apple.CoreML`;
  const decoded = decodeModel(sink.files.get(`${data}/model.mlmodel`) ?? new Uint8Array());
  if (!decoded.ok) throw new Error(decoded.diagnostics[0]?.message);
  const weights = sink.files.get(`${data}/weights/weight.bin`);
  if (weights === undefined) throw new Error('no weight.bin');
  return { sink, model: decoded.value, weights };
}

export function graphOf(text: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  return parsed.value;
}

/** A phone of another system, or with other units in mind. */
export function deviceOf(version: number, units: ComputeUnits = 'cpuAndNeuralEngine'): Device {
  const device = deviceNamed('iphone-16-pro');
  if (device.coreml === null) throw new Error('an iPhone has Core ML');
  const changed = {
    specificationVersion: figure(version, 'estimated', 'a test'),
    opset: figure(`CoreML${version - 1}`, 'estimated', 'a test'),
    computeUnits: figure(units, 'estimated', 'a test'),
  };
  return { ...device, coreml: { ...device.coreml, ...changed } };
}
