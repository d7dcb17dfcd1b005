/** What the product makes of a model file: the reference's outputs, a compiled folder, and what that computes. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../compiler/compile.ts';
import { openModelFile, sha256, stageOutput } from '../../compiler/host/node.ts';
import type { NodeModelSource } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import type { ManifestTarget } from '../../compiler/manifest.ts';
import { readNpz } from '../../compiler/npz.ts';
import type { PassStep } from '../../compiler/pass.ts';
import type { Precision } from '../../compiler/target.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { findDevice } from '../../targets/devices/index.ts';
import type { AdapterChoice } from '../../targets/webgpu/host/adapter.ts';
import { runArtifact } from '../../targets/webgpu/host/run.ts';
import { webgpu } from '../../targets/webgpu/target.ts';

export type Tensors = ReadonlyMap<string, Tensor>;

export function readTensors(path: string): Tensors {
  return valueOf(readNpz(readFileSync(path)));
}

/** Imports the model for the shapes of the inputs and evaluates it. */
export async function evaluateModel(model: string, inputs: Tensors): Promise<Tensors> {
  return withSource(model, async (source) => {
    const { graph } = valueOf(await importOnnx(source, { inputShapes: shapesOf(inputs) }));
    return evaluateGraph(graph, inputs);
  });
}

export interface CompileChoices {
  /** A name of targets/devices; `webgpu-default` if left out, whose small tiles compile fastest. */
  readonly device?: string;
  readonly precision?: Precision;
  /** Of the target. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Before those of the target. */
  readonly passes?: readonly PassStep[];
}

/** Compiles the model for WebGPU and the shapes of the inputs into `folder`; what the manifest says of it. */
export async function compileModel(
  model: string,
  inputs: Tensors,
  folder: string,
  choices: CompileChoices = {},
): Promise<ManifestTarget> {
  const { device: deviceName = 'webgpu-default', precision = 'fp32', options = {} } = choices;
  return withSource(model, async (source) => {
    const inputShapes = shapesOf(inputs);
    const device = valueOf(findDevice(deviceName));
    const targetOptions = new Map([[webgpu.name, options]]);
    const request = {
      source,
      targets: [webgpu],
      device,
      precision,
      targetOptions,
      inputShapes,
      sha256,
      passes: (choices.passes ?? []).map((step) => ({ step })),
    };
    const { manifest } = valueOf(await compile(request, () => stageOutput(folder)));
    const written = manifest.targets[webgpu.name];
    if (written === undefined) throw new Error('the manifest lists every target');
    return written;
  });
}

/** Runs what `compileModel` wrote. */
export async function runCompiled(
  folder: string,
  inputs: Tensors,
  adapter: AdapterChoice = 'swiftshader',
): Promise<Tensors> {
  return valueOf(await runArtifact(join(folder, webgpu.name), inputs, { adapter }));
}

async function withSource<T>(
  model: string,
  use: (source: NodeModelSource) => Promise<T>,
): Promise<T> {
  const source = valueOf(await openModelFile(model));
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

function shapesOf(tensors: Tensors): ReadonlyMap<string, readonly number[]> {
  return new Map(Array.from(tensors, ([name, { shape }]) => [name, shape] as const));
}

export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
}
