/** The whole product: an ONNX model in, one artifact per target and a manifest out. */

import { cloneGraph } from '../ir/clone.ts';
import { DiagnosticError, failure, success } from '../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { OpTable } from '../ir/ops/index.ts';
import type { ModelSource } from './host/host.ts';
import { MANIFEST } from './host/output.ts';
import type { OutputStage } from './host/output.ts';
import { reportUnbound } from './import/onnx/check.ts';
import { convertOnnx } from './import/onnx/convert.ts';
import type { ImportedModel } from './import/onnx/convert.ts';
import type { DimOptions } from './import/onnx/dims.ts';
import { readOnnx } from './import/onnx/read.ts';
import { buildManifest, printManifest } from './manifest.ts';
import type { Manifest, ManifestModel, TargetOutcome } from './manifest.ts';
import { runPipeline } from './pipeline.ts';
import type { PassReport } from './pipeline.ts';
import { prepareTargets } from './prepare.ts';
import type { AddedPass, PreparedTarget } from './prepare.ts';
import { sha256OfStore } from './sha256.ts';
import type { CompileTarget, NamedDevice, Precision } from './target.ts';
import { TargetSink } from './target-sink.ts';

export type CompileProgress =
  | { readonly phase: 'read' | 'import' | 'finish' }
  | { readonly phase: 'pass'; readonly target: string; readonly pass: PassReport }
  /** Bytes of weights written and in all. */
  | {
      readonly phase: 'emit';
      readonly target: string;
      readonly done: number;
      readonly total: number;
    };

export interface CompileRequest<D extends NamedDevice> extends DimOptions {
  /** Stays open; the caller closes it. */
  readonly source: ModelSource;
  readonly targets: readonly CompileTarget<D>[];
  readonly device: D;
  readonly precision: Precision;
  /** Options of targets, by the target's name. */
  readonly targetOptions?: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Passes of the user, at their places in the targets' pipelines. */
  readonly passes?: readonly AddedPass[];
  /** Ops of the user, whose ONNX mappings are tried before the built-in ones. */
  readonly ops?: OpTable;
  readonly verifyEach?: boolean;
  readonly validateEach?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CompileProgress) => void;
  /** The host's own digest where it has a faster one. */
  readonly sha256?: typeof sha256OfStore;
}

export interface CompileResult {
  readonly manifest: Manifest;
  /** What each pass of each target did and how long it took; not part of the manifest. */
  readonly passes: ReadonlyMap<string, readonly PassReport[]>;
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
    const imported = keep(await convertOnnx(model, request));
    if (imported === undefined) return failure(diagnostics);
    diagnostics.push(...reportUnbound(imported.dims));
    const prepared = hasError(diagnostics)
      ? undefined
      : keep(prepareTargets(request, imported.graph, model.file));
    if (prepared === undefined) return failure(diagnostics);

    const lowered = [];
    for (const target of prepared) lowered.push(await lower(target, imported, request));
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

interface Lowered<D extends NamedDevice> {
  readonly target: PreparedTarget<D>;
  readonly graph: Graph;
  readonly reports: readonly PassReport[];
  readonly found: readonly Diagnostic[];
}

/** Each target changes a graph of its own. */
async function lower<D extends NamedDevice>(
  target: PreparedTarget<D>,
  imported: ImportedModel,
  { verifyEach = false, validateEach = false, signal, onProgress }: CompileRequest<D>,
): Promise<Lowered<D>> {
  const graph = cloneGraph(imported.graph);
  const reports: PassReport[] = [];
  const { name } = target.target;
  const result = await runPipeline(graph, target.steps, target.target.given, {
    verifyEach,
    validateEach,
    ...(signal === undefined ? {} : { signal }),
    onPass: (pass) => {
      reports.push(pass);
      onProgress?.({ phase: 'pass', target: name, pass });
    },
  });
  const illegal = result.ok ? target.target.legal(graph, target.context) : [];
  return { target, graph, reports, found: [...result.diagnostics, ...illegal] };
}

async function emit<D extends NamedDevice>(
  { target, context, steps }: PreparedTarget<D>,
  graph: Graph,
  nodesBefore: number,
  stage: OutputStage,
  { onProgress }: CompileRequest<D>,
): Promise<TargetOutcome> {
  const { name } = target;
  const sink = new TargetSink(stage, name, (done, total) =>
    onProgress?.({ phase: 'emit', target: name, done, total }),
  );
  const emitted = await target.emit(graph, context, sink);
  return {
    name,
    optionSpecs: target.options,
    options: context.options,
    steps,
    emitted,
    files: sink.files,
    nodesBefore,
    nodesAfter: graph.size,
  };
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
