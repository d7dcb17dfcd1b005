/** Opens a package: its manifest, the model file, and the blobs of its file of weights. */

import { failure, hasErrors, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { badModelFile } from './diagnostics.ts';
import { decodePackageModel } from './decode.ts';
import type { PackageFiles } from './files.ts';
import { readItems } from './manifest.ts';
import type { PackageModel } from './spec.ts';
import { openWeights } from './weights.ts';
import type { WeightFile } from './weights.ts';

export interface MilPackage {
  readonly model: PackageModel;
  /** Undefined for a model without blobs. */
  readonly weights: WeightFile | undefined;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** Programs keep their weights beside them; what is larger is no program, or is made to exhaust memory. */
const LARGEST_MODEL = 128 * 2 ** 20;

export async function readPackage(
  files: PackageFiles,
  { signal }: ReadOptions = {},
): Promise<Result<MilPackage>> {
  const items = await readItems(files);
  if (!items.ok) return items;
  const { model: path, weights: folder } = items.value;
  const store = await files.open(path);
  if (!store.ok) return store;
  const { size } = store.value;
  if (size > LARGEST_MODEL) {
    const hint = 'a program of this size holds its weights inside; convert the model again';
    return failure([badModelFile(path, `it has ${size} bytes, over ${LARGEST_MODEL}`, hint)]);
  }
  signal?.throwIfAborted();
  const decoded = decodePackageModel(await store.value.read(0, size), path);
  const found: Diagnostic[] = [...decoded.diagnostics];
  const file = `${folder ?? path.slice(0, path.lastIndexOf('/'))}/weight.bin`;
  let weights: WeightFile | undefined;
  if (folder !== undefined && (await files.kind(file)) !== undefined) {
    const opened = await files.open(file);
    const scanned = opened.ok ? await openWeights(opened.value, file, signal) : opened;
    found.push(...scanned.diagnostics);
    if (scanned.ok) weights = scanned.value;
  }
  if (!decoded.ok || hasErrors(found)) return failure(found);
  return success({ model: decoded.value, weights }, found);
}
