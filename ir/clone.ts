/** Copies a graph; on the way dims may be bound and nodes rewritten one by one. */

import type { AttributeMap } from './define.ts';
import { bindDim } from './dim.ts';
import type { Dim } from './dim.ts';
import { Graph } from './graph.ts';
import type { Value } from './graph.ts';
import { namedOperands } from './operands.ts';

/** An equal graph that shares nothing mutable. With `dims`, named dims become numbers everywhere. */
export function cloneGraph(graph: Graph, dims?: ReadonlyMap<string, number>): Graph {
  const copy = new Graph(graph.name);
  const values = new Map<Value, Value>();
  const bind = (dim: Dim): Dim => (dims === undefined ? dim : bindDim(dim, dims));
  const mapped = (value: Value): Value => {
    const known = values.get(value);
    if (known !== undefined) return known;
    if (value.constant === undefined) throw new Error('a value is used before its definition');
    const constant = copy.addConstant(value.constant, value.name);
    values.set(value, constant);
    return constant;
  };
  for (const input of graph.inputs) {
    const type = { ...input.type, shape: input.type.shape.map(bind) };
    values.set(input, copy.addInput(input.name ?? '', type));
  }
  for (const node of graph.nodes()) {
    const made = copy.insert({
      op: node.op,
      operands: namedOperands(
        node.op,
        node.operands.map((operand) => operand && mapped(operand)),
      ),
      attributes: copyAttributes(node.attributes, bind, dims),
      origin: node.origin,
      names: node.results.map((result) => result.name),
    });
    node.results.forEach((result, index) => {
      const twin = made.results[index];
      if (twin !== undefined) values.set(result, twin);
    });
  }
  copy.setOutputs(graph.outputs.map(({ name, value }) => ({ name, value: mapped(value) })));
  return copy;
}

/** Dims bound, and a body of its own for each node that holds one. */
function copyAttributes(
  attributes: AttributeMap,
  bind: (dim: Dim) => Dim,
  dims: ReadonlyMap<string, number> | undefined,
): AttributeMap {
  const one = (item: unknown): unknown => {
    if (item instanceof Graph) return cloneGraph(item, dims);
    return isSymbolic(item) ? bind(item) : item;
  };
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(one) : one(value),
    ]),
  );
}

function isSymbolic(value: unknown): value is Exclude<Dim, number> {
  return typeof value === 'object' && value !== null && 'terms' in value;
}
