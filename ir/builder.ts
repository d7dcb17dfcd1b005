/** A typed way to make nodes: `b.conv({ input, weight }, { strides: [2, 2] })` returns the result value. */

import type { Constant } from './constant.ts';
import { dataConstant } from './constant.ts';
import type {
  AttributeMap,
  AttrSpecs,
  GivenAttributes,
  GivenOperands,
  OpDefinition,
  OperandMap,
  OperandSpecs,
  TypedOp,
} from './define.ts';
import type { Graph, Node, Origin, Value } from './graph.ts';
import type { coreOps } from './ops/core/index.ts';
import { scalarTensor, tensorFrom } from './tensor.ts';
import type { DType } from './types.ts';

/** The attributes argument may be left out where every attribute has a default. */
type Required<T> = Record<string, never> extends T ? [attributes?: T] : [attributes: T];

type Method<T> =
  T extends TypedOp<infer O extends OperandSpecs, infer A extends AttrSpecs, infer R>
    ? (
        operands: GivenOperands<O, Value>,
        ...attributes: Required<GivenAttributes<A>>
      ) => R extends readonly string[] ? readonly Value[] : Value
    : never;

/** The methods for a table of ops. */
export type OpMethods<T> = { readonly [K in keyof T]: Method<T[K]> };

export interface BuilderBase {
  readonly graph: Graph;
  /** Makes a node of any op, also one that the builder's type does not know. */
  readonly node: (
    op: OpDefinition,
    operands: OperandMap<Value>,
    attributes?: AttributeMap,
  ) => readonly Value[];
  /** The method for an op of one's own, typed by its declaration: `b.of(square)({ input })`. */
  readonly of: <T extends OpDefinition>(op: T) => Method<T>;
  readonly constant: (constant: Constant, name?: string) => Value;
  /** A constant of rank 0. */
  readonly scalar: (dtype: DType, value: number | bigint) => Value;
  /** A constant of rank 1. */
  readonly vector: (dtype: DType, values: readonly (number | bigint)[]) => Value;
}

/** Builds core ops only: what a composite's `decompose` and a target may use. */
export type CoreBuilder = BuilderBase & OpMethods<typeof coreOps>;

export interface BuilderOptions {
  /** New nodes go before this one; at the end of the graph when absent. */
  readonly before?: Node;
  readonly origin?: Origin;
  /** How nodes are made where it is not simply `graph.insert`. */
  readonly node?: BuilderBase['node'];
}

/** A builder with one method for each op of `table`. Its methods throw DiagnosticErrors (SNAPC1001). */
export function createBuilder<T extends Readonly<Record<string, OpDefinition>>>(
  table: T,
  graph: Graph,
  options: BuilderOptions = {},
): BuilderBase & OpMethods<T> {
  const insert: BuilderBase['node'] = (op, operands, attributes = {}) =>
    graph.insert(
      {
        op,
        operands,
        attributes,
        ...(options.origin === undefined ? {} : { origin: options.origin }),
      },
      options.before,
    ).results;
  const node = options.node ?? insert;
  const base: BuilderBase = {
    graph,
    node,
    of: <O extends OpDefinition>(op: O) => methodOf(op, node) as Method<O>,
    constant: (constant, name) => graph.addConstant(constant, name),
    scalar: (dtype, value) => graph.addConstant(dataConstant(scalarTensor(dtype, value))),
    vector: (dtype, values) =>
      graph.addConstant(dataConstant(tensorFrom(dtype, [values.length], values))),
  };
  return Object.assign(Object.create(methodsOf(table)) as BuilderBase & OpMethods<T>, base);
}

const methods = new WeakMap<Readonly<Record<string, OpDefinition>>, object>();

/** What builders of a table inherit: they are made for a node or two, so not with a function for each op. */
function methodsOf(table: Readonly<Record<string, OpDefinition>>): object {
  const known = methods.get(table);
  if (known !== undefined) return known;
  const made = {};
  for (const [name, op] of Object.entries(table)) {
    Object.defineProperty(made, name, {
      get(this: BuilderBase) {
        return methodOf(op, this.node);
      },
    });
  }
  methods.set(table, made);
  return made;
}

function methodOf(op: OpDefinition, node: BuilderBase['node']) {
  return (operands: OperandMap<Value>, attributes?: AttributeMap) => {
    const results = node(op, operands, attributes);
    return op.results === undefined ? results[0] : results;
  };
}
