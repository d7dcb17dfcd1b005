/** Writes the artifact: a folder with a typed module, shaders, weights, a trace and the runtime. */

import { printGraph } from '../../ir/print.ts';
import type { Graph } from '../../ir/graph.ts';
import { writeWhole } from '../../compiler/output.ts';
import type { OutputSink } from '../../compiler/output.ts';
import type { Program } from '../../runtime/web/program.ts';
import type { Emitted, TargetContext } from '../target.ts';
import { assemble } from './assemble.ts';
import type { Assembly } from './assemble.ts';
import { assemblyOf } from './legal.ts';
import type { options } from './options.ts';
import { shaderFiles } from './shader-files.ts';
import { writeShards } from './shards.ts';
import { storedWeights } from './stored-weights.ts';
import { tableModules } from './tables.ts';
import { findVariants } from './variants/choose.ts';
import { packageFile } from './package-file.ts';
import { printTrace, traceEntries } from './trace.ts';
import type { TraceEntry } from './trace.ts';

export async function emit(
  graph: Graph,
  context: TargetContext<typeof options>,
  sink: OutputSink,
): Promise<Emitted> {
  const { device, encode, signal, modelName, precision } = context;
  const assembly = assemblyOf(graph, device, context.options.shard_bytes, precision);
  const shards = await writeShards(assembly.weights, sink, encode, signal);
  const variants = findVariants(assembly.program, device, context.options.variants);
  const program = assemble(assembly, modelName, context.interface, shards, variants);
  const trace = traceEntries(assembly.program, program);
  const shaders = context.options.write_wgsl ? shaderFiles(assembly.program, trace) : [];
  for (const [path, text] of [
    ...(await moduleFiles(program, trace, context.options.runtime === 'shared')),
    ...shaders,
  ]) {
    signal?.throwIfAborted();
    await writeWhole(sink, path, text);
  }
  if (context.options.write_ir) await writeWhole(sink, 'model.ir', printGraph(graph));
  const weights = storedWeights(assembly.program);
  return {
    inputs: program.inputs.map(({ emitted }) => emitted),
    outputs: program.outputs.map(({ emitted }) => emitted),
    figures: figures(graph, assembly, program, trace),
    ...(weights.length === 0 ? {} : { weights }),
  };
}

/** Everything but the weights, and but for the runtime where models share one. */
export async function moduleFiles(
  program: Program,
  trace: readonly TraceEntry[],
  shared = false,
): Promise<readonly (readonly [path: string, text: string])[]> {
  // ts-morph carries a whole TypeScript, and the runtime is long: only who emits loads them.
  const { moduleSource } = await import('./module.ts');
  const { transpile } = await import('./templates/transpile.ts');
  const { runtimeFiles } = await import('./templates/runtime.generated.ts');
  const runtime = shared ? '../../runtime/index.js' : './runtime/index.js';
  const { js, dts } = transpile('index.ts', moduleSource(program, runtime), { comments: true });
  return [
    ['index.js', js],
    ['index.d.ts', dts],
    ...Object.entries(tableModules(program, runtime)),
    ['trace.json', printTrace(program.model, trace)],
    ...(shared ? [] : [packageFile(program.model), ...runtimeEntries(runtimeFiles)]),
  ];
}

/** The files of a runtime in its folder. */
export function runtimeEntries(
  files: Readonly<Record<string, string>>,
): readonly (readonly [path: string, text: string])[] {
  return Object.entries(files).map(([file, text]) => [`runtime/${file}`, text] as const);
}

function figures(
  graph: Graph,
  { plan, weights }: Assembly,
  program: Program,
  trace: readonly TraceEntry[],
): Emitted['figures'] {
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    nodes: graph.size,
    kernels: new Set(program.dispatches.map(([kernel]) => kernel)).size,
    dispatches: program.dispatches.length,
    weightBytes: weights.bytes,
    arenaBytes: plan.memory.peak,
    arenaLowerBound: plan.memory.lowerBound,
    /** All that the runtime allocates on the GPU, but for the buffer that outputs are read back through. */
    gpuBytes: sum(program.buffers) + sum(program.shards.map(({ bytes }) => bytes)),
    flops: sum(trace.map(({ flops }) => flops)),
  };
}
