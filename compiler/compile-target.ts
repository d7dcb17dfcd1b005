/** One target's way from the imported graph to files. */

import { cloneGraph } from '../ir/clone.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { CompileRequest } from './compile-request.ts';
import type { OutputStage } from './host/output.ts';
import type { TargetOutcome } from './manifest.ts';
import { runPipeline } from './pipeline.ts';
import type { PassReport } from './pipeline.ts';
import type { PreparedTarget } from './prepare.ts';
import type { NamedDevice } from './target.ts';
import { TargetSink } from './target-sink.ts';

export interface Lowered<D extends NamedDevice> {
  readonly target: PreparedTarget<D>;
  readonly graph: Graph;
  readonly reports: readonly PassReport[];
  readonly found: readonly Diagnostic[];
}

/** Each target changes a graph of its own. */
export async function lower<D extends NamedDevice>(
  target: PreparedTarget<D>,
  imported: Graph,
  { verifyEach = false, validateEach = false, signal, onProgress }: CompileRequest<D>,
): Promise<Lowered<D>> {
  const graph = cloneGraph(imported);
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
    onValidate: (progress) => onProgress?.({ phase: 'validate', target: name, ...progress }),
  });
  const illegal = result.ok ? target.target.legal(graph, target.context) : [];
  return { target, graph, reports, found: [...result.diagnostics, ...illegal] };
}

export async function emit<D extends NamedDevice>(
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
