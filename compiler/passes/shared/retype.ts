/** Rebuilds a graph in place with other dtypes: constants, attributes that name dtypes, and every result. */

import { createBuilder } from '../../../ir/builder.ts';
import type { Constant } from '../../../ir/constant.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { isDType } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';

export interface Retyping {
  readonly dtype: (dtype: DType) => DType;
  /** Inputs and outputs change too; otherwise casts stand at the border. */
  readonly interface: boolean;
  /** A constant under its new dtype. */
  readonly constant: (constant: Constant, dtype: DType) => Constant;
  /** The dtype that a node's attribute should name; `dtype` of it when absent. */
  readonly attribute?: (node: Node, name: string, dtype: DType) => DType;
}

/**
 * Every node is made again with its types inferred anew, so an op whose result dtype follows its operands
 * needs nothing said about it.
 */
export function retypeGraph(graph: Graph, retyping: Retyping): void {
  const values = new Map<Value, Value>();
  const nodes = [...graph.nodes()];
  const outputs = graph.outputs.map(({ value }) => value.type.dtype);
  const [first] = nodes;
  const before = first === undefined ? {} : { before: first };
  for (const input of graph.inputs) {
    const dtype = retyping.dtype(input.type.dtype);
    if (dtype === input.type.dtype) continue;
    if (retyping.interface) graph.retypeInput(input, { ...input.type, dtype });
    else {
      const cast = createBuilder(builtinOps, graph, before).cast({ input }, { to: dtype });
      values.set(input, cast);
    }
  }
  const mapped = (value: Value): Value => {
    const known = values.get(value);
    if (known !== undefined) return known;
    const dtype = retyping.dtype(value.type.dtype);
    if (value.constant === undefined || dtype === value.type.dtype) return value;
    const constant = graph.addConstant(retyping.constant(value.constant, dtype), value.name);
    values.set(value, constant);
    return constant;
  };
  for (const node of nodes) {
    const made = graph.insert(
      {
        op: node.op,
        operands: namedOperands(
          node.op,
          node.operands.map((operand) => operand && mapped(operand)),
        ),
        attributes: retypedAttributes(node, retyping),
        origin: node.origin,
        names: node.results.map((result) => result.name),
      },
      node,
    );
    node.results.forEach((result, index) => {
      const twin = made.results[index];
      if (twin !== undefined) values.set(result, twin);
    });
  }
  graph.setOutputs(
    graph.outputs.map(({ name, value }, index) => {
      const twin = mapped(value);
      const declared = outputs[index];
      if (retyping.interface || declared === undefined || twin.type.dtype === declared) {
        return { name, value: twin };
      }
      return {
        name,
        value: createBuilder(builtinOps, graph).cast({ input: twin }, { to: declared }),
      };
    }),
  );
  for (const node of nodes.toReversed()) graph.remove(node);
}

function retypedAttributes(node: Node, retyping: Retyping): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(node.attributes).map(([name, value]) => {
      const spec = node.op.attributes[name];
      if (spec?.describe !== 'dtype' || typeof value !== 'string' || !isDType(value)) {
        return [name, value];
      }
      return [name, retyping.attribute?.(node, name, value) ?? retyping.dtype(value)];
    }),
  );
}
