/** Fixtures with activations in integers: calibrated on some inputs, measured on others. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CalibrationInputs } from '../../compiler/calibrate/calibration.ts';
import { seededNormal } from '../../compiler/calibrate/seeded-normal.ts';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { staticShapes } from '../../compiler/invariants.ts';
import { readNpz } from '../../compiler/npz.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import type { ActivationForm, WeightForm } from '../../compiler/quantize/compression.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { castTensor, tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { runArtifact } from '../../targets/webgpu/host/run.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { must } from '../coreml/run-program.ts';
import { temporaryFolder } from '../support/folder.ts';
import { contextOf, emitGraph } from '../webgpu/memory-sink.ts';

export interface QuantizedModel {
  readonly graph: Graph;
  readonly calibration: readonly CalibrationInputs[];
  readonly held: readonly CalibrationInputs[];
}

const CALIBRATED = [1, 2, 3, 4];
const HELD = [11, 12];
/** Of the vocabularies of the fixtures at least. */
const WORDS = 199;

export async function fixture(name: string): Promise<QuantizedModel> {
  const folder = fileURLToPath(new URL(`../fixtures/${name}/`, import.meta.url));
  const source = must(await openModelFile(`${folder}model.onnx`));
  onTestFinished(() => source.close());
  const given = must(readNpz(readFileSync(`${folder}inputs.npz`)));
  const inputShapes = new Map(Array.from(given, ([input, { shape }]) => [input, shape]));
  const { graph } = must(await importOnnx(source, { inputShapes }));
  const of = (seed: number): CalibrationInputs =>
    new Map(Array.from(given, ([input, like], at) => [input, inputLike(input, like, seed, at)]));
  return { graph, calibration: CALIBRATED.map(of), held: HELD.map(of) };
}

/** Normal numbers, words, or a timestep. */
function inputLike(name: string, { dtype, shape }: Tensor, seed: number, at: number): Tensor {
  const count = elementCount(shape);
  if (name.includes('time')) {
    return tensorFrom(dtype, shape, Array(count).fill(numberIn(dtype, (seed * 137) % 1000)));
  }
  if (dtype === 'i64' || dtype === 'i32') {
    const ids = Array.from({ length: count }, (_, k) => (k * 7919 + seed * 104_729) % WORDS);
    return tensorFrom(
      dtype,
      shape,
      ids.map((id) => numberIn(dtype, id)),
    );
  }
  return castTensor(seededNormal(shape, seed * 31 + at), dtype);
}

const numberIn = (dtype: Tensor['dtype'], value: number): number | bigint =>
  dtype === 'i64' ? BigInt(value) : value;

/** All weights, however small. */
export async function quantized(
  { graph: floats, calibration }: QuantizedModel,
  activations: ActivationForm = {},
  form: WeightForm = 'w8a8',
) {
  const graph = cloneGraph(floats);
  const compression = { rules: [{ form }], min_elements: 0, activations };
  const steps = compressionSteps(compression, { calibration });
  const done = await runPipeline(graph, steps, [staticShapes]);
  must(done);
  return { graph, codes: done.diagnostics.map(({ code }) => code) };
}

/** Signal to noise in decibels, of all outputs together. */
export async function held({ graph, held: inputs }: QuantizedModel, other: Graph): Promise<number> {
  let [signal, noise] = [0, 0];
  for (const given of inputs) {
    const wanted = await evaluateGraph(graph, given);
    const actual = await evaluateGraph(other, given);
    for (const [name, tensor] of wanted) {
      const values = toNumbers(actual.get(name) ?? tensorFrom(tensor.dtype, [0], []));
      toNumbers(tensor).forEach((value, index) => {
        signal += value ** 2;
        noise += (value - (values[index] ?? Number.NaN)) ** 2;
      });
    }
  }
  return 10 * Math.log10(signal / noise);
}

/** What the WebGPU target makes of the graph, on the software adapter. */
export async function runOnWebgpu(
  graph: Graph,
  inputs: CalibrationInputs,
): Promise<ReadonlyMap<string, Tensor>> {
  const own = cloneGraph(graph);
  const context = contextOf(own);
  must(await runPipeline(own, webgpu.pipeline(context), webgpu.given));
  const { sink } = await emitGraph(own, { interface: context.interface });
  const folder = await temporaryFolder();
  await sink.writeTo(folder);
  return must(await runArtifact(folder, inputs, { adapter: 'swiftshader' }));
}
