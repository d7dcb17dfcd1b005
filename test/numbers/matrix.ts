/**
 * `npm run numbers`: the graphs of test/fixtures and models/ on every adapter, with the tiles of every device file and
 * in every precision that is asked for, against onnxruntime on the CPU; Markdown on standard output.
 */

import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MODEL_NAMES } from '../../models/index.ts';
import { writeModel } from '../../models/node.ts';
import type { AdapterChoice } from '../../targets/webgpu/host/adapter.ts';
import { openArtifact } from '../../targets/webgpu/host/run.ts';
import { runInChromium } from '../browser/run-folder.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { largestError } from '../support/difference.ts';
import { compileModel, readTensors, valueOf } from './product.ts';
import type { Tensors } from './product.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Draws its outputs at random: sampled-encoder.test.ts. */
const SAMPLED = 'vae_encoder_op14_sampled_dyn';
/** onnxruntime refuses the types of its own casts here. */
const NEEDS_OPTIMISER = 'unet_tiny_fp16';
const ADAPTERS: readonly AdapterChoice[] = ['swiftshader', 'lavapipe', 'gpu', 'auto'];
const TOLERANCE = { fp32: 1e-4, fp16: 1e-2 } as const;

const { values } = parseArgs({
  options: {
    adapter: { type: 'string', default: 'swiftshader' },
    devices: { type: 'string', default: 'webgpu-default,swiftshader' },
    precision: { type: 'string', default: 'fp32' },
    only: { type: 'string', default: '' },
    /** In a page of headless Chromium, on its SwiftShader. */
    chromium: { type: 'boolean', default: false },
    sizes: { type: 'string', default: 'tiny' },
  },
});

interface Case {
  readonly name: string;
  readonly model: string;
  readonly inputs: string;
}

function fixtures(): Case[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== SAMPLED)
    .map(({ name }) => {
      const folder = join(FIXTURES, name);
      const inputs = readdirSync(folder).find((file) => /^inputs.*\.npz$/.test(file)) ?? '';
      return { name, model: join(folder, 'model.onnx'), inputs: join(folder, inputs) };
    });
}

async function models(scratch: string): Promise<Case[]> {
  const found: Case[] = [];
  for (const size of ['tiny', 'small'] as const) {
    if (!values.sizes.split(',').includes(size)) continue;
    for (const model of MODEL_NAMES) {
      const name = `${model} ${size}`;
      if (!name.includes(values.only)) continue;
      const folder = join(scratch, name);
      valueOf(await writeModel(folder, model, { size }));
      found.push({
        name,
        model: join(folder, 'model.onnx'),
        inputs: join(folder, 'inputs.npz'),
      });
    }
  }
  return found;
}

async function errorOf(
  folder: string,
  inputs: Tensors,
  oracle: Tensors,
  adapter: AdapterChoice,
): Promise<number> {
  if (values.chromium) {
    return largestError((await runInChromium(folder, inputs, oracle)).outputs, oracle);
  }
  const artifact = valueOf(await openArtifact(join(folder, 'webgpu'), { adapter }));
  try {
    return largestError(valueOf(await artifact.run(inputs)), oracle);
  } finally {
    artifact.close();
  }
}

async function main(scratch: string): Promise<number> {
  const adapter = ADAPTERS.find((name) => name === values.adapter);
  if (adapter === undefined) throw new Error(`--adapter is one of ${ADAPTERS.join(', ')}`);
  const devices = values.devices.split(',');
  const precisions = (['fp32', 'fp16'] as const).filter((name) =>
    values.precision.split(',').includes(name),
  );
  const columns = devices.flatMap((device) =>
    precisions.map((precision) => ({ device, precision })),
  );
  const head = columns.map(({ device, precision }) => `${device} ${precision}`);
  console.log(`| model on ${values.chromium ? 'Chromium' : adapter} | ${head.join(' | ')} |`);
  console.log(`| --- |${columns.map(() => ' ---: |').join('')}`);
  let wrong = 0;
  const all = [...fixtures(), ...(await models(scratch))];
  for (const { name, model, inputs: file } of all) {
    if (!name.includes(values.only)) continue;
    const inputs = readTensors(file);
    const optimisations = name === NEEDS_OPTIMISER ? 'basic' : 'disabled';
    const oracle = new Map(
      Object.entries(await runOnnx(model, Object.fromEntries(inputs), optimisations)),
    );
    // A model whose outputs are halves is right within halves.
    const half = [...oracle.values()].some(({ dtype }) => dtype === 'f16');
    const cells: string[] = [];
    for (const choices of columns) {
      // Modules are cached by their address: each folder has a name of its own.
      const folder = join(scratch, `${name} ${choices.device} ${choices.precision}`);
      const start = performance.now();
      await compileModel(model, inputs, folder, choices);
      const error = await errorOf(folder, inputs, oracle, adapter);
      await rm(folder, { recursive: true, force: true });
      const isRight = error <= TOLERANCE[half ? 'fp16' : choices.precision];
      if (!isRight) wrong++;
      cells.push(isRight ? error.toExponential(1) : `**${error.toExponential(1)}**`);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.error(`numbers: ${name}, ${choices.device} ${choices.precision}: ${seconds} s`);
    }
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  console.log(wrong === 0 ? '\nall within bounds' : `\n${wrong} beyond their bounds`);
  return wrong === 0 ? 0 : 1;
}

const scratch = await mkdtemp(join(tmpdir(), 'snapc-numbers-'));
try {
  process.exitCode = await main(scratch);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
