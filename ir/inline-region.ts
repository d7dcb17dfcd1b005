/** Copies the nodes of a body into the graph around it. */

import type { BuilderBase } from './builder.ts';
import type { Graph, Value } from './graph.ts';
import { namedOperands } from './operands.ts';

/** Builds the body's nodes with `inputs` in place of its inputs and returns its only output. */
export function inlineRegion(builder: BuilderBase, body: Graph, inputs: readonly Value[]): Value {
  const values = new Map<Value, Value>();
  body.inputs.forEach((input, index) => {
    const given = inputs[index];
    if (given !== undefined) values.set(input, given);
  });
  const mapped = (value: Value): Value => {
    const known = values.get(value);
    if (known !== undefined) return known;
    if (value.constant === undefined) throw new Error('the body reads a value from outside');
    const constant = builder.constant(value.constant, value.name);
    values.set(value, constant);
    return constant;
  };
  for (const node of body.nodes()) {
    const operands = node.operands.map((operand) => operand && mapped(operand));
    const results = builder.node(node.op, namedOperands(node.op, operands), node.attributes);
    node.results.forEach((result, index) => {
      const twin = results[index];
      if (twin !== undefined) values.set(result, twin);
    });
  }
  const [output] = body.outputs;
  if (output === undefined) throw new Error('the body has no output');
  return mapped(output.value);
}
