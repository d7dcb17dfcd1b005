/** Turns a model into tables of numbers: equal types, constants and names once, operands by their index. */

import type { ModelInterface } from '../../compiler/output.ts';
import { OPERANDS, operationNumber } from './codes.ts';
import { immediateBytes } from './immediate-bytes.ts';
import { Interned, Runs } from './interned.ts';
import { scalesOf } from './pools.ts';
import type { PoolPlan } from './pools.ts';
import type {
  Argument,
  Immediate,
  NnModel,
  NnValue,
  Omitted,
  OperandType,
  Port,
  Weight,
} from './syntax.ts';

export const SOURCES = { computed: 0, omitted: 1, immediate: 2, pool: 3 } as const;

export interface OperandRow {
  readonly type: number;
  /** One of SOURCES; pool + n for the pool n. */
  readonly source: number;
  readonly offset: number;
  readonly length: number;
}

export interface OperationRow {
  readonly code: number;
  readonly operands: number;
  readonly inputCount: number;
  readonly outputCount: number;
  readonly origin: number;
  readonly originCount: number;
}

export interface PortRow {
  readonly name: string;
  readonly operand: number;
  readonly modelType: ModelElement;
  readonly modelRank: number;
  readonly modelDimensions: number;
}

export interface TypeRow {
  readonly code: number;
  readonly rank: number;
  readonly dimensions: number;
  readonly scale: number;
  readonly zeroPoint: number;
  /** One more than an index in `channels`, or 0. */
  readonly channels: number;
}

/** Scales lie in a pool, since there may be as many as hundreds of thousands. */
export interface ChannelRow {
  readonly axis: number;
  readonly pool: number;
  readonly offset: number;
  readonly count: number;
}

/** Elements of NumPy's files for an input or output. */
export type ModelElement = 'float32' | 'float16' | 'int32' | 'int64' | 'bool8' | 'uint8' | 'int8';

export interface Tables {
  readonly types: readonly TypeRow[];
  readonly dimensions: readonly number[];
  readonly channels: readonly ChannelRow[];
  readonly operands: readonly OperandRow[];
  readonly immediates: readonly number[];
  readonly operations: readonly OperationRow[];
  readonly indices: readonly number[];
  readonly nodes: readonly string[];
  readonly inputs: readonly PortRow[];
  readonly outputs: readonly PortRow[];
}

/** More nodes than these tell a reader nothing; trace.json has all of them. */
const MOST_NODES = 6;
/** Values that NNAPI does not copy at once must lie well in memory. */
const IMMEDIATE_ALIGNMENT = 4;

export function tablesOf(
  model: NnModel,
  plan: PoolPlan,
  { inputs, outputs }: ModelInterface,
): Tables {
  const tables = new TableBuilder(plan);
  for (const { value } of model.inputs) tables.define(value);
  const operations = model.operations.map((operation) => {
    const read = operation.inputs.map((argument) => tables.operandOf(argument));
    const written = operation.outputs.map((value) => tables.define(value));
    const origin = operation.origin.onnx.slice(0, MOST_NODES).map((name) => tables.nodes.add(name));
    return {
      code: operationNumber(operation.code),
      operands: tables.indices.add([...read, ...written]),
      inputCount: read.length,
      outputCount: written.length,
      origin: tables.indices.add(origin),
      originCount: origin.length,
    };
  });
  const row = (entries: ModelInterface['inputs']) => (port: Port, index: number) =>
    tables.port(port, entries[index]?.type ?? { dtype: 'f32', shape: port.value.type.shape });
  return {
    operations,
    inputs: model.inputs.map(row(inputs)),
    outputs: model.outputs.map(row(outputs)),
    ...tables.rows(),
  };
}

class TableBuilder {
  readonly nodes = new Interned<string>();
  readonly indices = new Runs();
  readonly #plan: PoolPlan;
  readonly #values = new Map<NnValue, number>();
  readonly #constants = new Map<string, number>();
  readonly #operands: OperandRow[] = [];
  readonly #dimensions = new Runs();
  readonly #immediates = new Runs(IMMEDIATE_ALIGNMENT);
  readonly #channels = new Interned<ChannelRow>();
  readonly #types = new Interned<TypeRow>();

  constructor(plan: PoolPlan) {
    this.#plan = plan;
  }

  rows() {
    return {
      types: this.#types.rows,
      dimensions: this.#dimensions.numbers,
      channels: this.#channels.rows,
      operands: this.#operands,
      immediates: this.#immediates.numbers,
      indices: this.indices.numbers,
      nodes: this.nodes.rows,
    };
  }

  /** A value that an operation or the app writes. */
  define(value: NnValue): number {
    if (this.#values.has(value)) throw new Error('a value is written twice');
    const index = this.#add({
      type: this.#type(value.type),
      source: SOURCES.computed,
      offset: 0,
      length: 0,
    });
    this.#values.set(value, index);
    return index;
  }

  operandOf(argument: Argument): number {
    if (!('kind' in argument)) return this.#valueOf(argument);
    const row = this.#constant(argument);
    const key = JSON.stringify(row);
    const index = this.#constants.get(key) ?? this.#add(row);
    this.#constants.set(key, index);
    return index;
  }

  port({ name, value }: Port, type: ModelInterface['inputs'][number]['type']): PortRow {
    return {
      name,
      operand: this.#valueOf(value),
      modelType: modelElement(type.dtype, value.type),
      modelRank: type.shape.length,
      modelDimensions: this.#dimensions.add(type.shape),
    };
  }

  #valueOf(value: NnValue): number {
    const index = this.#values.get(value);
    if (index === undefined) throw new Error('a value is read before it is written');
    return index;
  }

  #constant(argument: Immediate | Omitted | Weight): OperandRow {
    const type = this.#type(argument.type);
    if (argument.kind === 'omitted') return { type, source: SOURCES.omitted, offset: 0, length: 0 };
    if (argument.kind === 'immediate') {
      const bytes = Array.from(immediateBytes(argument));
      const offset = this.#immediates.add(bytes);
      return { type, source: SOURCES.immediate, offset, length: bytes.length };
    }
    const { pool, offset, bytes } = this.#plan.placeOf(argument);
    return { type, source: SOURCES.pool + pool, offset, length: bytes };
  }

  #add(row: OperandRow): number {
    return this.#operands.push(row) - 1;
  }

  #type({ code, shape, scale, zeroPoint, perChannel }: OperandType): number {
    let channels = 0;
    if (perChannel !== undefined) {
      const { axis } = perChannel;
      const scales = scalesOf(perChannel);
      const { pool, offset } = this.#plan.placeOf(scales);
      channels = 1 + this.#channels.add({ axis, pool, offset, count: scales.type.shape[0] ?? 0 });
    }
    const dimensions = this.#dimensions.add(shape);
    const { number } = OPERANDS[code];
    return this.#types.add({
      code: number,
      rank: shape.length,
      dimensions,
      scale,
      zeroPoint,
      channels,
    });
  }
}

/** What the ONNX model declares, as far as a file can hold it. */
function modelElement(dtype: string, { code }: OperandType): ModelElement {
  const element = MODEL_ELEMENTS[dtype];
  if (element !== undefined) return element;
  return code === 'TENSOR_INT32' ? 'int32' : code === 'TENSOR_FLOAT16' ? 'float16' : 'float32';
}

const MODEL_ELEMENTS: Readonly<Record<string, ModelElement>> = {
  f32: 'float32',
  f16: 'float16',
  i32: 'int32',
  i64: 'int64',
  bool: 'bool8',
  u8: 'uint8',
  i8: 'int8',
};
