/** A pipeline for each target, in one folder that is there as a whole or not at all. */

import { DiagnosticError, failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { GENERATOR, MANIFEST } from '../host/output.ts';
import type { OutputStage } from '../host/output.ts';
import type { NamedDevice } from '../target.ts';
import { VERSION } from '../version.ts';
import { CompiledParts } from './compiled-parts.ts';
import type { PartRequest } from './compiled-parts.ts';
import { pipelineTarget } from './diagnostics.ts';
import { nameOf } from './pictures-inputs.ts';
import type { PicturesInputs } from './pictures-inputs.ts';
import { compileForTarget } from './target-pipeline.ts';
import type { TargetPictures } from './target-pipeline.ts';

export interface PicturesManifest {
  readonly generator: typeof GENERATOR;
  readonly schemaVersion: number;
  readonly version: string;
  readonly kind: 'pipeline';
  readonly name: string;
  readonly device: string;
  readonly targets: Readonly<Record<string, TargetPictures>>;
}

const SCHEMA = 2;

export async function compilePictures<D extends NamedDevice>(
  inputs: PicturesInputs,
  request: PartRequest<D>,
  openStage: () => Promise<Result<OutputStage>>,
): Promise<Result<PicturesManifest>> {
  const lacking = request.targets.filter(({ pictures }) => pictures === undefined);
  if (lacking.length > 0) return failure(lacking.map(({ name }) => pipelineTarget(name)));
  const found: Diagnostic[] = [];
  const opened = await openStage();
  found.push(...opened.diagnostics);
  if (!opened.ok) return failure(found);
  const stage = opened.value;
  try {
    const targets: Record<string, TargetPictures> = {};
    for (const target of request.targets) {
      const parts = new CompiledParts(nameOf(inputs), request, target, stage, found);
      targets[target.name] = await compileForTarget(inputs, parts, target, stage);
    }
    const manifest: PicturesManifest = {
      generator: GENERATOR,
      schemaVersion: SCHEMA,
      version: VERSION,
      kind: 'pipeline',
      name: nameOf(inputs),
      device: request.device.name,
      targets,
    };
    const file = stage.file(MANIFEST);
    await file.write(new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`));
    await file.close();
    request.signal?.throwIfAborted();
    const committed = await stage.commit();
    found.push(...committed.diagnostics);
    return committed.ok ? success(manifest, found) : failure(found);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return failure([...found, ...error.diagnostics]);
  } finally {
    // Does nothing after a commit.
    await stage.abort();
  }
}
