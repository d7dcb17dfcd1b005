/** A model of a single kernel on four elements: what it takes in memory, every program on the adapter takes. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeNpz } from '../../compiler/npz.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { GraphWriter, onnxFiles } from '../../models/onnx/index.ts';
import { INPUTS } from '../sessions/inputs.ts';
import type { CompileSettings } from './compile.ts';
import { compileModel, writeModelFile } from './prepare.ts';

const FOLDER = 'one-kernel';
const SHAPE = [4];

/** The folder below `root`, or why there is none. */
export async function prepareOneKernel(
  root: string,
  settings: CompileSettings,
): Promise<{ readonly folder: string } | { readonly failure: string }> {
  const folder = join(root, FOLDER);
  await mkdir(folder);
  const writer = GraphWriter.create({
    graphName: FOLDER,
    opset: 17,
    float: 'f32',
    seed: 0,
    valueInfos: false,
  });
  const x = writer.input('x', 'f32', SHAPE);
  writer.output('y', writer.node('Relu', [x], {}, { dtype: 'f32', shape: SHAPE }));
  for (const file of onnxFiles(writer.finish())) {
    await writeModelFile(folder, file, settings.signal);
  }
  await writeFile(join(folder, INPUTS), writeNpz([['x', seededTensor('f32', SHAPE, 1)]]));
  const compiled = await compileModel(join(folder, 'model.onnx'), root, FOLDER, settings);
  return 'failure' in compiled ? compiled : { folder: FOLDER };
}
