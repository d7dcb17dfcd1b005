/** The whole product: an ONNX model in, one artifact per target and a manifest out. */

import { DiagnosticError, failure, hasErrors, printable, success } from '../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { CompileRequest, CompileResult } from './compile-request.ts';
import { emit, lower } from './compile-target.ts';
import { measureWeights } from './guard/weights.ts';
import { MANIFEST } from './host/output.ts';
import type { OutputStage } from './host/output.ts';
import { importVariants } from './import-variants.ts';
import { readOnnx } from './import/onnx/read.ts';
import { buildManifest, printManifest } from './manifest.ts';
import type { ManifestAdapter, ManifestModel, TargetOutcome } from './manifest.ts';
import { faultOfOwnOp } from './own-op-fault.ts';
import { prepareTargets } from './prepare.ts';
import { sha256OfStore } from './sha256.ts';
import type { NamedDevice } from './target.ts';

/** The host's threads have nothing else to do while the first passes run; what goes wrong is told to who needs it. */
function readAhead<D extends NamedDevice>(graph: Graph, request: CompileRequest<D>): void {
  const { guard, precision, signal } = request;
  if (guard === undefined || guard.mode === 'off' || precision !== 'fp16') return;
  measureWeights(graph, guard.measures, { signal }).catch(() => undefined);
}

/** Several targets may tell the same, or each something else of the same place. */
function ofTarget(name: string): (found: Diagnostic) => Diagnostic {
  return (found) => ({ ...found, message: `${printable(name)}: ${found.message}` });
}

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
    const imported = keep(await importVariants(model, request));
    if (imported === undefined) return failure(diagnostics);
    const { usual, variants } = imported;
    const prepared = hasErrors(diagnostics)
      ? undefined
      : keep(prepareTargets(request, usual.graph, model.file));
    if (prepared === undefined) return failure(diagnostics);

    readAhead(usual.graph, request);
    const lowered = [];
    for (const target of prepared) lowered.push(await lower(target, imported, request));
    const several = lowered.length > 1;
    for (const { target, found } of lowered) {
      diagnostics.push(...(several ? found.map(ofTarget(target.target.name)) : found));
    }
    if (hasErrors(diagnostics)) return failure(diagnostics);

    stage = keep(await openStage());
    if (stage === undefined) return failure(diagnostics);
    const outcomes: TargetOutcome[] = [];
    for (const { target, graph } of lowered) {
      outcomes.push(await emit(target, graph, usual.graph.size, stage, request));
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
    const adapters: ManifestAdapter[] = [];
    for (const { name, source: other } of request.adapters ?? []) {
      const sha256 = await digest(other.model, signal === undefined ? {} : { signal });
      adapters.push({ name, sha256 });
    }
    const manifest = buildManifest({
      model: about,
      device: request.device.name,
      precision: request.precision,
      dims: new Map(
        usual.dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
      ),
      shapes: request.shapes === undefined ? [] : variants.map(({ sizes }) => sizes),
      adapters,
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
    const fault = faultOfOwnOp(error);
    if (fault !== undefined) return failure([...diagnostics, fault]);
    if (!(error instanceof DiagnosticError)) throw error;
    return failure([...diagnostics, ...error.diagnostics]);
  } finally {
    await stage?.abort();
  }
}
