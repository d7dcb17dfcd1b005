/** The whole product: an ONNX model in, one artifact per target and a manifest out. */

import { DiagnosticError, failure, success } from '../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import type { CompileRequest, CompileResult } from './compile-request.ts';
import { emit, lower } from './compile-target.ts';
import type { ImportedShape } from './compile-target.ts';
import { MANIFEST } from './host/output.ts';
import type { OutputStage } from './host/output.ts';
import { convertOnnx } from './import/onnx/convert.ts';
import { reportUnbound } from './import/onnx/dims.ts';
import { readOnnx } from './import/onnx/read.ts';
import { buildManifest, printManifest } from './manifest.ts';
import type { ManifestModel, TargetOutcome } from './manifest.ts';
import { prepareTargets } from './prepare.ts';
import { sha256OfStore } from './sha256.ts';
import { samplesOf } from './shapes.ts';
import type { Sizes } from './shapes.ts';
import type { NamedDevice } from './target.ts';

const NO_SIZES: Sizes = new Map();

/**
 * Opens the stage when the model can be compiled for every target, writes it, the manifest last, and
 * commits it. Rejects with the signal's reason when aborted; in this and every other case of failure
 * the stage is aborted.
 */
export async function compile<D extends NamedDevice>(
  request: CompileRequest<D>,
  openStage: () => Promise<Result<OutputStage>>,
): Promise<Result<CompileResult>> {
  const { source, signal, onProgress } = request;
  const diagnostics: Diagnostic[] = [];
  const keep = <T>(result: Result<T>): T | undefined => {
    diagnostics.push(...result.diagnostics);
    return result.ok ? result.value : undefined;
  };
  let stage: OutputStage | undefined;
  try {
    onProgress?.({ phase: 'read' });
    const model = keep(await readOnnx(source, signal === undefined ? {} : { signal }));
    if (model === undefined) return failure(diagnostics);
    onProgress?.({ phase: 'import' });
    const [sizes = NO_SIZES, ...otherSizes] =
      request.shapes === undefined ? [] : samplesOf(request.shapes);
    const bound = (own: Sizes) => ({
      ...request,
      dims: new Map([...(request.dims ?? []), ...own]),
    });
    const imported = keep(await convertOnnx(model, bound(sizes)));
    if (imported === undefined) return failure(diagnostics);
    diagnostics.push(...reportUnbound(imported.dims));
    const others: ImportedShape[] = [];
    for (const own of otherSizes) {
      // What is told of the usual shape is not told again.
      const other = await convertOnnx(model, bound(own));
      if (!other.ok) return failure([...diagnostics, ...other.diagnostics]);
      others.push({ sizes: own, graph: other.value.graph });
    }
    const prepared = hasError(diagnostics)
      ? undefined
      : keep(prepareTargets(request, imported.graph, model.file));
    if (prepared === undefined) return failure(diagnostics);

    const lowered = [];
    for (const target of prepared)
      lowered.push(await lower(target, [{ sizes, graph: imported.graph }, ...others], request));
    for (const { found } of lowered) diagnostics.push(...found);
    if (hasError(diagnostics)) return failure(diagnostics);

    stage = keep(await openStage());
    if (stage === undefined) return failure(diagnostics);
    const outcomes: TargetOutcome[] = [];
    for (const { target, graph } of lowered) {
      outcomes.push(await emit(target, graph, imported.graph.size, stage, request));
    }
    onProgress?.({ phase: 'finish' });
    const digest = request.sha256 ?? sha256OfStore;
    const about: ManifestModel = {
      file: model.file,
      sha256: await digest(source.model, signal === undefined ? {} : { signal }),
      opset: model.opsets.get('') ?? 0,
      irVersion: model.irVersion,
      producer: model.producer,
    };
    const manifest = buildManifest({
      model: about,
      device: request.device.name,
      precision: request.precision,
      dims: new Map(
        imported.dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
      ),
      interface: prepared[0]?.context.interface ?? { inputs: [], outputs: [] },
      targets: outcomes,
    });
    const file = stage.file(MANIFEST);
    await file.write(new TextEncoder().encode(printManifest(manifest)));
    await file.close();
    signal?.throwIfAborted();
    const committed = await stage.commit();
    diagnostics.push(...committed.diagnostics);
    if (!committed.ok) return failure(diagnostics);
    stage = undefined;
    const passes = new Map(lowered.map(({ target, reports }) => [target.target.name, reports]));
    return success({ manifest, passes }, diagnostics);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return failure([...diagnostics, ...error.diagnostics]);
  } finally {
    await stage?.abort();
  }
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
