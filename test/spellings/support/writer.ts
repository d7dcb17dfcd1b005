/** Writes small ONNX models node by node, as an exporter would; types are left to whoever reads them. */

import { seededTensor } from '../../../ir/seeded.ts';
import { encodeTensor } from '../../../ir/tensor-bytes.ts';
import type {
  Attribute,
  DType,
  FileDim,
  Graph,
  LocalFunction,
  Node,
  Opset,
  Tensor,
  ValueInfo,
} from '../../../models/onnx/index.ts';
import { attribute, onnxModel, rawTensor, tensor } from '../../../models/onnx/index.ts';

/** A value by its name in the file. */
export type Name = string;

/** Integers, lists of integers and strings stand for themselves. */
export type Attributes = Readonly<Record<string, number | readonly number[] | string | Attribute>>;

/** An absent input is left out. */
export type Inputs = readonly (Name | undefined)[];

/** Numbers of ONNX's element types, for Cast. */
export const TYPE = { f32: 1, i32: 6, i64: 7, bool: 9, f16: 10 } as const;

export const LARGEST = 2n ** 63n - 1n;
export const SMALLEST = -(2n ** 63n);

interface Call {
  readonly domain?: string;
  readonly outputs?: number;
}

/** A list of nodes; values are named by a counter that nested lists share. */
export class NodeList {
  readonly nodes: Node[] = [];
  readonly #opset: number;
  readonly #counter: { next: number };

  constructor(opset: number, counter: { next: number } = { next: 0 }) {
    this.#opset = opset;
    this.#counter = counter;
  }

  op(op: string, inputs: Inputs, attributes: Attributes = {}): Name {
    const [output = ''] = this.ops(op, inputs, attributes);
    return output;
  }

  ops(op: string, inputs: Inputs, attributes: Attributes = {}, call: Call = {}): readonly Name[] {
    const outputs = Array.from({ length: call.outputs ?? 1 }, () => `v${this.#counter.next++}`);
    this.nodes.push({
      op,
      name: `${op}_${this.#counter.next++}`,
      inputs: inputs.map((input) => input ?? ''),
      outputs,
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]),
      ),
      ...(call.domain === undefined ? {} : { domain: call.domain }),
    });
    return outputs;
  }

  constant(dtype: DType, shape: readonly number[], values: readonly (number | bigint)[]): Name {
    const data = tensor('', dtype, shape, values as readonly number[]);
    return this.op('Constant', [], { value: attribute.tensor(data) });
  }

  /** A tensor for an attribute. */
  data(dtype: DType, shape: readonly number[], values: readonly number[]): Tensor {
    return tensor('', dtype, shape, values);
  }

  scalar(value: number, dtype: DType = 'f32'): Name {
    return this.constant(dtype, [], [value]);
  }

  /** A vector of i64, as shapes and axes are written. */
  ints(...values: readonly (number | bigint)[]): Name {
    return this.constant('i64', [values.length], values);
  }

  /** The size along an axis as a vector of one: Shape, Gather, Unsqueeze. */
  sizeOf(value: Name, axis: number): Name {
    const picked = this.op('Gather', [this.op('Shape', [value]), this.scalar(axis, 'i64')], {
      axis: 0,
    });
    return this.unsqueeze(picked, 0);
  }

  /** The axes are an attribute before opset 13. */
  unsqueeze(value: Name, ...axes: readonly number[]): Name {
    return this.#opset < 13
      ? this.op('Unsqueeze', [value], { axes })
      : this.op('Unsqueeze', [value, this.ints(...axes)]);
  }

  /** A graph for an attribute, such as a branch; it sees the values around it. */
  nested(build: (list: NodeList) => readonly Name[]): Graph {
    const list = new NodeList(this.#opset, this.#counter);
    const outputs = build(list);
    return { inputs: [], outputs: outputs.map((name) => ({ name })), nodes: list.nodes };
  }
}

function attributeOf(value: Attributes[string]): Attribute {
  if (typeof value === 'number') return attribute.int(value);
  if (typeof value === 'string') return attribute.string(value);
  return 'kind' in value ? value : attribute.ints(value);
}

interface ModelOptions {
  readonly opset: number;
  readonly functions?: readonly LocalFunction[];
  /** Versions of further domains. */
  readonly domains?: Readonly<Record<string, number>>;
  readonly producer?: string;
}

export class ModelWriter extends NodeList {
  readonly #options: ModelOptions;
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #initializers: Tensor[] = [];

  constructor(options: ModelOptions) {
    super(options.opset);
    this.#options = options;
  }

  input(name: Name, dtype: DType, shape: readonly FileDim[]): Name {
    this.#inputs.push({ name, dtype, shape });
    return name;
  }

  /** Seeded weights, stored in the model. */
  weights(shape: readonly number[], range: readonly [number, number] = [-0.5, 0.5]): Name {
    return this.#weights('f32', shape, range);
  }

  halfWeights(shape: readonly number[], range: readonly [number, number] = [-0.5, 0.5]): Name {
    return this.#weights('f16', shape, range);
  }

  #weights(dtype: 'f16' | 'f32', shape: readonly number[], range: readonly [number, number]): Name {
    const name = `onnx::weight_${this.#initializers.length}`;
    const data = seededTensor(dtype, shape, this.#initializers.length + 1, range);
    return this.#store(rawTensor(name, dtype, shape, encodeTensor(data)));
  }

  /** Numbers stored with the weights. */
  stored(dtype: DType, shape: readonly number[], values: readonly (number | bigint)[]): Name {
    const name = `onnx::stored_${this.#initializers.length}`;
    return this.#store(tensor(name, dtype, shape, values as readonly number[]));
  }

  #store(data: Tensor): Name {
    this.#initializers.push(data);
    return data.name;
  }

  output(name: Name, value: Name): void {
    this.nodes.push({ op: 'Identity', inputs: [value], outputs: [name], name: `out_${name}` });
    this.#outputs.push({ name });
  }

  bytes(): Uint8Array {
    const { opset, functions, domains, producer } = this.#options;
    const opsets: Opset = domains === undefined ? opset : { '': opset, ...domains };
    return onnxModel({
      opset: opsets,
      ...(domains === undefined ? {} : { irVersion: 8 }),
      producerName: producer ?? 'pytorch',
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.nodes,
      initializers: this.#initializers,
      ...(functions === undefined ? {} : { functions }),
    });
  }
}

interface FunctionOptions {
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly Name[];
  readonly attributes?: readonly string[];
}

const FUNCTION_OPSET = 18;
const TORCH_LIB = 'pkg.onnxscript.torch_lib';

/** The domains of PyTorch's local functions: its operators, their helpers, its modules. */
export const DOMAINS = {
  lib: TORCH_LIB,
  common: `${TORCH_LIB}.common`,
  modules: 'pkg.torch.2.1.0',
} as const;

export const DOMAIN_VERSIONS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.values(DOMAINS).map((domain) => [domain, 1]),
);

/** A local function of opset 18, which may call those of PyTorch's domains; `build` returns its outputs. */
export function localFunction(
  { domain, name, inputs, attributes }: FunctionOptions,
  build: (body: NodeList) => readonly Name[],
): LocalFunction {
  const body = new NodeList(FUNCTION_OPSET);
  const outputs = build(body);
  return {
    domain,
    name,
    inputs,
    outputs,
    nodes: body.nodes,
    opset: { '': FUNCTION_OPSET, ...DOMAIN_VERSIONS },
    ...(attributes === undefined ? {} : { attributes }),
  };
}
