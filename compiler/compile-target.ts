/** One target's way from the imported graph to files. */

import { cloneGraph } from '../ir/clone.ts';
import { hasErrors, isError } from '../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { CompileRequest } from './compile-request.ts';
import type { OutputStage } from './host/output.ts';
import type { ImportedVariants } from './import-variants.ts';
import type { TargetOutcome } from './manifest.ts';
import { runPipeline } from './pipeline.ts';
import type { PassReport } from './pipeline.ts';
import { interfaceOf } from './prepare.ts';
import type { PreparedTarget } from './prepare.ts';
import type { AdapterVariant, NamedDevice, ShapeVariant } from './target.ts';
import { TargetSink } from './target-sink.ts';

export interface Lowered<D extends NamedDevice> {
  /** Its context has the other shapes. */
  readonly target: PreparedTarget<D>;
  readonly graph: Graph;
  readonly reports: readonly PassReport[];
  readonly found: readonly Diagnostic[];
}

type LowerRequest<D extends NamedDevice> = Pick<
  CompileRequest<D>,
  'onProgress' | 'shapes' | 'signal' | 'timeLimit' | 'validateEach' | 'verifyEach' | 'watch'
>;

/** Each target changes graphs of its own. Of several variants the first is the usual one. */
export async function lower<D extends NamedDevice>(
  target: PreparedTarget<D>,
  { variants, withoutOnes = [] }: Pick<ImportedVariants, 'variants' | 'withoutOnes'>,
  request: LowerRequest<D>,
): Promise<Lowered<D>> {
  const reports: PassReport[] = [];
  const [usual, ...others] = variants;
  const { graph, result } = await runOn(target, usual.graph, request, reports);
  const found = [...result.diagnostics];
  const shapes: ShapeVariant[] = [];
  const adapters: AdapterVariant[] = [];
  for (const { sizes, adapter: name, graph: from } of others) {
    const { graph: own, result: run } = await runOn(target, from, request, []);
    for (const fault of run.diagnostics) if (isError(fault)) found.push(fault);
    if (name === undefined) shapes.push({ sizes, graph: own, interface: interfaceOf(from) });
    else adapters.push({ name, graph: own });
  }
  const alike: Graph[] = [];
  for (const from of withoutOnes) {
    const { graph: own, result: run } = await runOn(target, from, request, []);
    if (run.ok) alike.push(own);
  }
  const { sizes } = usual;
  const context = {
    ...target.context,
    ...(request.shapes && {
      shapes: {
        kind: request.shapes.kind,
        sizes,
        others: shapes,
        ...(alike.length === variants.length && { withoutOnes: alike }),
      },
    }),
    ...(adapters.length > 0 && { adapters }),
  };
  const failed = hasErrors(found);
  const illegal = failed ? [] : target.target.legal(graph, context);
  return { target: { ...target, context }, graph, reports, found: [...found, ...illegal] };
}

async function runOn<D extends NamedDevice>(
  { target, steps }: PreparedTarget<D>,
  imported: Graph,
  request: LowerRequest<D>,
  reports: PassReport[],
): Promise<{ readonly graph: Graph; readonly result: Result<unknown> }> {
  const {
    verifyEach = false,
    validateEach = false,
    signal,
    timeLimit,
    watch,
    onProgress,
  } = request;
  const graph = cloneGraph(imported);
  const result = await runPipeline(graph, steps, target.given, {
    verifyEach,
    validateEach,
    ...(signal === undefined ? {} : { signal }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(watch === undefined ? {} : { watch }),
    onPass: (pass) => {
      reports.push(pass);
      onProgress?.({ phase: 'pass', target: target.name, pass });
    },
    onWork: (progress) => onProgress?.({ phase: 'work', target: target.name, ...progress }),
    onValidate: (progress) => onProgress?.({ phase: 'validate', target: target.name, ...progress }),
  });
  return { graph, result };
}

export async function emit<D extends NamedDevice>(
  { target, context, steps, guarded: [guard] }: PreparedTarget<D>,
  graph: Graph,
  nodesBefore: number,
  stage: OutputStage,
  { onProgress }: Pick<CompileRequest<D>, 'onProgress'>,
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
    ...(guard === undefined ? {} : { guard }),
  };
}
