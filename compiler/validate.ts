/** Evaluates two graphs of one interface on seeded inputs and measures how far their outputs differ. */

import { evaluateGraph } from '../ir/evaluate.ts';
import type { Graph } from '../ir/graph.ts';
import { seededTensor } from '../ir/seeded.ts';
import { castTensor, getElement } from '../ir/tensor.ts';
import type { Tensor } from '../ir/tensor.ts';
import { isStaticType } from '../ir/types.ts';

export interface OutputDifference {
  readonly output: string;
  /** Largest |a-b| / (1 + |b|); Infinity where shapes differ or only one side is a number. */
  readonly error: number;
}

/** One tensor for each input, uniform in [-1, 1) or small integers, from a seed. Shapes must be known. */
export function seededInputs(graph: Graph, seed = 1): Map<string, Tensor> {
  return new Map(
    graph.inputs.map((input, index) => {
      if (!isStaticType(input.type)) throw new Error('seeded inputs need known shapes');
      return [input.name ?? '', seededTensor(input.type.dtype, input.type.shape, seed + index)];
    }),
  );
}

interface CompareOptions {
  readonly signal?: AbortSignal | undefined;
  /** Is called after each node of either graph. */
  readonly onNode?: () => void;
}

export async function compareGraphs(
  before: Graph,
  after: Graph,
  { signal, onNode }: CompareOptions = {},
): Promise<OutputDifference[]> {
  const inputs = seededInputs(before);
  const options = {
    ...(signal === undefined ? {} : { signal }),
    ...(onNode === undefined ? {} : { onNode }),
  };
  const expected = await evaluateGraph(before, inputs, options);
  const actual = await evaluateGraph(after, asDeclared(after, inputs), options);
  return [...expected].map(([output, tensor]) => {
    const other = actual.get(output);
    return { output, error: other === undefined ? Infinity : largestError(other, tensor) };
  });
}

/** A pass may change the dtype of an input; the numbers are the same. */
export function asDeclared(graph: Graph, inputs: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const dtypes = new Map(graph.inputs.map((input) => [input.name, input.type.dtype]));
  return new Map(
    [...inputs].map(([name, value]) => [name, castTensor(value, dtypes.get(name) ?? value.dtype)]),
  );
}

/** Largest |a-b| / (1 + |b|) over all elements; equal infinities and NaNs count as equal. */
export function largestError(actual: Tensor, expected: Tensor): number {
  if (actual.data.length !== expected.data.length) return Infinity;
  let worst = 0;
  for (let index = 0; index < expected.data.length; index++) {
    const a = Number(getElement(actual, index));
    const b = Number(getElement(expected, index));
    if (Object.is(a, b) || a === b) continue;
    const error = Math.abs(a - b) / (1 + Math.abs(b));
    worst = Math.max(worst, Number.isFinite(error) ? error : Infinity);
  }
  return worst;
}
