/** convertOnnx: an ONNX model as data becomes a Graph; every fault is found in one go. */

import { DiagnosticError, failure, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { Graph } from '../../../ir/graph.ts';
import type { GraphOutput } from '../../../ir/graph.ts';
import type { OpTable } from '../../../ir/ops/index.ts';
import { Converter } from './converter.ts';
import { opsetTooNew } from './diagnostics.ts';
import { DimTable } from './dims.ts';
import type { DimBinding, DimOptions } from './dims.ts';
import { addInputs, checkInterface, checkOutput } from './interface.ts';
import { RuleTable, rulesOfMappings } from './mapping.ts';
import type { OnnxModel } from './model.ts';
import { importRules } from './rules/index.ts';
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
  const dims = new DimTable(model.graph.inputs, options);
  let small: Awaited<ReturnType<typeof readSmallConstants>>;
  try {
    small = await readSmallConstants(model, options.signal);
  } catch (error) {
    if (error instanceof DiagnosticError) return failure(error.diagnostics);
    throw error;
  }
  const graph = new Graph(options.name ?? model.graph.name);
  const converter = new Converter(model, graph, rulesWith(options.ops), small);
  const { faults } = converter;
  faults.add(...dims.diagnostics, ...checkInterface(model.graph), ...checkOpsets(model));
  const inputs = addInputs(graph, model.graph.inputs, dims, (fault) => faults.add(fault));

  converter.start(inputs, (bindings) => {
    const outputs: GraphOutput[] = [];
    model.graph.outputs.forEach((declared, index) => {
      const value = bindings[index];
      if (value === undefined || typeof value === 'string') return;
      try {
        const output = { name: declared.name, value: converter.settled(value) };
        const contradiction = checkOutput(declared, output);
        if (contradiction !== undefined) faults.add(contradiction);
        outputs.push(output);
      } catch (error) {
        faults.caught(error, { value: declared.name });
      }
    });
    graph.setOutputs(outputs);
    converter.removeUnused();
  });
  while (converter.step(NODES_PER_TURN)) {
    await new Promise((resolve) => setTimeout(resolve));
    options.signal?.throwIfAborted();
  }

  const diagnostics = faults.diagnostics(dims);
  if (faults.failed) return failure(diagnostics);
  return success({ graph, dims: dims.bindings(), warnings: diagnostics }, diagnostics);
}

function checkOpsets(model: OnnxModel): readonly Diagnostic[] {
  const lists = [model.opsets, ...model.functions.map((definition) => definition.opsets)];
  const versions = new Set(lists.flatMap((opsets) => opsets.get('') ?? []));
  return [...versions]
    .filter((version) => version > NEWEST_OPSET)
    .map((version) => opsetTooNew(version, NEWEST_OPSET));
}
