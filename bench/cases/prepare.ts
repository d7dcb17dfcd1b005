/** Writes a model and its sample inputs into the benchmark's folder and compiles it. */

import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  costOfGraph,
  importOnnx,
  openModelFile,
  seededInputs,
  writeNpz,
} from '../../compiler/api/node.ts';
import type { NodeModelSource } from '../../compiler/api/node.ts';
import { onnxFiles } from '../../models/onnx/index.ts';
import type { ModelFile } from '../../models/onnx/index.ts';
import { INPUTS } from '../sessions/inputs.ts';
import { valueOf } from '../value-of.ts';
import type { Case } from './case.ts';
import type { ModelClass } from './classes.ts';
import { compileCase } from './compile.ts';
import type { CompileSettings } from './compile.ts';
import { COMPILED, PORTABLE } from './places.ts';
import { portableSpelling } from './portable-spelling.ts';

/** Of a model of the user's, whose name may be anything. */
const OWN_FOLDER = 'own';

/** Writes below `root/<name>`. */
export async function prepareClass(
  root: string,
  { name, title, make, inputs }: ModelClass,
  settings: CompileSettings,
): Promise<Case> {
  const folder = join(root, name);
  await mkdir(folder);
  const made = make();
  const files = [...made.files, ...onnxFiles(portableSpelling(made.model), { path: PORTABLE })];
  for (const file of files) await writeModelFile(folder, file, settings.signal);
  await writeFile(join(folder, INPUTS), writeNpz(Object.entries(inputs())));
  return measured(
    { name, folder: name, title, modelFile: join(folder, 'model.onnx') },
    root,
    settings,
  );
}

/** A model of the user's, as it is; inputs are drawn from a seed where no archive is given. */
export async function prepareFile(
  root: string,
  { model, inputs }: { readonly model: string; readonly inputs?: string },
  settings: CompileSettings,
): Promise<Case> {
  const folder = join(root, OWN_FOLDER);
  await mkdir(folder);
  await copyFile(model, join(folder, PORTABLE));
  if (inputs !== undefined) {
    await copyFile(inputs, join(folder, INPUTS));
  } else {
    await withSource(model, async (source) => {
      const graph = valueOf(await importOnnx(source)).graph;
      await writeFile(join(folder, INPUTS), writeNpz(seededInputs(graph)));
    });
  }
  const name = basename(model, '.onnx');
  return measured(
    { name, folder: OWN_FOLDER, title: basename(model), modelFile: resolve(model) },
    root,
    settings,
  );
}

async function measured(
  names: Pick<Case, 'name' | 'folder' | 'title' | 'modelFile'>,
  root: string,
  settings: CompileSettings,
): Promise<Case> {
  const { parameters, flops = 0 } = await withSource(names.modelFile, async (source) =>
    costOfGraph(valueOf(await importOnnx(source)).graph),
  );
  const compiled = await compileModel(names.modelFile, root, names.folder, settings);
  const { size: modelBytes } = await stat(names.modelFile);
  return { ...names, modelBytes, parameters, flops, compiled };
}

/** Into the folder of a case, below `root`. */
export async function compileModel(
  modelFile: string,
  root: string,
  folder: string,
  settings: CompileSettings,
): Promise<Case['compiled']> {
  return withSource(modelFile, (source) =>
    compileCase(source, join(root, folder, COMPILED), settings),
  );
}

export async function writeModelFile(
  folder: string,
  file: ModelFile,
  signal: AbortSignal,
): Promise<void> {
  await pipeline(Readable.from(file.chunks()), createWriteStream(join(folder, file.path)), {
    signal,
  });
}

async function withSource<T>(
  path: string,
  work: (source: NodeModelSource) => Promise<T>,
): Promise<T> {
  const source = valueOf(await openModelFile(path));
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
