/** Writes the artifact: a folder with a typed module, shaders, weights, a trace and the runtime. */

import { printGraph } from '../../ir/print.ts';
import type { Graph } from '../../ir/graph.ts';
import { writeWhole } from '../../compiler/output.ts';
import type { OutputSink } from '../../compiler/output.ts';
import type { Program } from '../../runtime/web/program.ts';
import type { Emitted, TargetContext } from '../target.ts';
import { assemble } from './assemble.ts';
import type { Assembly } from './assemble.ts';
import type { options } from './options.ts';
import { shaderFiles } from './shader-files.ts';
import { writeShards } from './shards.ts';
import type { WrittenShards } from './shards.ts';
import { assembliesOf } from './sizes.ts';
import type { SizedAssembly } from './sizes.ts';
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
  const { encode, signal } = context;
  const assemblies = assembliesOf(graph, context);
  const [usual, ...others] = assemblies;
  const { assembly } = usual;
  const shards = await writeShards(assembly.weights, sink, encode, signal);
  const { program, trace } = await writeProgram(usual, shards, context, sink);
  for (const other of others) await writeProgram(other, shards, context, sink);
  if (context.options.write_ir) await writeWhole(sink, 'model.ir', printGraph(graph));
  const weights = storedWeights(assembly.program);
  return {
    inputs: program.inputs.map(({ emitted }) => emitted),
    outputs: program.outputs.map(({ emitted }) => emitted),
    figures: figures(graph, assembly, program, trace),
    ...(weights.length === 0 ? {} : { weights }),
  };
}

/** The tables and kernels of one size. */
async function writeProgram(
  { assembly, interface: declared, folder }: SizedAssembly,
  shards: WrittenShards,
  { device, modelName, options: own, signal }: TargetContext<typeof options>,
  sink: OutputSink,
): Promise<{ readonly program: Program; readonly trace: readonly TraceEntry[] }> {
  const variants = findVariants(assembly.program, device, own.variants);
  const program = assemble(assembly, modelName, declared, shards, variants);
  const trace = traceEntries(assembly.program, program);
  const shaders = own.write_wgsl ? shaderFiles(assembly.program, trace) : [];
  const files = await moduleFiles(program, trace, own.runtime === 'shared', folder !== '');
  for (const [path, text] of [...files, ...shaders]) {
    signal?.throwIfAborted();
    await writeWhole(sink, folder === '' ? path : `${folder}/${path}`, text);
  }
  return { program, trace };
}

/** Everything but the weights, and but for the runtime where models share one; `below` the folder of both. */
export async function moduleFiles(
  program: Program,
  trace: readonly TraceEntry[],
  shared = false,
  below = false,
): Promise<readonly (readonly [path: string, text: string])[]> {
  // ts-morph carries a whole TypeScript, and the runtime is long: only who emits loads them.
  const { moduleSource } = await import('./module.ts');
  const { transpile } = await import('./templates/transpile.ts');
  const { runtimeFiles } = await import('./templates/runtime.generated.ts');
  const up = below ? '..' : '.';
  const runtime = `${shared ? `${below ? '../' : ''}../..` : up}/runtime/index.js`;
  const { js, dts } = transpile('index.ts', moduleSource(program, runtime, up), { comments: true });
  return [
    ['index.js', js],
    ['index.d.ts', dts],
    ...Object.entries(tableModules(program, runtime)),
    ['trace.json', printTrace(program.model, trace)],
    ...(shared || below ? [] : [packageFile(program.model), ...runtimeEntries(runtimeFiles)]),
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
