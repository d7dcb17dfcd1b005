/** convertOnnx: an ONNX model as data becomes a Graph; every fault is found in one go. */

import type { Constant } from '../../../ir/constant.ts';
import { DiagnosticError, failure, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { Graph } from '../../../ir/graph.ts';
import type { GraphOutput } from '../../../ir/graph.ts';
import type { OpTable } from '../../../ir/ops/index.ts';
import { Converter } from './converter.ts';
import { needsBoundDims, opsetTooNew } from './diagnostics.ts';
import { DimTable, reportUnbound } from './dims.ts';
import type { DimBinding, DimOptions } from './dims.ts';
import { addInputs, checkInterface, checkOutput } from './interface.ts';
import { RuleTable, rulesOfMappings } from './mapping.ts';
import type { OnnxModel } from './model.ts';
import { importRules } from './rules/index.ts';
import type { Binding } from './scope.ts';
import { readSmallConstants } from './small-constants.ts';

export interface ConvertOptions extends DimOptions {
  readonly signal?: AbortSignal;
  /** The graph's name; the model's own when absent. */
  readonly name?: string;
  /** Ops of the user; their mappings go before the built-in ones. */
  readonly ops?: OpTable;
}

export interface ImportedModel {
  readonly graph: Graph;
  /** The dims of the model's inputs; those without a value are symbols in the graph. */
  readonly dims: readonly DimBinding[];
  readonly warnings: readonly Diagnostic[];
}

/** The newest operator set that the rules were written from; how far back they go each rule says itself. */
export const NEWEST_OPSET = 23;

/** Nodes between two looks at the abort signal. */
const NODES_PER_TURN = 4096;

/** How often the sizes that weights demand may uncover further ones. */
const MOST_ROUNDS = 8;

/** Rules written by hand go before mappings of the same operator and version. */
export const importTable: RuleTable = new RuleTable([...importRules, ...rulesOfMappings()]);

function rulesWith(ops: OpTable | undefined): RuleTable {
  if (ops === undefined) return importTable;
  return new RuleTable([...rulesOfMappings(ops), ...importRules, ...rulesOfMappings()]);
}

/** Rejects with the signal's reason when aborted; every fault of the model is in the result. */
export async function convertOnnx(
  model: OnnxModel,
  options: ConvertOptions = {},
): Promise<Result<ImportedModel>> {
  return withOpenDims(await convertAndBind(model, options));
}

/** Whoever bound only the dims that a node asks for first would be asked again and again. */
export function withOpenDims({ result, dims }: Conversion): Result<ImportedModel> {
  if (result.ok || !result.diagnostics.some(isOfOpenDims)) return result;
  return failure([...result.diagnostics, ...reportUnbound(dims)]);
}

const OPEN_DIMS = needsBoundDims([], [], undefined).code;

/** Whether this is a fault only as long as dims have no value. */
export function isOfOpenDims({ code }: Diagnostic): boolean {
  return code === OPEN_DIMS;
}

interface Conversion {
  readonly result: Result<ImportedModel>;
  /** Also where the conversion failed. */
  readonly dims: readonly DimBinding[];
}

/** Converts until no weight demands another size of an unbound dim. */
export async function convertAndBind(
  model: OnnxModel,
  options: ConvertOptions,
): Promise<Conversion> {
  options.signal?.throwIfAborted();
  let small: ReadonlyMap<Constant, Constant>;
  try {
    small = await readSmallConstants(model, options.signal);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { bindings } = new DimTable(model.graph.inputs, options);
    return { result: failure(error.diagnostics), dims: bindings };
  }
  const implied = new Map<string, number>();
  for (let round = 1; ; round++) {
    const dims = new DimTable(model.graph.inputs, options, implied);
    const { result, found } = await convertWith(model, options, dims, small);
    const news = Array.from(found, ([symbol, size]) => [dims.nameOf(symbol), size] as const);
    const open = news.filter(([name]) => !implied.has(name));
    if (open.length === 0 || round === MOST_ROUNDS) return { result, dims: dims.bindings };
    // Once more, with the sizes that the weights demand.
    for (const [name, size] of open) implied.set(name, size);
  }
}

async function convertWith(
  model: OnnxModel,
  options: ConvertOptions,
  dims: DimTable,
  small: ReadonlyMap<Constant, Constant>,
): Promise<{ result: Result<ImportedModel>; found: ReadonlyMap<string, number> }> {
  const graph = new Graph(options.name ?? model.graph.name);
  const converter = new Converter(model, graph, rulesWith(options.ops), small);
  const { faults, implied: found } = converter;
  faults.add(...dims.diagnostics, ...checkInterface(model.graph), ...checkOpsets(model));
  const inputs = addInputs(graph, model.graph.inputs, dims, (fault) => faults.add(fault));
  converter.start(inputs, (bindings) => {
    graph.setOutputs(settleOutputs(model, converter, bindings));
    converter.removeUnused();
  });
  while (converter.step(NODES_PER_TURN)) {
    await new Promise((resolve) => setTimeout(resolve));
    options.signal?.throwIfAborted();
  }
  const diagnostics = faults.diagnostics(dims);
  if (faults.failed) return { result: failure(diagnostics), found };
  const imported = { graph, dims: dims.bindings, warnings: diagnostics };
  return { result: success(imported, diagnostics), found };
}

function settleOutputs(
  { graph }: OnnxModel,
  converter: Converter,
  bindings: readonly Binding[],
): readonly GraphOutput[] {
  const outputs: GraphOutput[] = [];
  graph.outputs.forEach((declared, index) => {
    const binding = bindings[index];
    if (binding === undefined || typeof binding === 'string') return;
    try {
      const output = { name: declared.name, value: converter.settled(binding) };
      const contradiction = checkOutput(declared, output);
      if (contradiction !== undefined) converter.faults.add(contradiction);
      outputs.push(output);
    } catch (error) {
      converter.faults.caught(error, { value: declared.name });
    }
  });
  return outputs;
}

function checkOpsets(model: OnnxModel): readonly Diagnostic[] {
  const lists = [model.opsets, ...model.functions.map((definition) => definition.opsets)];
  const versions = new Set(lists.flatMap((opsets) => opsets.get('') ?? []));
  return [...versions]
    .filter((version) => version > NEWEST_OPSET)
    .map((version) => opsetTooNew(version, NEWEST_OPSET));
}
