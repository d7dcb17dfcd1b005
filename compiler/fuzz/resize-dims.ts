/** A graph with another size wherever one size stands, in inputs, constants and attributes, or along one axis. */

import { dataConstant, inlineValue } from '../../ir/constant.ts';
import type { Graph } from '../../ir/graph.ts';
import { getElement, setElement, allocate } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import { rebuildGraph } from './rebuild.ts';

/** Undefined where the graph does not fit together any more. */
export function resizeDims(graph: Graph, from: number, to: number): Graph | undefined {
  if (from === to) return undefined;
  const size = (dim: unknown): unknown => (dim === from ? to : dim);
  const shaped = (shape: readonly number[]): number[] => shape.map((dim) => Number(size(dim)));
  return rebuildGraph(graph, {
    input: ({ type }) => (isStaticType(type) ? { ...type, shape: shaped(type.shape) } : undefined),
    constant: ({ constant }) => {
      const tensor = constant && inlineValue(constant);
      return tensor?.shape.includes(from) === true
        ? dataConstant(resizedTensor(tensor, shaped(tensor.shape)))
        : undefined;
    },
    attributes: ({ attributes }) =>
      Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.map(size) : value,
        ]),
      ),
  });
}

/** Of all inputs and constants the axis that is so many from the last, in no attribute: two axes may have one size. */
export function resizeAxis(graph: Graph, fromLast: number, to: number): Graph | undefined {
  const shaped = (shape: readonly number[]): readonly number[] =>
    fromLast < shape.length ? shape.with(-1 - fromLast, to) : shape;
  return rebuildGraph(graph, {
    input: ({ type }) => (isStaticType(type) ? { ...type, shape: shaped(type.shape) } : undefined),
    constant: ({ constant }) => {
      const tensor = constant && inlineValue(constant);
      return tensor && dataConstant(resizedTensor(tensor, shaped(tensor.shape)));
    },
  });
}

/** Elements are repeated or left out; where there are none, zeros come. */
export function resizedTensor(tensor: Tensor, shape: readonly number[]): Tensor {
  const result = allocate(tensor.dtype, shape);
  const { length } = tensor.data;
  if (length === 0) return result;
  for (let index = 0; index < result.data.length; index++) {
    setElement(result, index, getElement(tensor, index % length));
  }
  return result;
}
