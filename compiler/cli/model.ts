/** Opens and imports the model that a command names, and closes it whatever happens. */

import { basename } from 'node:path';
import { openModelFile } from '../host/node.ts';
import type { NodeModelSource } from '../host/node.ts';
import { convertOnnx } from '../import/onnx/convert.ts';
import type { ImportedModel } from '../import/onnx/convert.ts';
import type { DimOptions } from '../import/onnx/dims.ts';
import type { OnnxModel } from '../import/onnx/model.ts';
import { readOnnx } from '../import/onnx/read.ts';
import type { Registry } from '../api/check-config.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';
import { pathOf } from './files.ts';

export async function withModel<T>(
  context: CommandContext,
  file: string,
  work: (source: NodeModelSource) => Promise<T>,
): Promise<T> {
  const source = take(context, await openModelFile(pathOf(context, file)), 'usage');
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

export interface LoadedModel extends ImportedModel {
  readonly model: OnnxModel;
}

/** Reads and converts; dims may stay symbolic. */
export async function importModel(
  context: CommandContext,
  source: NodeModelSource,
  registry: Registry,
  dims: DimOptions,
): Promise<LoadedModel> {
  const { signal, progress, timings } = context;
  progress.phase(`reading ${basename(source.model.name)}`);
  const model = take(context, await timings.time('read', () => readOnnx(source, { signal })));
  progress.phase(`importing ${basename(source.model.name)}`);
  const { ownOps: ops } = registry;
  const options = { ...dims, signal, ops };
  const imported = take(context, await timings.time('import', () => convertOnnx(model, options)));
  return { ...imported, model };
}
