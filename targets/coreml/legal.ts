/** Decides whether a graph can be emitted: every op has a lowering, and the program keeps to what Core ML takes. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { missingLowerings, runningNodes } from '../missing-lowerings.ts';
import type { TargetContext } from '../target.ts';
import { chunksOf } from './chunks.ts';
import { attentionForm, imageOfOneSize, noLowering, packageTooLarge } from './diagnostics.ts';
import { emptyPorts } from './empty-ports.ts';
import { severalShapes, withAdapters } from './flexible.ts';
import { withImageOutput } from './image-output.ts';
import { lowerContext } from './lower-context.ts';
import { lowerGraph } from './lower.ts';
import { loweringOf } from './lowerings.ts';
import { interfaceNames } from './names.ts';
import { neuralNotes } from './neural-rules.ts';
import type { options } from './options.ts';
import { planBlobs } from './package/blobs.ts';
import type { MilFunction, MilProgram } from './syntax.ts';
import { widePorts } from './wide-ports.ts';
import { widthNotes } from './width-notes.ts';

type Context = TargetContext<typeof options>;

export interface Lowered {
  /** Ports have the names of the package. */
  readonly program: MilProgram;
  /** What is written as a package each; undefined where no cut fits them into the limit. */
  readonly chunks: readonly MilProgram[] | undefined;
}

/** What emission needs is worked out once, while legality is checked. */
const known = new WeakMap<Graph, Lowered & { readonly key: string }>();

/** Throws a DiagnosticError for what Core ML cannot express. */
export function lowered(graph: Graph, context: Context): Lowered {
  const key = JSON.stringify([context.device, context.options]);
  const before = known.get(graph);
  if (before?.key === key) return before;
  const program = programOf(graph, context);
  const chunks = chunksOf(program, context.options.max_package_bytes);
  known.set(graph, { key, program, chunks });
  return { program, chunks };
}

function programOf(graph: Graph, context: Context): MilProgram {
  const { image_output: image, image_values: values } = context.options;
  const shaped = shapedProgram(graph, context);
  if (image !== '' && shaped.functions.some(isFlexible)) {
    throw new DiagnosticError(imageOfOneSize());
  }
  return {
    ...shaped,
    functions: shaped.functions
      .map((one) => (image === '' ? one : withImageOutput(one, image, values)))
      .map(withPackageNames),
  };
}

/** At all sizes that the model is compiled for, or with all its adapters. */
function shapedProgram(graph: Graph, context: Context): MilProgram {
  const lowering = lowerContext(context);
  const usual = lowerGraph(graph, lowering);
  const { shapes, adapters } = context;
  if (adapters !== undefined) {
    const own = adapters.map(({ name, graph: other }) => ({
      name,
      program: lowerGraph(other, lowering),
    }));
    return withAdapters(usual, own);
  }
  if (shapes === undefined) return usual;
  const others = shapes.others.map((other) => lowerGraph(other.graph, lowering));
  const functions = [usual, ...others].flatMap((program) => program.functions);
  const withoutOnes = (): readonly MilFunction[] | undefined =>
    shapes.withoutOnes?.flatMap((other) => lowerGraph(other, lowering).functions);
  const request = { kind: shapes.kind, sizes: [shapes, ...shapes.others].map((one) => one.sizes) };
  return severalShapes(functions, { ...request, withoutOnes }, usual.opset, context.options.shapes);
}

function isFlexible({ inputs }: MilFunction): boolean {
  return inputs.some(({ shapes }) => shapes !== undefined);
}

function withPackageNames(one: MilFunction): MilFunction {
  const names = interfaceNames(
    one.inputs.map(({ name }) => name),
    one.outputs.map(({ name }) => name),
  );
  return {
    ...one,
    inputs: one.inputs.map((port, at) => ({ ...port, name: names.inputs[at] ?? port.name })),
    outputs: one.outputs.map((port, at) => ({ ...port, name: names.outputs[at] ?? port.name })),
  };
}

/** Everything that stands against emitting the graph for the device. */
export function checkLegal(graph: Graph, context: Context): readonly Diagnostic[] {
  const isLowered = (node: Node): boolean => loweringOf(node) !== undefined;
  const missing = [
    ...emptyPorts(graph),
    ...widePorts(context),
    ...missingLowerings(runningNodes(graph), isLowered, noLowering),
  ];
  if (missing.length > 0) return missing;
  try {
    const { program, chunks } = lowered(graph, context);
    const limit = context.options.max_package_bytes;
    return [
      ...(chunks ? [] : [packageTooLarge(planBlobs(program).fileBytes, limit)]),
      ...notesOnUnits(graph, program, context),
    ];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** What the device's compute units decided, and what will not run on the Neural Engine. */
function notesOnUnits(graph: Graph, program: MilProgram, context: Context): Diagnostic[] {
  const { coreml } = context.device;
  if (coreml === null) return [];
  const units = coreml.computeUnits.value;
  const { opset, attention } = lowerContext(context);
  const attends = [...graph.nodes()].some(({ op }) => op.name === 'attention');
  const onEngine = units === 'all' || units === 'cpuAndNeuralEngine';
  return [
    ...widthNotes(graph, opset),
    ...(attends ? [attentionForm(attention, opset, units)] : []),
    ...(onEngine && coreml.neuralEngine !== null ? neuralNotes(program, coreml.neuralEngine) : []),
  ];
}
