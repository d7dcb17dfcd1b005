/**
 * `npm run numbers`: the graphs of test/fixtures and models/ on every adapter, with the tiles of every device file and
 * in every precision that is asked for, against onnxruntime on the CPU; Markdown on standard output.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AdapterChoice } from '../../targets/webgpu/host/adapter.ts';
import { openArtifact } from '../../targets/webgpu/host/run.ts';
import { runInChromium } from '../browser/run-folder.ts';
import { largestError } from '../support/difference.ts';
import { fixtureCases, modelCases, oracleOf } from './cases.ts';
import type { Case } from './cases.ts';
import { coremlMatrix } from './coreml-matrix.ts';
import { nnapiMatrix } from './nnapi-matrix.ts';
import { compileModel, readTensors, valueOf } from './product.ts';
import type { Tensors } from './product.ts';

const ADAPTERS: readonly AdapterChoice[] = ['swiftshader', 'lavapipe', 'gpu', 'auto'];
const TOLERANCE = { fp32: 1e-4, fp16: 1e-2 } as const;

const { values } = parseArgs({
  options: {
    adapter: { type: 'string', default: 'swiftshader' },
    devices: { type: 'string', default: 'webgpu-default,swiftshader' },
    /** fp32 and fp16; with nnapi also relaxed, int8 and w8a8, these in decibels beside those of the evaluator. */
    precision: { type: 'string', default: 'fp32' },
    /** Of the residual stream in fp16; the target's own choice where empty. */
    residuals: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    /** The name of the first case: goes on where another run was cut off. */
    from: { type: 'string', default: '' },
    /** In a page of headless Chromium, on its SwiftShader. */
    chromium: { type: 'boolean', default: false },
    sizes: { type: 'string', default: 'tiny' },
    /** first or all: of the sets that a fixture has. */
    inputs: { type: 'string', default: 'first' },
    /** nnapi and coreml: at each feature level or in each opset that differs, in the place of devices. */
    target: { type: 'string', default: 'webgpu' },
  },
});

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

async function cases(scratch: string): Promise<readonly Case[]> {
  const all = [
    ...fixtureCases(values.inputs === 'all' ? 'all' : 'first'),
    ...(await modelCases(scratch, values.sizes.split(','))),
  ];
  const first = values.from === '' ? 0 : all.findIndex(({ name }) => name === values.from);
  if (first === -1) throw new Error(`no case is named ${values.from}`);
  return all.slice(first).filter(({ name }) => name.includes(values.only));
}

async function main(scratch: string): Promise<number> {
  const adapter = ADAPTERS.find((name) => name === values.adapter);
  if (adapter === undefined) throw new Error(`--adapter is one of ${ADAPTERS.join(', ')}`);
  const devices = values.devices.split(',');
  const precisions = (['fp32', 'fp16'] as const).filter((name) =>
    values.precision.split(',').includes(name),
  );
  if (values.target === 'nnapi') {
    return nnapiMatrix(await cases(scratch), values.precision.split(','), TOLERANCE, scratch);
  }
  if (values.target === 'coreml') return coremlMatrix(await cases(scratch), precisions, TOLERANCE);
  const columns = devices.flatMap((device) =>
    precisions.map((precision) => ({ device, precision })),
  );
  const options = values.residuals === '' ? {} : { residuals: values.residuals };
  const head = columns.map(({ device, precision }) => `${device} ${precision}`);
  console.log(`| model on ${values.chromium ? 'Chromium' : adapter} | ${head.join(' | ')} |`);
  console.log(`| --- |${columns.map(() => ' ---: |').join('')}`);
  let wrong = 0;
  for (const { name, model, inputs: file } of await cases(scratch)) {
    const inputs = readTensors(file);
    const oracle = await oracleOf(name, model, inputs);
    // A model whose outputs are halves is right within halves.
    const half = [...oracle.values()].some(({ dtype }) => dtype === 'f16');
    const cells: string[] = [];
    for (const choices of columns) {
      // Modules are cached by their address: each folder has a name of its own.
      const folder = join(scratch, `${name} ${choices.device} ${choices.precision}`);
      const start = performance.now();
      await compileModel(model, inputs, folder, { ...choices, options });
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
