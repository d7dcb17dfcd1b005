/** The reference interpreter: runs a graph by each op's own evaluate, freeing values after their last use. */

import { inlineValue, materialize } from './constant.ts';
import type { Constant } from './constant.ts';
import { DiagnosticError, defineDiagnostic, printable } from './diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { dimNames } from './dim.ts';
import type { AttributeMap, OpDefinition } from './define.ts';
import type { Graph, Node, Value } from './graph.ts';
import { OpFault, checkComputed } from './op-fault.ts';
import { namedOperands } from './operands.ts';
import type { Tensor } from './tensor.ts';
import { isStaticType, printType } from './types.ts';
import type { StaticTensorType } from './types.ts';

export interface EvaluateOptions {
  /** Reads a constant; ir/constant.ts's `materialize` when absent. */
  readonly materialize?: (constant: Constant) => Promise<Tensor>;
  /** Called after each node with its results, before anything is freed. */
  readonly onNode?: (node: Node, results: readonly Tensor[]) => void;
  readonly signal?: AbortSignal;
}

/** A name of the model's, harmless to show. */
const quoted = (name: string): string => JSON.stringify(printable(name));

export const missingInput = defineDiagnostic(
  'SNAPC1201',
  'error',
  (name: string, type: string) => ({
    message: `input ${quoted(name)} is missing`,
    hint: `give a tensor of ${type} under that name`,
    place: { value: name },
  }),
);

export const unknownInput = defineDiagnostic(
  'SNAPC1202',
  'error',
  (name: string, known: readonly string[]) => ({
    message: `there is no input ${quoted(name)}`,
    hint: `the inputs are ${known.map(quoted).join(', ')}`,
    place: { value: name },
  }),
);

export const wrongInput = defineDiagnostic(
  'SNAPC1203',
  'error',
  (name: string, expected: string, given: string) => ({
    message: `input ${quoted(name)} is ${given}, not ${expected}`,
    hint: 'convert the tensor, or compile the model for this shape with --dim or --dims-from',
    place: { value: name },
  }),
);

const unboundDims = defineDiagnostic(
  'SNAPC1204',
  'error',
  (name: string, dims: readonly string[]) => ({
    message: `the shape of ${quoted(name)} depends on ${dims.join(', ')}`,
    hint: `bind each: ${dims.map((dim) => `--dim ${dim}=VALUE`).join(' ')}`,
    place: { value: name },
  }),
);

/** All that is wrong with inputs for a graph: missing, unknown, wrong dtype or shape. */
export function checkInputs(graph: Graph, inputs: ReadonlyMap<string, Tensor>): Diagnostic[] {
  const found: Diagnostic[] = [];
  const names = graph.inputs.map((input) => input.name ?? '');
  for (const input of graph.inputs) {
    const name = input.name ?? '';
    const given = inputs.get(name);
    if (!isStaticType(input.type)) {
      found.push(unboundDims(name, dimNames(input.type.shape)));
    } else if (given === undefined) found.push(missingInput(name, printType(input.type)));
    else if (printType(given) !== printType(input.type)) {
      found.push(wrongInput(name, printType(input.type), printType(given)));
    }
  }
  for (const name of inputs.keys())
    if (!names.includes(name)) found.push(unknownInput(name, names));
  return found;
}

/**
 * Runs a graph on inputs by name and returns its outputs by name. Constants are read when a node first
 * needs them and freed after their last use. Rejects with a DiagnosticError for inputs that do not fit
 * (SNAPC1201 to SNAPC1204), with the signal's reason when aborted.
 */
export async function evaluateGraph(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  options: EvaluateOptions = {},
): Promise<ReadonlyMap<string, Tensor>> {
  const faults = checkInputs(graph, inputs);
  if (faults.length > 0) throw new DiagnosticError(...faults);
  const read = options.materialize ?? materialize;
  const run = new GraphRun(graph);
  for (const input of graph.inputs) run.set(input, inputs.get(input.name ?? ''));
  for (const node of graph.nodes()) {
    options.signal?.throwIfAborted();
    for (const operand of node.operands) {
      if (operand?.constant !== undefined && !run.has(operand)) {
        run.set(operand, await read(operand.constant));
      }
    }
    const results = run.node(node);
    options.onNode?.(node, results);
    run.release(node);
  }
  const outputs = new Map<string, Tensor>();
  for (const { name, value } of graph.outputs) {
    if (value.constant !== undefined && !run.has(value)) run.set(value, await read(value.constant));
    outputs.set(name, run.get(value));
  }
  return outputs;
}

/** Runs the body of an op that holds a graph, on inputs by position; its constants are in memory. */
export function evaluateRegion(graph: Graph, inputs: readonly Tensor[]): Tensor[] {
  const run = new GraphRun(graph);
  graph.inputs.forEach((input, index) => run.set(input, inputs[index]));
  for (const value of graph.constants()) {
    run.set(value, value.constant && inlineValue(value.constant));
  }
  for (const node of graph.nodes()) {
    run.node(node);
    run.release(node);
  }
  return graph.outputs.map(({ value }) => run.get(value));
}

/** Throws an OpFault where the op fails, other than by a DiagnosticError about what it is given. */
function compute(
  op: OpDefinition,
  operands: readonly (Tensor | undefined)[],
  attributes: AttributeMap,
  types: readonly StaticTensorType[],
): readonly Tensor[] {
  try {
    return checkComputed(op, op.evaluate(namedOperands(op, operands), attributes, types), types);
  } catch (error) {
    if (error instanceof DiagnosticError || error instanceof OpFault) throw error;
    throw new OpFault(op, 'evaluate', error);
  }
}

/** Values of one run, each freed after its last use. */
export class GraphRun {
  readonly #values = new Map<Value, Tensor>();
  readonly #pending = new Map<Value, number>();
  readonly #kept: ReadonlySet<Value>;

  constructor(graph: Graph) {
    this.#kept = new Set(graph.outputs.map((output) => output.value));
  }

  has(value: Value): boolean {
    return this.#values.has(value);
  }

  get(value: Value): Tensor {
    const found = this.#values.get(value);
    if (found === undefined) throw new Error(`value ${value.name ?? value.id} was not computed`);
    return found;
  }

  set(value: Value, tensor: Tensor | undefined): void {
    if (tensor === undefined) throw new Error(`value ${value.name ?? value.id} has no tensor`);
    this.#values.set(value, tensor);
    this.#pending.set(value, value.users.size);
  }

  node(node: Node): readonly Tensor[] {
    const operands = node.operands.map((operand) => operand && this.get(operand));
    const types = node.results.map(({ type }) => {
      if (!isStaticType(type)) throw new Error(`${node.op.name} has an unknown shape`);
      return type;
    });
    const results = compute(node.op, operands, node.attributes, types);
    node.results.forEach((result, index) => this.set(result, results[index]));
    return results;
  }

  /** Frees what this node was the last to read. */
  release(node: Node): void {
    for (const operand of new Set(node.operands)) {
      if (operand === undefined) continue;
      const left = (this.#pending.get(operand) ?? 0) - 1;
      this.#pending.set(operand, left);
      if (left <= 0 && !this.#kept.has(operand)) this.#values.delete(operand);
    }
    for (const result of node.results) {
      if (result.users.size === 0 && !this.#kept.has(result)) this.#values.delete(result);
    }
  }
}
