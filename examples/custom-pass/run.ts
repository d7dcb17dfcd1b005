/** Compiles a tiny UNet with what the config adds, runs what came out on every target, and checks the numbers. */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  evaluateGraph,
  importOnnx,
  largestError,
  openModelFile,
  readNpz,
  runPipeline,
  steps,
} from 'snapc';
import type { Result, Tensor } from 'snapc';
import { snapc } from '../snapc.ts';
import { approximateGelu } from './pass.ts';
import { runListing } from './read-listing.ts';

type Tensors = ReadonlyMap<string, Tensor>;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = 'out/custom-pass';
const MODEL = `${FOLDER}/model/model.onnx`;
const INPUTS = `${FOLDER}/model/inputs.npz`;
const CONFIG = ['--config', 'examples/custom-pass/snapc.config.ts'];

function take<T>(result: Result<T>): T {
  assert.ok(result.ok, result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}

const readTensors = async (file: string): Promise<Tensors> =>
  take(readNpz(await readFile(join(ROOT, file))));

function largest(actual: Tensors, expected: Tensors): number {
  const errors = Array.from(expected, ([name, tensor]) => {
    const given = actual.get(name);
    return given === undefined ? Infinity : largestError(given, tensor);
  });
  return Math.max(...errors);
}

function compile(device: string, targets: string, out: string, ...more: readonly string[]) {
  const options = ['--device', device, '--precision', 'fp32', '--out', `${FOLDER}/${out}`];
  const ran = snapc(
    'compile',
    MODEL,
    '--target',
    targets,
    ...options,
    ...CONFIG,
    ...more,
    '--json',
  );
  assert.equal(ran.code, 0);
  return ran.stdout;
}

const make = snapc(
  'models',
  'make',
  'snapfusion-unet',
  '--size',
  'tiny',
  '--out',
  `${FOLDER}/model`,
);
assert.equal(make.code, 0);
const inputs = await readTensors(INPUTS);

// What the model computes, and what it computes with the pass, by the reference evaluator.
const source = take(await openModelFile(join(ROOT, MODEL)));
const inputShapes = new Map(Array.from(inputs, ([name, { shape }]) => [name, shape]));
const { graph } = take(await importOnnx(source, { inputShapes }));
const exact = await evaluateGraph(graph, inputs);
const own = { pass: approximateGelu, options: {} };
take(await runPipeline(graph, [...steps('fold-constants, canonicalize, raise-gelu'), own]));
const expected = await evaluateGraph(graph, inputs);
await source.close();
const changed = largest(expected, exact);
process.stdout.write(`by the pass: ${changed.toExponential(2)}\n`);
assert.ok(changed > 1e-6 && changed < 2e-2);

// Every target computes what the reference does, by its own lowering of the op.
const iphone = compile('iphone-14-pro', 'webgpu,coreml', 'iphone');
assert.match(iphone, /GELUs are computed by parabolas/);
compile('pixel-9', 'nnapi,listing', 'pixel');
for (const [folder, target] of [
  ['iphone', 'webgpu'],
  ['iphone', 'coreml'],
  ['pixel', 'nnapi'],
] as const) {
  const outputs = `${FOLDER}/${target}.npz`;
  const words = ['--target', target, '--inputs', INPUTS, '--outputs', outputs];
  assert.equal(snapc('run', `${FOLDER}/${folder}`, ...words).code, 0);
  const error = largest(await readTensors(outputs), expected);
  process.stdout.write(`${target}: ${error.toExponential(2)}\n`);
  assert.ok(error < 1e-4);
  const trace = await readFile(join(ROOT, FOLDER, folder, target, 'trace.json'), 'utf8');
  assert.match(trace, /approximate-gelu/);
}
const listed = largest(await runListing(join(ROOT, FOLDER, 'pixel', 'listing'), inputs), expected);
process.stdout.write(`listing: ${listed.toExponential(2)}\n`);
assert.ok(listed < 1e-5);

// Activations in integers, whose ranges the calibration method chooses.
const rules = { rules: [{ form: 'w8a8' }], activations: { method: 'deviations' } };
await writeFile(join(ROOT, FOLDER, 'rules.json'), JSON.stringify(rules));
const words = ['--compress', `${FOLDER}/rules.json`, '--calibrate', INPUTS];
assert.match(compile('pixel-9', 'listing', 'small', ...words), /"method": "deviations"/);
const small = await runListing(join(ROOT, FOLDER, 'small', 'listing'), inputs);
const lost = largest(small, expected);
process.stdout.write(`in integers of 8 bits: ${lost.toExponential(2)}\n`);
assert.ok(lost > 1e-4 && lost < 0.3);
