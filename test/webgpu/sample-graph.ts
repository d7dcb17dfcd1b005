/** A graph of one node out of an op's sample: the operands as inputs, those that are weights as constants. */

import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import type { OpDefinition, OperandMap, Sample, SampleTensor } from '../../ir/define.ts';
import { Graph } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { fullAttributes, sampleOperands } from '../support/samples.ts';

export interface SampleGraph {
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<string, Tensor>;
}

/** `weight` may make a constant of any operand. */
export function sampleGraph(
  op: OpDefinition,
  sample: Sample,
  weight: (tensor: Tensor) => Constant | undefined = () => undefined,
): SampleGraph {
  const graph = new Graph(op.name);
  const inputs = new Map<string, Tensor>();
  const value = (tensor: Tensor, { constant = false }: SampleTensor): Value => {
    const own = weight(tensor) ?? (constant ? dataConstant(tensor) : undefined);
    if (own !== undefined) return graph.addConstant(own);
    const name = `x${inputs.size}`;
    inputs.set(name, tensor);
    return graph.addInput(name, { dtype: tensor.dtype, shape: tensor.shape });
  };
  const declared = sample.operands as OperandMap<SampleTensor>;
  const tensors = sampleOperands(sample);
  const operands = Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      const given = asList(declared[name]);
      const values = asList(tensor).map((item, index) => value(item, given[index] ?? item));
      return [name, Array.isArray(tensor) ? values : values[0]];
    }),
  );
  const attributes = fullAttributes(op, sample.attributes);
  const { results } = graph.insert({ op, operands, attributes });
  graph.setOutputs(results.map((result, index) => ({ name: `y${index}`, value: result })));
  return { graph, inputs };
}

function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  const isList = (item: T | readonly T[]): item is readonly T[] => Array.isArray(item);
  return isList(value) ? value : [value];
}
