/** Writes a Core ML package: weights, model and manifest of items. */

import { writeWhole } from '../../../compiler/output.ts';
import type { OutputSink } from '../../../compiler/output.ts';
import type { EncodeConstant } from '../../../ir/encode-constant.ts';
import { encodeModel } from '../schema/encode.ts';
import type { Metadata } from '../schema/model.ts';
import { OPSETS } from '../syntax.ts';
import type { Literal, MilProgram, Opset } from '../syntax.ts';
import { writeBlobs } from './blob-file.ts';
import { planBlobs } from './blobs.ts';
import type { BlobPlan } from './blobs.ts';
import { modelDescription } from './description.ts';
import { literalBytes } from './literal.ts';
import { literalsOf } from './literals-of.ts';
import { MODEL_PATH, WEIGHTS_PATH, packageManifest } from './manifest.ts';
import { programMessage } from './program.ts';
import type { NamedOperation } from './program.ts';

export interface PackageRequest {
  /** Of the folder, without `.mlpackage`. */
  readonly name: string;
  readonly program: MilProgram;
  readonly metadata: Metadata;
  readonly encode: EncodeConstant;
  readonly signal: AbortSignal | undefined;
}

export interface WrittenPackage {
  readonly operations: readonly NamedOperation[];
  /** Of the tensors in weight.bin, without what stands between them. */
  readonly weightBytes: number;
  readonly packageBytes: number;
  /** Of the whole package: changes whenever a byte of it does. */
  readonly sha256: string;
}

/** CoreML6 belongs to version 7. */
function specificationVersion(opset: Opset): number {
  return OPSETS.indexOf(opset) + 7;
}

export async function writePackage(
  { name, program, metadata, encode, signal }: PackageRequest,
  sink: OutputSink,
): Promise<WrittenPackage> {
  const folder = `${name}.mlpackage`;
  const plan = planBlobs(program);
  const weightFile = await sink.file(`${folder}/Data/${WEIGHTS_PATH}`);
  await writeBlobs(plan, weightFile, {
    encode,
    signal,
    progress: (done, total) => sink.progress(done, total),
  });
  const weights = await weightFile.close();
  const bytes = await bytesInProgram(program, plan, encode, signal);
  const written = programMessage(program, { blobOf: plan.blobOf, bytes });
  const model = await writeWhole(
    sink,
    `${folder}/Data/${MODEL_PATH}`,
    encodeModel({
      specificationVersion: specificationVersion(program.opset),
      description: modelDescription(program, metadata),
      isUpdatable: false,
      mlProgram: written.program,
    }),
  );
  const digests = { model: model.sha256, weights: weights.sha256 };
  const manifest = await writeWhole(sink, `${folder}/Manifest.json`, packageManifest(digests));
  return {
    operations: written.operations,
    weightBytes: plan.blobs.reduce((sum, blob) => sum + blob.bytes, 0),
    packageBytes: weights.bytes + model.bytes + manifest.bytes,
    // The items' identifiers in it are made from the digests of both files.
    sha256: manifest.sha256,
  };
}

/** Of the literals that stand in the program itself. */
async function bytesInProgram(
  program: MilProgram,
  { blobOf }: BlobPlan,
  encode: EncodeConstant,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<Literal, Uint8Array<ArrayBuffer>>> {
  const bytes = new Map<Literal, Uint8Array<ArrayBuffer>>();
  for (const literal of literalsOf(program)) {
    if (literal.type.dtype === 'string' || blobOf(literal) !== undefined) continue;
    if (!bytes.has(literal)) bytes.set(literal, await literalBytes(literal, encode, signal));
  }
  return bytes;
}
