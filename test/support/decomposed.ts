/** An op alone in a graph, and what its decomposition computes. */

import { decomposeNode } from '../../ir/decompose.ts';
import type { AttributeMap, OpDefinition, OperandMap } from '../../ir/define.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { fullAttributes } from './samples.ts';

/** The graph of one node, its operands as inputs `x0`, `x1`, ... and its results as outputs `y0`, ... */
export function graphOfOp(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  given: AttributeMap = {},
) {
  const graph = new Graph('one');
  const inputs = new Map<string, Tensor>();
  const values = mapOperands(operands, (tensor) => {
    const name = `x${inputs.size}`;
    inputs.set(name, tensor);
    return graph.addInput(name, { dtype: tensor.dtype, shape: tensor.shape });
  });
  const { results } = graph.insert({ op, operands: values, attributes: fullAttributes(op, given) });
  graph.setOutputs(results.map((value, index) => ({ name: `y${index}`, value })));
  return { graph, inputs };
}

/** The graph after decomposition, and its results in order. */
export async function runDecomposed(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  given: AttributeMap = {},
): Promise<{ readonly graph: Graph; readonly results: readonly Tensor[] }> {
  const { graph, inputs } = graphOfOp(op, operands, given);
  for (const node of graph.nodes()) decomposeNode(graph, node);
  const outputs = await evaluateGraph(graph, inputs);
  return { graph, results: [...outputs.values()] };
}

export function mapOperands<T, U>(operands: OperandMap<T>, change: (value: T) => U): OperandMap<U> {
  const isList = (value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
  return Object.fromEntries(
    Object.entries(operands).map(([name, value]) => {
      if (value === undefined) return [name, undefined];
      return [name, isList(value) ? value.map(change) : change(value)];
    }),
  );
}
