/** Builds a graph node by node in the style of PyTorch's exporter: names follow the modules. */

import { attribute, irVersionFor } from './model.ts';
import type { Attributes, FileDim, Model, Node, ValueInfo } from './model.ts';
import type { DType } from './dtypes.ts';
import { seededBytes, seedFor } from './seeded.ts';
import type { Distribution, SeededDType } from './seeded.ts';
import { rawTensor, tensor } from './tensor.ts';
import type { Tensor } from './tensor.ts';

/** A size, or an expression over the named sizes of the inputs. */
export type Dim = number | string;

export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

export type ValueType = Omit<Value, 'name'>;

export interface WriterOptions {
  readonly graphName: string;
  readonly opset: number;
  readonly float: SeededDType;
  readonly seed: number;
  /** Writes the type of every intermediate value. */
  readonly valueInfos: boolean;
}

export interface Parameter {
  /** As in the checkpoint. */
  readonly name: string;
  /** As stored in the ONNX file, where linear weights may be transposed. */
  readonly shape: readonly number[];
}

/** What all modules of one graph share. */
interface GraphState {
  readonly options: WriterOptions;
  readonly inputs: Value[];
  readonly outputs: { readonly name: string; readonly value: Value }[];
  readonly nodes: Node[];
  readonly initializers: Tensor[];
  readonly parameters: Parameter[];
  readonly intermediates: Value[];
  readonly nodeNames: Map<string, number>;
}

export class GraphWriter {
  readonly #state: GraphState;
  readonly #path: readonly string[];

  private constructor(state: GraphState, path: readonly string[]) {
    this.#state = state;
    this.#path = path;
  }

  static create(options: WriterOptions): GraphWriter {
    const state: GraphState = {
      options,
      inputs: [],
      outputs: [],
      nodes: [],
      initializers: [],
      parameters: [],
      intermediates: [],
      nodeNames: new Map(),
    };
    return new GraphWriter(state, []);
  }

  get opset(): number {
    return this.#state.options.opset;
  }

  /** The dtype of weights and activations. */
  get float(): SeededDType {
    return this.#state.options.float;
  }

  /** All parameters so far, in the order of their making. */
  get parameters(): readonly Parameter[] {
    return this.#state.parameters;
  }

  /** A writer for a submodule: `module('resnets.0')` prefixes node and parameter names. */
  module(name: string): GraphWriter {
    return new GraphWriter(this.#state, [...this.#path, name]);
  }

  input(name: string, dtype: DType, shape: readonly Dim[]): Value {
    const value = { name, dtype, shape };
    this.#state.inputs.push(value);
    return value;
  }

  /** Makes `value` an output of the graph; the node that yields it takes the output's name. */
  output(name: string, value: Value): void {
    this.#state.outputs.push({ name, value });
  }

  /** A trained tensor; its data is drawn from the distribution when the file is written. */
  parameter(name: string, shape: readonly number[], distribution: Distribution): Value {
    const { float, seed } = this.#state.options;
    const full = [...this.#path, name].join('.');
    this.#state.parameters.push({ name: full, shape });
    const bytes = seededBytes(float, shape, seedFor(full, seed), distribution);
    this.#state.initializers.push(rawTensor(full, float, shape, bytes));
    return { name: full, dtype: float, shape };
  }

  /** A tensor of the checkpoint that is not trained, such as position ids. */
  buffer(name: string, dtype: DType, shape: readonly number[], values: readonly number[]): Value {
    const full = [...this.#path, name].join('.');
    this.#state.initializers.push(tensor(full, dtype, shape, values));
    return { name: full, dtype, shape };
  }

  constant(dtype: DType, shape: readonly number[], values: readonly number[]): Value {
    const data = tensor('', dtype, shape, values);
    return this.node('Constant', [], { value: attribute.tensor(data) }, { dtype, shape });
  }

  /** A node with one output; `undefined` leaves an optional input out. */
  node(
    op: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes,
    type: ValueType,
  ): Value {
    const name = this.#nodeName(op);
    const value: Value = { ...type, name: `${name}_output_0` };
    this.#state.nodes.push({
      op,
      name,
      inputs: inputs.map((input) => input?.name ?? ''),
      outputs: [value.name],
      attributes,
    });
    this.#state.intermediates.push(value);
    return value;
  }

  finish(): Model {
    const { options, inputs, outputs, nodes, initializers, intermediates } = this.#state;
    const renamed = new Map(outputs.map(({ name, value }) => [value.name, name]));
    const final = (name: string) => renamed.get(name) ?? name;
    const known = new Set(inputs.flatMap((input) => input.shape));
    const info = (value: Value): ValueInfo => ({
      name: final(value.name),
      dtype: value.dtype,
      shape: value.shape.map((dim): FileDim =>
        typeof dim === 'number' || known.has(dim) ? dim : null,
      ),
    });
    return {
      name: options.graphName,
      opset: options.opset,
      irVersion: irVersionFor(options.opset),
      producerName: 'snapc-models',
      inputs: inputs.map(info),
      outputs: outputs.map(({ name, value }) => ({ name, dtype: value.dtype, shape: value.shape })),
      nodes: nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(final),
        outputs: node.outputs.map(final),
      })),
      initializers,
      ...(options.valueInfos
        ? { valueInfos: intermediates.filter((value) => !renamed.has(value.name)).map(info) }
        : {}),
    };
  }

  #nodeName(op: string): string {
    const base = ['', ...this.#path, op].join('/');
    const count = this.#state.nodeNames.get(base) ?? 0;
    this.#state.nodeNames.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }
}
