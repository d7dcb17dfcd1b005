/**
 * `npx tsx test/numbers/halves.ts [FIXTURES] [INPUTS]`: how far fp16 moves what a Core ML package computes, for inputs
 * drawn at random: rounding its weights alone, with exact operations, and rounding every result as declared.
 * What the first column exceeds no choice of fp32 islands can reach.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { readNpz } from '../../compiler/npz.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { lowerContext } from '../../targets/coreml/lower-context.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { must, runProgram } from '../coreml/run-program.ts';
import { contextFor } from '../coreml/written-package.ts';
import { largestError } from '../support/difference.ts';

type Tensors = ReadonlyMap<string, Tensor>;
type Run = (inputs: Tensors, precision: 'fp32' | 'declared') => Promise<Tensors>;

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const LIMIT = 1e-2;
const [names = 'unet_sd15_op11_int64,unet_sd15_op14_sdpa_dyn_external,unet_snapfusion_op18_dyn'] =
  process.argv.slice(2);
const count = Number(process.argv[3] ?? 12);
/** Weights are read from the files whenever a package is written. */
const sources: { close(): Promise<void> }[] = [];

for (const name of names.split(',')) {
  const given = must(readNpz(readFileSync(join(FIXTURES, name, 'inputs.npz'))));
  const all = Array.from({ length: count }, (_, seed) => drawn(given, seed));
  const exact = await compiled(name, given, 'fp32');
  const half = await compiled(name, given, 'fp16');
  const columns = { weights: [] as number[], declared: [] as number[] };
  for (const inputs of all) {
    const expected = await exact(inputs, 'fp32');
    columns.weights.push(largestError(await half(inputs, 'fp32'), expected));
    columns.declared.push(largestError(await half(inputs, 'declared'), expected));
  }
  for (const [column, errors] of Object.entries(columns)) {
    const sorted = errors.toSorted((a, b) => a - b);
    const over = errors.filter((error) => error >= LIMIT).length;
    const [median = 0, worst = 0] = [sorted[count >> 1], sorted.at(-1)];
    const figures = `median ${median.toExponential(2)}, worst ${worst.toExponential(2)}`;
    process.stdout.write(`${name} ${column}: ${figures}, ${over} of ${count} over ${LIMIT}\n`);
  }
}

for (const source of sources) await source.close();

/** Ids and steps stay; images and embeddings are drawn anew. */
function drawn(given: Tensors, seed: number): Tensors {
  const tensors = Array.from(given, ([name, tensor], index) => {
    const { dtype, shape } = tensor;
    if (dtype !== 'f32' || shape.length < 3) return [name, tensor] as const;
    return [name, withShape(seededTensor(dtype, shape, seed * 100 + index), shape)] as const;
  });
  return new Map(tensors);
}

async function compiled(name: string, given: Tensors, precision: 'fp32' | 'fp16'): Promise<Run> {
  const source = must(await openModelFile(join(FIXTURES, name, 'model.onnx')));
  sources.push(source);
  const shapes = new Map(Array.from(given, ([input, { shape }]) => [input, shape] as const));
  const { graph } = must(await importOnnx(source, { inputShapes: shapes }));
  const context = contextFor(graph, { precision });
  must(await runPipeline(graph, coreml.pipeline(context), coreml.given));
  return (inputs, run) => runProgram(graph, lowerContext(context), inputs, { precision: run });
}
