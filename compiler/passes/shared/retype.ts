/** Rebuilds a graph in place with other dtypes: constants, attributes that name dtypes, and every result. */

import { createBuilder } from '../../../ir/builder.ts';
import type { Constant } from '../../../ir/constant.ts';
import { mergeOrigins } from '../../../ir/graph.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { isDType } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';

export interface Retyping {
  /** The pass, for the origins of the casts it needs. */
  readonly pass: string;
  /** What a dtype becomes among the operands and results of a node. */
  readonly dtype: (dtype: DType, node: Node | undefined) => DType;
  /** Inputs and outputs change too; otherwise they keep their dtype and casts stand at the border. */
  readonly interface: boolean;
  /** A constant under its new dtype. */
  readonly constant: (constant: Constant, dtype: DType) => Constant;
}

/**
 * Every node is made again with its types inferred anew. Where two nodes want one value in different
 * dtypes, or an op's result dtype is fixed, a cast stands between.
 */
export function retypeGraph(graph: Graph, retyping: Retyping): void {
  new Retyper(graph, retyping).run();
}

class Retyper {
  readonly #graph: Graph;
  readonly #retyping: Retyping;
  readonly #twins = new Map<Value, Value>();
  readonly #casts = new Map<Value, Map<DType, Value>>();

  constructor(graph: Graph, retyping: Retyping) {
    this.#graph = graph;
    this.#retyping = retyping;
  }

  run(): void {
    const graph = this.#graph;
    const nodes = [...graph.nodes()];
    const declared = graph.outputs.map(({ value }) => value.type.dtype);
    if (this.#retyping.interface) {
      for (const input of graph.inputs) {
        const dtype = this.#retyping.dtype(input.type.dtype, undefined);
        if (dtype !== input.type.dtype) graph.retypeInput(input, { ...input.type, dtype });
      }
    }
    for (const node of nodes) this.#remake(node);
    const outputs = graph.outputs.map(({ name, value }, index) => {
      const own = declared[index] ?? value.type.dtype;
      const wanted = this.#retyping.interface ? this.#retyping.dtype(own, undefined) : own;
      return { name, value: this.#as(value, wanted, undefined) };
    });
    graph.setOutputs(outputs);
    for (const node of nodes.toReversed()) graph.remove(node);
  }

  #remake(node: Node): void {
    if (node.op === builtinOps.cast) return this.#remakeCast(node);
    const operands = node.operands.map(
      (operand) =>
        operand && this.#as(operand, this.#retyping.dtype(operand.type.dtype, node), node),
    );
    const made = this.#graph.insert(
      {
        op: node.op,
        operands: namedOperands(node.op, operands),
        attributes: this.#attributes(node),
        origin: node.origin,
        names: node.results.map((result) => result.name),
      },
      node,
    );
    node.results.forEach((result, index) => {
      const twin = made.results[index];
      if (twin !== undefined) this.#twins.set(result, twin);
    });
  }

  /** A cast takes its operand as it is, and is not needed where that has the wanted dtype already. */
  #remakeCast(node: Node): void {
    const [operand] = node.operands;
    const [result] = node.results;
    if (operand === undefined || result === undefined) throw new Error('a cast has an operand');
    const source = this.#twins.get(operand) ?? operand;
    const twin = this.#as(source, this.#retyping.dtype(result.type.dtype, node), node);
    if (result.name !== undefined && twin !== source) this.#graph.nameValue(twin, result.name);
    this.#twins.set(result, twin);
  }

  /** The value in a dtype, cast before `before` if it is in another. */
  #as(value: Value, dtype: DType, before: Node | undefined): Value {
    const twin = this.#twins.get(value) ?? value;
    if (twin.type.dtype === dtype) return twin;
    const known = this.#casts.get(twin)?.get(dtype);
    if (known !== undefined) return known;
    const made =
      twin.constant === undefined
        ? this.#cast(twin, dtype, before)
        : this.#graph.addConstant(this.#retyping.constant(twin.constant, dtype), twin.name);
    const own = this.#casts.get(twin) ?? new Map<DType, Value>();
    this.#casts.set(twin, own.set(dtype, made));
    return made;
  }

  #cast(input: Value, to: DType, before: Node | undefined): Value {
    const from = input.producer === undefined ? [] : [input.producer.origin];
    const origin = mergeOrigins(from, this.#retyping.pass);
    const place = before === undefined ? {} : { before };
    return createBuilder(builtinOps, this.#graph, { ...place, origin }).cast({ input }, { to });
  }

  #attributes(node: Node): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(node.attributes).map(([name, value]) => {
        const isDTypeAttribute =
          node.op.attributes[name]?.describe === 'dtype' &&
          typeof value === 'string' &&
          isDType(value);
        return [name, isDTypeAttribute ? this.#retyping.dtype(value, node) : value];
      }),
    );
  }
}
