/**
 * `npm run numbers`: the graphs of test/fixtures and models/ on every adapter, with the tiles of every device file and
 * in every precision that is asked for, against onnxruntime on the CPU; Markdown on standard output.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArtifact } from '../../targets/webgpu/host/run.ts';
import { runInChromium } from '../browser/run-folder.ts';
import { largestError } from '../support/difference.ts';
import { fixtureCases, modelCases, oracleOf } from './cases.ts';
import type { Case } from './cases.ts';
import { coremlMatrix } from './coreml-matrix.ts';
import { nnapiMatrix } from './nnapi-matrix.ts';
import { readOptions } from './options.ts';
import { compileModel, readTensors, valueOf } from './product.ts';
import type { Tensors } from './product.ts';

const TOLERANCE = { fp32: 1e-4, fp16: 1e-2 } as const;

const options = readOptions(process.argv.slice(2));

async function errorOf(folder: string, inputs: Tensors, oracle: Tensors): Promise<number> {
  if (options.chromium) {
    return largestError((await runInChromium(folder, inputs, oracle)).outputs, oracle);
  }
  const { adapter } = options;
  const artifact = valueOf(await openArtifact(join(folder, 'webgpu'), { adapter }));
  try {
    return largestError(valueOf(await artifact.run(inputs)), oracle);
  } finally {
    artifact.close();
  }
}

async function cases(scratch: string): Promise<readonly Case[]> {
  const { from, only, inputs, sizes } = options;
  const all = [...fixtureCases(inputs), ...(await modelCases(scratch, sizes))];
  const first = from === undefined ? 0 : all.findIndex(({ name }) => name === from);
  if (first === -1) throw new Error(`no case is named ${from}`);
  const found = all.slice(first).filter(({ name }) => name.includes(only));
  if (found.length === 0) throw new Error(`no case has "${only}" in its name`);
  return found;
}

async function main(scratch: string): Promise<number> {
  const { adapter, chromium, devices, target } = options;
  const chosen = await cases(scratch);
  if (target === 'nnapi') return nnapiMatrix(chosen, options.precision, TOLERANCE, scratch);
  const precisions = (['fp32', 'fp16'] as const).filter((name) => options.precision.includes(name));
  if (precisions.length === 0) throw new Error(`${target} has fp32 and fp16`);
  if (target === 'coreml') return coremlMatrix(chosen, precisions, TOLERANCE);
  const columns = devices.flatMap((device) =>
    precisions.map((precision) => ({ device, precision })),
  );
  const { residuals } = options;
  const forTarget = residuals === undefined ? {} : { residuals };
  const head = columns.map(({ device, precision }) => `${device} ${precision}`);
  console.log(`| model on ${chromium ? 'Chromium' : adapter} | ${head.join(' | ')} |`);
  console.log(`| --- |${columns.map(() => ' ---: |').join('')}`);
  let wrong = 0;
  for (const { name, model, inputs: file } of chosen) {
    const inputs = readTensors(file);
    const oracle = await oracleOf(name, model, inputs);
    // A model whose outputs are halves is right within halves.
    const half = [...oracle.values()].some(({ dtype }) => dtype === 'f16');
    const cells: string[] = [];
    for (const choices of columns) {
      // Modules are cached by their address: each folder has a name of its own.
      const folder = join(scratch, `${name} ${choices.device} ${choices.precision}`);
      const start = performance.now();
      await compileModel(model, inputs, folder, { ...choices, options: forTarget });
      const error = await errorOf(folder, inputs, oracle);
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
} catch (error) {
  // What cannot be compiled, or opened, or found is told without a stack.
  console.error(`numbers: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
