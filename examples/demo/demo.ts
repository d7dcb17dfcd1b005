/** The demo: makes the tiny SnapFusion models, compiles them for a phone, runs them on WebGPU, checks the numbers. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compile,
  findDevice,
  formatDiagnostic,
  openArtifact,
  openModelFile,
  readNpz,
  sha256,
  stageOutput,
  targets,
} from 'snapc';
import type { Device, ManifestTarget, Result, Tensor } from 'snapc';
import { writeModel } from '../../models/node.ts';
import type { ModelName } from '../../models/index.ts';
import { table } from '../../compiler/cli/table.ts';
import { compareTensors, TOLERANCES } from '../../compiler/cli/tensors.ts';
import { formatBytes, formatError, formatMilliseconds } from '../../compiler/units.ts';
import { openReference } from './reference.ts';

const MODELS: readonly ModelName[] = ['clip-text', 'snapfusion-unet', 'snapfusion-vae-decoder'];
const PHONE = 'iphone-14-pro';
const FOLDER = join('out', 'demo');
const RUNS = 3;

interface Row {
  readonly name: string;
  readonly target: ManifestTarget;
  readonly error: number;
  readonly milliseconds: number;
}

function say(text: string): void {
  process.stderr.write(`demo: ${text}\n`);
}

/** The value, or the end of the demo with the reasons. */
function take<T>(result: Result<T>): T {
  for (const diagnostic of result.diagnostics) say(formatDiagnostic(diagnostic));
  if (result.ok) return result.value;
  return process.exit(1);
}

async function compileModel(name: ModelName, device: Device): Promise<ManifestTarget> {
  const source = take(await openModelFile(join(FOLDER, 'models', name, 'model.onnx')));
  try {
    const webgpu = targets.filter(({ name }) => name === 'webgpu');
    const request = { source, targets: webgpu, device, precision: 'fp32', sha256 } as const;
    const stage = () => stageOutput(join(FOLDER, name), { inputs: source.paths() });
    const { manifest } = take(await compile(request, stage));
    const target = manifest.targets['webgpu'];
    if (target === undefined) throw new Error('the manifest has no webgpu');
    return target;
  } finally {
    await source.close();
  }
}

/** The outputs, and the best time of a few runs. */
async function runModel(name: ModelName, inputs: ReadonlyMap<string, Tensor>) {
  const artifact = take(await openArtifact(join(FOLDER, name, 'webgpu')));
  try {
    let outputs: ReadonlyMap<string, Tensor> = new Map();
    let milliseconds = Infinity;
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      outputs = take(await artifact.run(inputs));
      milliseconds = Math.min(milliseconds, performance.now() - start);
    }
    return { outputs, milliseconds, adapter: artifact.adapter };
  } finally {
    artifact.close();
  }
}

function largestError(
  actual: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, Tensor>,
): number {
  const errors = Array.from(expected, ([name, reference]) => {
    const given = actual.get(name);
    return given === undefined ? Infinity : compareTensors(given, reference).error;
  });
  return Math.max(...errors);
}

await mkdir(FOLDER, { recursive: true });
const device = take(findDevice(PHONE));
const reference = await openReference();
const rows: Row[] = [];
let adapter = '';
for (const name of MODELS) {
  say(`${name}: making the model`);
  const folder = join(FOLDER, 'models', name);
  take(await writeModel(folder, name, { size: 'tiny' }));
  say(`${name}: compiling for ${device.title}`);
  const target = await compileModel(name, device);
  const inputs = take(readNpz(await readFile(join(folder, 'inputs.npz'))));
  say(`${name}: running on WebGPU`);
  const ran = await runModel(name, inputs);
  ({ adapter } = ran);
  say(`${name}: comparing with ${reference.name}`);
  const expected = await reference.run(join(folder, 'model.onnx'), inputs);
  const error = largestError(ran.outputs, expected);
  rows.push({ name, target, error, milliseconds: ran.milliseconds });
}

const cells = rows.map(({ name, target: { figures }, error, milliseconds }) => [
  name,
  `${figures['nodesBefore'] ?? 0} -> ${figures['nodesAfter'] ?? 0}`,
  String(figures['kernels'] ?? 0),
  formatBytes(figures['weightBytes'] ?? 0),
  formatBytes(figures['arenaBytes'] ?? 0),
  formatError(error),
  formatMilliseconds(milliseconds),
]);
const head = ['model', 'nodes', 'kernels', 'weights', 'arena', 'max error', 'time'];
process.stdout.write(`${table(head, cells)}
Compiled for ${device.title}; ran on ${adapter}.
The error is |a-b| / (1 + |b|) against ${reference.name}; up to ${TOLERANCES.fp32} is allowed.

The artifacts lie in ${FOLDER}/<model>: webgpu/index.js is the module to embed, manifest.json
says what is there. To try next:

  npm run -s snapc -- inspect ${join(FOLDER, 'snapfusion-unet')}
  npm run -s snapc -- diff ${join(FOLDER, 'models', 'snapfusion-unet', 'model.onnx')} ${join(FOLDER, 'snapfusion-unet')} --inputs ${join(FOLDER, 'models', 'snapfusion-unet', 'inputs.npz')} --ops
  npm run -s snapc -- compile YOUR-MODEL.onnx --target webgpu --device pixel-9 --precision fp32 --out out/yours
`);
const wrong = rows.filter(({ error }) => !(error <= TOLERANCES.fp32));
for (const { name } of wrong) say(`${name}: the numbers are wrong`);
// Dawn keeps the process alive.
process.exit(wrong.length > 0 ? 3 : 0);
