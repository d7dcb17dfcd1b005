/** Opens and imports the model that a command names, and closes it whatever happens. */

import { basename } from 'node:path';
import type { Result } from '../../ir/diagnostics.ts';
import { openModelFile } from '../host/node.ts';
import type { NodeModelSource } from '../host/node.ts';
import { convertAndBind, withOpenDims } from '../import/onnx/convert.ts';
import type { ImportedModel } from '../import/onnx/convert.ts';
import type { DimBinding, DimOptions } from '../import/onnx/dims.ts';
import type { OnnxModel } from '../import/onnx/model.ts';
import { readOnnx } from '../import/onnx/read.ts';
import type { Registry } from '../api/registry.ts';
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

interface ImportAttempt {
  readonly model: OnnxModel;
  /** Also where the conversion failed. */
  readonly dims: readonly DimBinding[];
  readonly imported: Result<ImportedModel>;
}

/** Reads and converts; dims may stay symbolic. */
export async function importModel(
  context: CommandContext,
  source: NodeModelSource,
  registry: Registry,
  dims: DimOptions,
): Promise<LoadedModel> {
  const { model, imported } = await tryImportModel(context, source, registry, dims);
  return { ...take(context, imported), model };
}

/** The same for a command that has something to say of a model that cannot be converted. */
export async function tryImportModel(
  context: CommandContext,
  source: NodeModelSource,
  registry: Registry,
  dims: DimOptions,
): Promise<ImportAttempt> {
  const { signal, progress, timings } = context;
  progress.phase(`reading ${basename(source.model.name)}`);
  const model = take(context, await timings.time('read', () => readOnnx(source, { signal })));
  progress.phase(`importing ${basename(source.model.name)}`);
  const { ownOps: ops } = registry;
  const options = { ...dims, signal, ops };
  const conversion = await timings.time('import', () => convertAndBind(model, options));
  return { model, dims: conversion.dims, imported: withOpenDims(conversion) };
}
